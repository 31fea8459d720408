"""The words of the workshop, wherever they are printed: a click on them, a list, and what is typed instead."""
