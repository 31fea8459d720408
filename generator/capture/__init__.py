"""Scan and log: the server that printed codes lead to, what it keeps and what it gives back. Prints nothing."""
