"""Pictures that are said, not drawn: a vessel, what is in it, how much, how it fares, in which order; as drawings in
the colours of each card. Imports nothing: only a kit whose cards say a motif loads the rest.
"""
