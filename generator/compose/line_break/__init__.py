"""Where a line may end: the rules of UAX #14 by Unicode's table, and what the press does besides."""

from generator.compose.line_break.words import USUAL_ENDS, USUAL_STARTS, is_held, may_part, pieces, stays_whole

__all__ = ["USUAL_ENDS", "USUAL_STARTS", "is_held", "may_part", "pieces", "stays_whole"]
