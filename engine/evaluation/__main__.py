"""`python -m engine.evaluation --data FOLDER -o REPORT`: how good the fills are, beside other methods."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from engine.api import FillEngine, load_engine
from engine.evaluation.cases import Photo
from engine.evaluation.command import ended
from engine.evaluation.evaluate import Plan, evaluate
from engine.evaluation.report import write_report
from engine.evaluation.speed import Timing, timed_alone
from engine.protocol import InvalidRequestError
from resources.locate import resource


def main(
    arguments: Sequence[str] | None = None,
    open_engine: Callable[[str, Path | None], FillEngine] = load_engine,
) -> int:
    """Runs the evaluation; returns the exit code: 0, or 2 with one sentence on stderr."""
    options = _parser().parse_args(arguments)
    return ended("evaluation", options.output, lambda: _evaluate(options, open_engine))


def _evaluate(options: argparse.Namespace, open_engine: Callable[[str, Path | None], FillEngine]) -> str:
    plan = _plan(options)
    options.output.mkdir(parents=True, exist_ok=True)
    engine = open_engine(options.device, plan.weights)
    opening = partial(open_engine, options.device, plan.weights)

    def timed(photo: Photo) -> list[Timing]:
        return timed_alone(opening, photo, quick=plan.is_quick)

    progress = _progress if not options.quiet else _silent
    findings = evaluate(engine, plan, options.output, timed, progress)
    write_report(findings, options.output)
    met = sum(bar.is_met for bar in findings.bars)
    return f"{met} of {len(findings.bars)} bars met: {options.output / 'report.md'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluation", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with photos-val.tar")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the report")
    parser.add_argument("--teacher", type=Path, help="MobileNetV2 weights; default: beside the data folder")
    parser.add_argument("--weights", type=Path, help="checkpoint; default: the shipped one")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--seed", type=int, default=0, help="of masks, fills and crops")
    parser.add_argument("--limit", type=int, help="most photographs of each set")
    parser.add_argument("--families-each", type=int, default=1, help="mask families per photograph, 1 to 4")
    parser.add_argument("--quick", action="store_true", help="40 small and 4 large photographs, no 24 MP")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    return parser


def _plan(options: argparse.Namespace) -> Plan:
    """What to run, checked.

    Raises:
        InvalidRequestError: A number is out of range, or the data folder holds no photos-val.tar.
    """
    if options.limit is not None and options.limit < 1:
        raise InvalidRequestError("--limit must be at least 1.")
    if not 1 <= options.families_each <= 4:
        raise InvalidRequestError("--families-each must be 1 to 4.")
    if not (options.data / "photos-val.tar").is_file():
        raise InvalidRequestError(f"There is no photos-val.tar in {options.data}.")
    quick = Plan.quick() if options.quick else Plan()
    return Plan(
        data=options.data,
        teacher=options.teacher or options.data.parent / "weights" / "mobilenetv2_100.safetensors",
        weights=options.weights or resource("weights/lacuna.safetensors"),
        seed=options.seed,
        small_limit=options.limit or quick.small_limit,
        large_limit=options.limit or quick.large_limit,
        families_each=options.families_each,
        structure_each=quick.structure_each,
        wires=quick.wires,
        is_quick=options.quick,
    )


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _silent(text: str) -> None:
    pass


if __name__ == "__main__":
    raise SystemExit(main())
