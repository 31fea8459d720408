"""A piece on the press: composed, laid on sheets, drawn, as one file or several."""
