"""The only room that knows the engine: requests go out from here, events and photographs come in.

Importing OpenCV, which the engine uses, points Qt at OpenCV's own plugins, with which no window can be
opened. The environment is put back here, the one place through which the editor reaches the engine.
"""

import os

_before = dict(os.environ)

import engine.api  # noqa: E402, F401 - for its side effect on the environment, undone below

for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH"):
    if _name in _before:
        os.environ[_name] = _before[_name]
    else:
        os.environ.pop(_name, None)

del _before, _name
