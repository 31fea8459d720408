"""What every page of the server rests on: who may ask, how much, in which language."""
