"""The program's icon in every size and container that desktops ask for, drawn from our own SVG.

Run by the build environment's Python: it needs PySide6 and Pillow.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bundle.flavors import ROOT

SVG = ROOT / "resources/icons/lacuna.svg"
SIZES_PX = (16, 24, 32, 48, 64, 128, 256, 512)


def draw_icons(folder: Path) -> None:
    """Writes `hicolor/SIZExSIZE/apps/lacuna.png`, `lacuna.ico` and `lacuna.icns`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication, QIcon

    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    icon = QIcon(str(SVG))
    pictures: dict[int, Image.Image] = {}
    for size_px in (*SIZES_PX, 1024):
        path = folder / f"hicolor/{size_px}x{size_px}/apps/lacuna.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        icon.pixmap(QSize(size_px, size_px), 1.0).save(str(path))
        pictures[size_px] = Image.open(path).convert("RGBA")
    scalable = folder / "hicolor/scalable/apps/lacuna.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(SVG.read_bytes())
    sizes = [(size_px, size_px) for size_px in SIZES_PX if size_px <= 256]
    pictures[256].save(folder / "lacuna.ico", sizes=sizes, append_images=[pictures[s] for s, _ in sizes])
    pictures[1024].save(folder / "lacuna.icns", append_images=[pictures[s] for s in SIZES_PX])
    del app


if __name__ == "__main__":
    draw_icons(Path(sys.argv[1]))
