"""The stamp that tells which sources a built program was made of."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from bundle.flavors import ROOT, BuildError, Flavor, run


def version() -> str:
    """The version in `pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def write_stamp(folder: Path, flavor: Flavor) -> Path:
    """Writes `release.json` for `resources.release` and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = {"version": version(), "flavor": str(flavor), "commit": "", "date": ""}
    try:
        stamp["commit"] = run(["git", "rev-parse", "--short=9", "HEAD"], "git").strip()
        stamp["date"] = run(["git", "log", "-1", "--format=%cs"], "git").strip()
        if run(["git", "status", "--porcelain", "--untracked-files=no"], "git").strip():
            stamp["commit"] += "+"
    except (BuildError, OSError):
        pass  # an unpacked archive of the sources has no history, and its version says enough
    path = folder / "release.json"
    path.write_text(json.dumps(stamp) + "\n", encoding="utf-8")
    return path
