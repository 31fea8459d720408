"""The product in the browser: the kit redrawn as its sources change, problems where they are mended, results.

Into a workshop it writes by `generator.edit` alone, and what it makes anew by whoever makes it for a command.
`server.serve` is imported from its module, so that a command loads only what it needs.
"""
