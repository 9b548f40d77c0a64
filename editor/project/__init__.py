"""Project files: what of an open photo is kept, how it is written, and how it is read again with distrust.

Plain Python, numpy and OpenCV: no Qt, no engine. A project is a set of named members, in a `.lacuna` file (a
zip) or in a folder (the autosave): `manifest.json` first, pictures as PNG beside it.
"""
