"""What is ordered: wires the rooms, names and writes files, draws nothing.

A command imports from the module it needs (`build`, `check`, …), so that it loads only what it needs.
"""
