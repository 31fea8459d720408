"""The pages of a participant's phone."""
