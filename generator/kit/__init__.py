"""What is ordered: wires the rooms, names and writes files, draws nothing.

`build` and `check` are imported from their modules, so that a command loads only what it needs.
"""
