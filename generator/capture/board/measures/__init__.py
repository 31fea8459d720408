"""What a session comes to in whole numbers: entries and the printed kit in, counts out, all of them and in no pages.

Knows no screen, no language and no request. `Measures` takes entries as they come: what a new one costs does not grow
with what is there already.
"""

from generator.capture.board.measures.matters import Links, Matter, Measures

__all__ = ["Links", "Matter", "Measures"]
