"""Maps of what boards came to, drawn: as a poster of any paper, and as a picture for slides."""
