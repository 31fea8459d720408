"""What is ordered: planned, drawn, handed over.

A command imports from the module it needs (`build`, `check`, …), so that it loads only what it needs.
"""
