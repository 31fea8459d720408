"""What was submitted, read and put into words again."""
