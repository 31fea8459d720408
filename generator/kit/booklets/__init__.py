"""The words of the pages that count and look things up: the facilitator's guide and the order sheet."""
