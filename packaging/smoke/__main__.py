"""`make smoke`: tries a built program out and says what was seen; exit code 1 if anything was wrong."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from smoke.commands import check_commands
from smoke.stage import SmokeError, staged
from smoke.window import check_window


def main() -> int:
    """Tries everything, or stops at the first fault."""
    parser = argparse.ArgumentParser(prog="smoke", description=(__doc__ or "").split(";", 1)[0])
    parser.add_argument("dist", type=Path, help="the built folder, dist/lacuna-cpu for instance")
    parser.add_argument("--no-window", action="store_true", help="there is no Xvfb or no xdotool here")
    arguments = parser.parse_args()
    if not (arguments.dist / "lacuna").is_file():
        sys.stderr.write(f"There is no built program in {arguments.dist}; “make package” builds one.\n")
        return 2
    try:
        with staged(arguments.dist.absolute()) as stage:
            _say(f"in {stage.program.parent}, started by: {' '.join(stage.prefix) or 'the builder'}")
            for line in check_commands(stage):
                _say(line)
            if not arguments.no_window:
                for line in check_window(stage):
                    _say(line)
    except SmokeError as error:
        sys.stderr.write(f"WRONG: {error}\n")
        return 1
    _say("all well")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
