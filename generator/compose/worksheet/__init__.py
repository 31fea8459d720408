"""Forms on paper: each field has a shape, and together they reach the foot of the page."""
