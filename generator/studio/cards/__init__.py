"""The cards as a table: edited in the cell, and drawn as they would be printed while somebody types."""
