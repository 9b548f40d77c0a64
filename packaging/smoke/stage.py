"""A strange place for the program: copied, read-only, without a network, and hardly any environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_NOBODY = 65534
_ODD_NAME = "Fotos & Größe 照片"
_PATIENCE_S = 300


class SmokeError(Exception):
    """The program does not do what it should; the text says what."""


@dataclass(frozen=True)
class Stage:
    """Where the program is tried.

    Attributes:
        program: The executable.
        folder: Its user may write here: photos and results.
        home: The user's home; it need not exist.
        prefix: What takes network and rights away, before every command.
    """

    program: Path
    folder: Path
    home: Path
    prefix: tuple[str, ...]

    def environment(self, **more: str) -> dict[str, str]:
        """Next to nothing, as a desktop may start a program."""
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}

    def run(self, *arguments: str | Path, expected: int = 0, **more: str) -> str:
        """Runs the program to its end and returns what it printed.

        Raises:
            SmokeError: Another exit code than expected, a traceback, or no end.
        """
        command = [*self.prefix, str(self.program), *map(str, arguments)]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=self.environment(**more),
                capture_output=True,
                text=True,
                timeout=_PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise SmokeError(f"lacuna {arguments[0]} did not end in {_PATIENCE_S} s") from error
        told = done.stdout + done.stderr
        if done.returncode != expected or "Traceback" in told:
            raise SmokeError(f"lacuna {' '.join(map(str, arguments))}: exit code {done.returncode}\n{told}")
        return done.stdout

    def start(self, *arguments: str | Path, **more: str) -> subprocess.Popen[str]:
        """Starts the program and leaves it running."""
        return subprocess.Popen(
            [*self.prefix, str(self.program), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def staged(dist: Path) -> Iterator[Stage]:
    """Copies a built program to a strange place for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="lacuna-smoke-") as root:
        place = Path(root) / _ODD_NAME / dist.name
        shutil.copytree(dist, place, symlinks=True, copy_function=_linked)
        folder, home = Path(root) / "Bilder zum Üben", Path(root) / "home"
        for path in (folder, home):
            path.mkdir()
        prefix = _prefix()
        if os.geteuid() == 0:
            for path in (folder, home):
                os.chown(path, _NOBODY, _NOBODY)
            Path(root).chmod(0o755)
        else:
            _make_read_only(place)
        try:
            yield Stage(place / "lacuna", folder, home, prefix)
        finally:
            if os.geteuid() != 0:
                _make_read_only(place, False)


def _prefix() -> tuple[str, ...]:
    """Takes away the network where the system allows it, and root's rights."""
    network = ("unshare", "-n") if os.geteuid() == 0 else ("unshare", "-r", "-n")
    allowed = subprocess.run([*network, "true"], capture_output=True, check=False).returncode == 0
    nobody = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
    return (*(network if allowed else ()), *(nobody if os.geteuid() == 0 else ()))


def _linked(source: str, target: str) -> None:
    """A gigabyte need not be written twice."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)


def _make_read_only(place: Path, is_read_only: bool = True) -> None:
    """Folders only: the files may be links to the build itself."""
    for path in (place, *(found for found in place.rglob("*") if found.is_dir() and not found.is_symlink())):
        path.chmod(0o555 if is_read_only else 0o755)
