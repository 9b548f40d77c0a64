"""jpeglib opens its C parts by name at run time: two dozen versions of libjpeg, of which one is used."""

from PyInstaller.utils.hooks import collect_dynamic_libs

hiddenimports = ["jpeglib.cjpeglib"]
binaries = [entry for entry in collect_dynamic_libs("jpeglib") if "cjpeglib_6b." in entry[0]]
