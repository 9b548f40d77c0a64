"""The Lacuna engine: photo and hole in, filled photo out. Torch inside, numpy at the door.

`engine.api` is the door; everything else is the engine's own business.
"""
