"""`make package`: one folder and one archive in `dist`, ready to be handed out."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from bundle import finish, licenses
from bundle.extension import compile_extension
from bundle.flavors import HERE, ROOT, BuildError, Flavor, environment, run
from bundle.stamp import version, write_stamp


def main() -> int:
    """Builds one flavor; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bundle", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--flavor", type=Flavor, choices=list(Flavor), default=Flavor.CPU)
    parser.add_argument(
        "--environment", type=Path, help="build environment; default: build/environment-FLAVOR"
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the program goes")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where intermediate files go")
    parser.add_argument("--no-archive", action="store_true", help="leave the folder as it is")
    parser.add_argument("--collect-licenses", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    try:
        if arguments.collect_licenses:
            return _collect_licenses(arguments.collect_licenses, arguments.work)
        return _build(arguments)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _build(arguments: argparse.Namespace) -> int:
    began_s = time.monotonic()
    flavor: Flavor = arguments.flavor
    python = environment(flavor, arguments.environment)
    work = arguments.work.absolute() / f"bundle-{flavor}"
    work.mkdir(parents=True, exist_ok=True)
    write_stamp(work, flavor)
    paths = {"PYTHONPATH": os.pathsep.join((str(HERE), str(ROOT)))}
    run([str(python), "-m", "bundle.icons", str(work)], "drawing the icons", **paths)
    if flavor is Flavor.CUDA:
        _say(compile_extension(python, work / "gsplat"))
    dist = arguments.dist.absolute()
    _say(f"building the {flavor} flavor of Lacuna {version()}")
    pyinstaller = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(dist), "--workpath", str(work / "pyinstaller"), str(HERE / "lacuna.spec")]
    variables = {"LACUNA_FLAVOR": str(flavor), "LACUNA_WORK": str(work), **paths}
    run([str(python), *pyinstaller, *places], "PyInstaller", **variables)
    program = dist / f"lacuna-{flavor}"
    if sys.platform == "linux":
        _say(f"stripped {finish.strip(program):.0f} MB of symbols")
        finish.add_desktop_files(program, work, program / "lacuna")
    collect = ["--collect-licenses", str(program), "--work", str(work)]
    run([str(python), "-m", "bundle", *collect], "collecting licenses", **paths)
    finish.add_plugins(program)
    shutil.copy(HERE / "README-program.txt", program / "README.txt")
    _say(f"{program}: {finish.size_mb(program):.0f} MB, of which")
    for line in finish.largest(program):
        _say(line)
    if not arguments.no_archive:
        path = finish.archive(program, f"lacuna-{version()}-{flavor}-{_system()}")
        _say(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
    _say(f"built in {time.monotonic() - began_s:.0f} s")
    return 0


def _collect_licenses(program: Path, work: Path) -> int:
    """Runs in the build environment, whose packages are the ones that were built in."""
    pure = (work / "modules.txt").read_text(encoding="utf-8").split()
    libraries = finish.system_libraries(program) if sys.platform == "linux" else []
    licenses.collect(program / "licenses", finish.modules(program, pure), libraries)
    return 0


def _system() -> str:
    return {"linux": "linux-x86_64", "win32": "windows-x86_64"}.get(sys.platform, "macos")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
