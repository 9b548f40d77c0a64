"""Photo files, measured, each in a process of its own. Three tables:

    python -m benchmarks.photo_io steps [24 108]   # reading, writing and proving, step by step
    python -m benchmarks.photo_io fill [108 400]   # `lacuna fill` from start to end, a hole of 1000 px
    python -m benchmarks.photo_io jpeg             # what writing a JPEG changes outside the hole

Seconds are wall and processor, memory is the highest that the process has held. The photos are drawn from
scikit-image's coffee cup with camera noise, so that they compress as photos do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from engine.photo.proof import Proof

SIZES = {24: (4000, 6000), 108: (9000, 12000), 400: (20000, 20000)}
FORMATS = ("a.jpg", "a.png", "a8.tif", "a16.tif", "a.webp")
FILLED = {108: ("a.jpg", "a8.tif", "a16.tif", "a.png"), 400: ("a8.tif",)}
HOLE_PX = 1000


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


def make_mask(folder: Path, size: tuple[int, int], holes: int) -> Path:
    """Draws a mask with some square holes along the diagonal."""
    import pyvips

    image = pyvips.Image.black(size[1], size[0]).copy_memory()
    for number in range(holes):
        share = (number + 1) / (holes + 1)
        x, y = round(share * size[1]) - HOLE_PX // 2, round(share * size[0]) - HOLE_PX // 2
        image = image.draw_rect([255], x, y, HOLE_PX, HOLE_PX, fill=True)
    path = folder / f"mask{holes}.png"
    image.write_to_file(str(path))
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


def fill(folder: Path, megapixels: int, name: str, holes: int) -> None:
    """Runs `lacuna fill` in a process of its own and prints what it took, all of it."""
    photo, mask = make(folder, SIZES[megapixels], name), make_mask(folder, SIZES[megapixels], holes)
    report = folder / "report.json"
    out = folder / f"out{photo.suffix}"
    command = [
        sys.executable,
        "-m",
        "engine.cli",
        "fill",
        photo,
        "--mask",
        mask,
        "-o",
        out,
        "--report",
        report,
    ]
    began = time.monotonic()
    child = subprocess.Popen([*map(str, command), "--quiet", "--device", "cpu"])
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    if status:
        raise SystemExit(f"lacuna fill ended with {status}")
    told = json.loads(report.read_text())
    proof = Proof(**told["proof"])
    print(
        f"{megapixels} megapixels, {name:8s} {holes} hole(s): {wall:6.1f} s "
        f"(processor {usage.ru_utime + usage.ru_stime:5.1f} s), {usage.ru_maxrss * 1024 / 1e9:5.2f} GB; "
        f"engine {told['engine_s']:.1f}, read {told['read_s']:.1f}, write and prove {told['write_s']:.1f} s"
    )
    print(f"    {proof.sentence()}", flush=True)


def jpeg(folder: Path) -> None:
    """Writes a JPEG after a change in its middle, with and without copied blocks."""
    from engine.photo import writing
    from engine.photo.proof import compare
    from engine.photo.reading import read_photo

    for subsampling, name in ((0, "4:4:4"), (2, "4:2:0")):
        path = make(folder, SIZES[24], "source.png").with_suffix(".jpg")
        Image.fromarray(np.asarray(read_photo(path.with_suffix(".png")).pixels)).save(
            path, quality=92, subsampling=subsampling
        )
        photo = read_photo(path)
        mask = np.zeros(photo.size, bool)
        mask[1000 : 1000 + HOLE_PX, 1500 : 1500 + HOLE_PX] = True
        filled = photo.pixels.copy()
        filled[mask] //= 2
        for how in ("blocks copied", "coded anew"):
            if how == "coded anew":
                writing.write_spliced = lambda *_: False
            written = writing.write_photo(path.with_stem("out"), filled, photo)
            proof = compare(photo.pixels, read_photo(written.path).pixels, mask)
            print(
                f"{name}, {how}: {proof.outside_share:.3%} of the pixels outside, "
                f"by at most {proof.outside_largest} levels"
            )


def main() -> None:
    table, *numbers = sys.argv[1:] or ["steps"]
    if table == "--measure":
        measure(Path(numbers[0]))
    elif table == "jpeg":
        with tempfile.TemporaryDirectory() as folder:
            jpeg(Path(folder))
    elif table == "fill":
        for megapixels in map(int, numbers or FILLED):
            for name in FILLED[megapixels]:
                for holes in (1, 3):
                    with tempfile.TemporaryDirectory() as folder:
                        fill(Path(folder), megapixels, name, holes)
    else:
        steps([int(number) for number in numbers] or [24, 108])


def steps(sizes: list[int]) -> None:
    print("    step        wall      processor   peak memory")
    for megapixels in sizes:
        for name in FORMATS:
            with tempfile.TemporaryDirectory() as folder:
                path = make(Path(folder), SIZES[megapixels], name)
                print(f"{megapixels} megapixels, {name}, {path.stat().st_size / 1e6:.0f} MB", flush=True)
                subprocess.run([sys.executable, "-m", "benchmarks.photo_io", "--measure", path], check=True)


if __name__ == "__main__":
    main()
