"""What is printed: pieces, copies, papers and printers as choices, with what they take beside them."""
