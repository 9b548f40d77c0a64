"""jpeglib opens its C parts by name at run time: two dozen versions of libjpeg, of which one is used."""

from PyInstaller.utils.hooks import collect_dynamic_libs

hiddenimports = ["jpeglib.cjpeglib"]
binaries = collect_dynamic_libs("jpeglib", search_patterns=["cjpeglib_6b.*"])
