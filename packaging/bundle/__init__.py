"""Builds the program for people without Python: `make package`, or `python -m bundle --help` in packaging."""
