"""OpenCV for the editor's own rooms, without its side effect.

Importing opencv-python points Qt at OpenCV's plugins and fonts, with which a window may not open. The
environment is put back right after the import, so that the order of imports does not matter.
"""

from __future__ import annotations

import os

_NAMES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH")
_before = {name: os.environ.get(name) for name in _NAMES}

import cv2  # noqa: E402

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

__all__ = ["cv2"]
