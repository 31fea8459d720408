"""The commands of the event: serve, doctor, and what a terminal shows of them."""
