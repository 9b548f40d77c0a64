"""The sample photo is one of scikit-image's; the module that names it does not bring it along."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("skimage", includes=["data/rocket.jpg"])
