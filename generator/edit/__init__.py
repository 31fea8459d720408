"""Writing without harm: the files of a workshop stay what their people left, but for the span of what was changed.

What can be changed is in `edits`; `write` does it, all or nothing, `journal` does it so that it can be taken back.
"""
