"""Findings on finished PDFs, ours or not: reports, never repairs.

`inspecting.inspect` is imported from its module, so that a command loads only what it needs.
"""
