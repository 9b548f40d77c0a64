"""Photo files, measured: reading, writing and proving 24 and 108 megapixels, each in a process of its own.

    python -m benchmarks.photo_io [24 108]

Every line is one step of one format: seconds (wall and processor) and the peak memory of its process. The
photos are drawn from scikit-image's coffee cup with camera noise, so that they compress as photos do.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SIZES = {24: (4000, 6000), 108: (9000, 12000)}
FORMATS = ("a.jpg", "a.png", "a8.tif", "a16.tif", "a.webp")


def make(folder: Path, size: tuple[int, int], name: str) -> Path:
    """Draws a photo of (height, width) and writes it."""
    import pyvips
    from skimage import data

    base = pyvips.Image.new_from_array(np.asarray(data.coffee()))
    base = base.resize(size[1] / base.width, vscale=size[0] / base.height)
    noisy = (base + pyvips.Image.gaussnoise(size[1], size[0], sigma=3, seed=1)).cast("uchar")
    image = noisy.copy(interpretation="srgb")
    if "16" in name:
        image = (image.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    path = folder / name
    options = {".jpg": {"Q": 92}, ".webp": {"lossless": True, "effort": 0}}.get(path.suffix, {})
    image.write_to_file(str(path), **options)
    return path


def measure(path: Path) -> None:
    """Reads a photo, changes a hole of 1000 px, writes it, proves it; prints the steps."""
    from engine.cli.facts import peak_rss_mb
    from engine.photo.proof import compare
    from engine.photo.reading import read_photo
    from engine.photo.writing import write_photo

    def step(name: str) -> None:
        nonlocal wall, processor
        now = time.monotonic(), time.process_time()
        print(f"    {name:8s} {now[0] - wall:7.2f} s {now[1] - processor:7.2f} s {peak_rss_mb():8.0f} MB")
        wall, processor = now

    wall, processor = time.monotonic(), time.process_time()
    photo = read_photo(path)
    step("read")
    mask = np.zeros(photo.size, bool)
    mask[1000:2000, 1500:2500] = True
    filled = photo.pixels.copy()
    filled[mask] //= 2
    wall, processor = time.monotonic(), time.process_time()
    written = write_photo(path.with_stem("out"), filled, photo)
    step("write")
    del filled
    proof = compare(photo.pixels, read_photo(written.path).pixels, mask)
    step("prove")
    print(f"    {written.size_bytes / 1e6:.0f} MB; {proof.sentence()}")


def main() -> None:
    if len(sys.argv) == 3 and sys.argv[1] == "--measure":
        measure(Path(sys.argv[2]))
        return
    print("    step        wall      processor   peak memory")
    for megapixels in map(int, sys.argv[1:] or ["24", "108"]):
        for name in FORMATS:
            with tempfile.TemporaryDirectory() as folder:
                path = make(Path(folder), SIZES[megapixels], name)
                print(f"{megapixels} megapixels, {name}, {path.stat().st_size / 1e6:.0f} MB", flush=True)
                subprocess.run([sys.executable, "-m", "benchmarks.photo_io", "--measure", path], check=True)


if __name__ == "__main__":
    main()
