"""What is ordered, and from what it can be chosen: kit.yaml, the shelf of shapes, profiles, printers."""
