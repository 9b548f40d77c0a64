"""Whole folders of photos: one bad file never stops the rest, and a killed batch goes on where it was.

Used by the command line and by the editor alike; knows the engine by its door and the photo files.
"""
