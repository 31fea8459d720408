"""How phones reach this computer: addresses, names, the server that listens."""
