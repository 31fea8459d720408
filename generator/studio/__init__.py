"""The kit in the browser, redrawn as its sources change, problems shown in place. Writes nothing into the workshop.

`serving.serve` is imported from its module, so that a command loads only what it needs.
"""
