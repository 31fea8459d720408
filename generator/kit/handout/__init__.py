"""What results hand over to be printed: words, cards and addresses as pages of the kit, in its brand."""
