"""Where a line may end: the rules of UAX #14 by Unicode's table, and what the press does besides."""

from generator.compose.line_break.words import is_held, may_part, pieces, stays_whole

__all__ = ["is_held", "may_part", "pieces", "stays_whole"]
