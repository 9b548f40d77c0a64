"""The Lacuna engine: photo and hole in, filled photo out. Torch inside, numpy at the door.

`engine.api` is the door; everything else is the engine's own business.
"""

import os

# OpenMP reads this once, when torch or numba is first imported. Threads that spin while they wait fight with
# whatever else runs (the window, first of all): the network then takes up to ten times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
