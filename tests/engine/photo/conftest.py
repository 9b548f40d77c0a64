"""Files take as long as the disk likes: no deadline per example. The same examples on every machine."""

from hypothesis import settings

settings.register_profile("files", deadline=None, derandomize=True)
settings.load_profile("files")
