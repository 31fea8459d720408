"""The fixed words of what is printed, in each language: what the program itself says beside a workshop's own words."""
