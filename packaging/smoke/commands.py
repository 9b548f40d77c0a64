"""The command line of a built program: everything it must be able to do without a window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from smoke.stage import SmokeError, Stage


def check_commands(stage: Stage) -> Iterator[str]:
    """Fills and verifies a sample; says what was seen, sentence by sentence.

    Raises:
        SmokeError: Something is not as it should be.
    """
    yield stage.run("--version").strip()
    facts = stage.run("info")
    for word in ("weights:", "devices: cpu", "libvips", "numba"):
        _expect(word in facts, f"lacuna info does not name {word}:\n{facts}")
    yield next(line for line in facts.splitlines() if line.startswith("devices"))
    stage.run("sample", "-o", "sample", "--fill")
    sample = stage.folder / "sample"
    told = stage.run("verify", sample / "photo.png", sample / "filled.png", "--mask", sample / "mask.png")
    yield f"sample filled and verified: {told.strip().splitlines()[0]}"
    yield _check_formats(stage, sample)
    ask = ("fill", sample / "photo.png", "--mask", sample / "mask.png")
    stage.run(*ask, "-o", "nowhere/out.png", expected=2)
    yield "bad input ends in a sentence"
    yield _check_batch(stage, sample)
    first = (sample / "filled.png").read_bytes()
    for home in (stage.home / "missing", Path("/proc/nowhere")):
        replace(stage, home=home).run(*ask, "-o", "again.png", "--quiet")
        _expect((stage.folder / "again.png").read_bytes() == first, f"another result with HOME={home}")
    yield "the same bytes with a missing home and with one that cannot be made"


def _check_formats(stage: Stage, sample: Path) -> str:
    """Every writer and reader was built in."""
    mask = sample / "mask.png"
    for name in ("out.jpg", "out.tif", "out.webp"):
        stage.run(
            "fill", sample / "photo.png", "--mask", mask, "-o", name, "--report", "report.json", "--quiet"
        )
        report = json.loads((stage.folder / "report.json").read_text(encoding="utf-8"))
        _expect("proof" in report, f"the report of {name} has no proof")
    stage.run("fill", "out.jpg", "--mask", mask, "-o", "twice.jpg", "--quiet")
    return "JPEG, PNG, TIFF and WebP written; a JPEG read and written block by block"


def _check_batch(stage: Stage, sample: Path) -> str:
    """Several processes: a built program starts itself as its own workers."""
    photos = stage.folder / "many"
    stage.run("sample", "-o", photos)
    (photos / "mask.png").unlink()
    (photos / "two.png").write_bytes((photos / "photo.png").read_bytes())
    (photos / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    mask, options = sample / "mask.png", ("-o", "filled", "--jobs", "2", "--variations", "1")
    stage.run("batch", photos, "--masks", mask, *options, expected=1)
    done = sorted(path.name for path in (stage.folder / "filled").glob("*.png"))
    _expect(done == ["photo.png", "two.png"], f"the batch wrote {done}")
    return "a batch in two processes: two photos done, the broken one reported"


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise SmokeError(otherwise)
