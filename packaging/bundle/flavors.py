"""The two flavors of the program, and where each is built."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
"""The checkout."""

HERE = ROOT / "packaging"


class Flavor(StrEnum):
    """What torch the program carries."""

    CPU = "cpu"
    CUDA = "cuda"


class BuildError(Exception):
    """The build cannot go on; the text says why."""


def environment(flavor: Flavor, folder: Path | None = None) -> Path:
    """The Python of the flavor's own environment, made and filled if needed.

    It is not the developers' environment: what is installed there would end up in the program.

    Args:
        flavor: What to install.
        folder: Where; None = `build/environment-FLAVOR`.

    Raises:
        BuildError: A package cannot be installed, or torch is of the other flavor.
    """
    folder = folder or ROOT / "build" / f"environment-{flavor}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    requirements = HERE / f"requirements-{flavor}.txt"
    mark = folder / "installed"
    if not mark.exists() or mark.read_text(encoding="utf-8") != requirements.read_text(encoding="utf-8"):
        run([str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)], "installing packages")
        mark.write_text(requirements.read_text(encoding="utf-8"), encoding="utf-8")
    _check_torch(python, flavor)
    return python


def _check_torch(python: Path, flavor: Flavor) -> None:
    code = "import torch; print(torch.version.cuda or '')"
    cuda = run([str(python), "-c", code], "asking torch for its flavor").strip()
    if bool(cuda) != (flavor is Flavor.CUDA):
        found = f"with CUDA {cuda}" if cuda else "for CPUs only"
        raise BuildError(
            f"The environment of the {flavor} flavor holds a torch built {found}. Install the other build of "
            f"the same version there: PyTorch has an index of its own for each."
        )


def run(command: list[str], what: str, **environment: str) -> str:
    """Runs a command and returns its output.

    Raises:
        BuildError: It failed; the end of its messages goes along.
    """
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    if done.returncode:
        raise BuildError(f"{what} failed:\n{(done.stderr or done.stdout)[-4000:]}")
    return done.stdout
