"""What a kit is made of, from cards to pages of text: each piece with its layout, sheet and copies."""
