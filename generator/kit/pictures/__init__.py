"""Cards as pictures: for vendors, whiteboards, virtual tables, and an overview."""
