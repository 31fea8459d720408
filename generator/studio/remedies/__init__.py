"""What a finding is mended by, where one edit does: shown on the page beside it, and written by a button."""
