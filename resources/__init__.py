"""Data that ships with the program: weights, icons, theme."""
