"""`make check-packaging`: exit code 1 if anything is wrong, or, with --strict, if a validator is missing."""

from __future__ import annotations

import argparse
import sys

from check.files import complaints, validate


def main() -> int:
    """Prints what is wrong and what could not be checked."""
    parser = argparse.ArgumentParser(prog="check", description=(__doc__ or "").split(":", 1)[0])
    parser.add_argument("--strict", action="store_true", help="a missing validator is a fault: for releases")
    arguments = parser.parse_args()
    wrong, missing = validate()
    wrong = [*complaints(), *wrong]
    for complaint in wrong:
        sys.stderr.write(f"{complaint}\n")
    if missing:
        sys.stderr.write(f"Not everything was checked. Install: {' '.join(missing)}\n")
    return 1 if wrong or (missing and arguments.strict) else 0


if __name__ == "__main__":
    sys.exit(main())
