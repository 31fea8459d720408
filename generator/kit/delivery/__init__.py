"""What is handed over: files whole or not at all, the manifest that describes them, and what they must keep to."""
