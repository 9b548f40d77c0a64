"""The report: tables for people, the same figures for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engine.evaluation.bars import Bar
from engine.evaluation.kid import KernelDistance
from engine.evaluation.measure import TRUTH
from engine.evaluation.speed import Timing
from engine.evaluation.summary import FIGURES, Summary

LEAST_CASES = 30
_HEADS = {
    "psnr_db": "PSNR dB",
    "ssim": "SSIM",
    "perceptual": "perceptual",
    "power_to_surroundings": "power / around",
    "power_to_truth": "power / truth",
    "gradient_to_truth": "gradient / truth",
    "border_step": "border step",
    "seconds": "s",
    "peak_mb": "MB",
}
_DIGITS = {"psnr_db": 2, "peak_mb": 0}


@dataclass
class Findings:
    """All that a run of the evaluation found.

    Attributes:
        facts: What was run, on what, with which seeds; name to text.
        sets: Records by the name of their set of cases.
        kernel_distances: By method.
        structure: Mean edge distance in px, by method and kind.
        wires: Share of wires that goes on through holes, by method.
        timings: Of the engine.
        bars: All of them.
        sheets: Names of the contact sheets.
    """

    facts: dict[str, str]
    sets: dict[str, Summary] = field(default_factory=dict)
    kernel_distances: Mapping[str, KernelDistance] = field(default_factory=dict)
    structure: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    wires: Mapping[str, float] = field(default_factory=dict)
    timings: Sequence[Timing] = ()
    bars: Sequence[Bar] = ()
    sheets: Sequence[str] = ()


def write_report(findings: Findings, folder: Path) -> None:
    """Writes `report.md` and `report.json` into a folder."""
    (folder / "report.md").write_text(markdown(findings), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(finite(_as_json(findings)), indent=1), encoding="utf-8")


def markdown(findings: Findings) -> str:
    """The report as Markdown."""
    parts = ["# Evaluation", *[f"- {name}: {text}" for name, text in findings.facts.items()], ""]
    parts += ["## Bars", "", *_bar_table(findings.bars), ""]
    for name, cases in findings.sets.items():
        parts += [f"## {name}: {cases.case_count} cases", "", *figures_table(cases), ""]
        for family in cases.families:
            part = cases.family(family)
            parts += [f"### {family}: {part.case_count} cases", "", *figures_table(part), ""]
        parts += ["### By hole share", "", *share_tables(cases)]
    if findings.kernel_distances:
        parts += ["## Kernel inception distance (x 1000, on the teacher's features)", ""]
        parts += [*kernel_table(findings.kernel_distances), ""]
    if findings.structure:
        kinds = list(next(iter(findings.structure.values())))
        rows = [[m, *[f"{by[k]:.2f}" for k in kinds]] for m, by in findings.structure.items()]
        parts += ["## Structure: mean distance of the continued edge, px", ""]
        parts += [*table(["method", *kinds], rows), ""]
    if findings.wires:
        rows = [[method, f"{100 * share:.0f}"] for method, share in findings.wires.items()]
        parts += ["## Wires: share of their way through holes on which they go on, %", ""]
        parts += [*table(["method", "%"], rows), ""]
    if findings.timings:
        rows = [
            [t.name, f"{t.first_row_s:.2f}", f"{t.total_s:.2f}", f"{t.peak_mb:.0f}"] for t in findings.timings
        ]
        parts += ["## Time and memory of the engine", ""]
        parts += [*table(["photo", "first row s", "all s", "process MB"], rows), ""]
    parts += ["## Sheets", "", *[f"- {name}" for name in findings.sheets], ""]
    return "\n".join(parts)


def _bar_table(bars: Sequence[Bar]) -> list[str]:
    rows = [
        [
            str(b.issue),
            f"{b.text}; worst: {b.worst}" if b.worst else b.text,
            b.limits,
            f"{b.measured:.3g}",
            "met" if b.is_met else "NOT MET",
        ]
        for b in bars
    ]
    return table(["issue", "bar", "asked", "measured", ""], rows)


def kernel_table(distances: Mapping[str, KernelDistance]) -> list[str]:
    rows = [[m, f"{1000 * d.mean:.2f}", f"{1000 * d.std:.2f}", str(d.crops)] for m, d in distances.items()]
    return table(["method", "mean", "standard deviation", "crops"], rows)


def figures_table(cases: Summary) -> list[str]:
    rows = [
        [method, *[_shown(figure, cases.mean(method, figure)) for figure in FIGURES]]
        for method in cases.methods
    ]
    return table(["method", *_HEADS.values()], rows)


def share_tables(cases: Summary) -> list[str]:
    lines: list[str] = []
    for share in cases.share_classes:
        part = cases.where(lambda record, share=share: record.share_class == share)
        few = f" (fewer than {LEAST_CASES}: a hint, no figure)" if part.case_count < LEAST_CASES else ""
        lines += [f"Holes of {share}, {part.case_count} cases{few}", "", *figures_table(part), ""]
    return lines


def _shown(figure: str, value: float) -> str:
    return f"{value:.{_DIGITS.get(figure, 3)}f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def _as_json(findings: Findings) -> dict[str, object]:
    return {
        "facts": findings.facts,
        "bars": [{**asdict(bar), "met": bar.is_met} for bar in findings.bars],
        "means": {
            name: {
                method: {figure: cases.mean(method, figure) for figure in FIGURES}
                for method in cases.methods
                if method != TRUTH
            }
            for name, cases in findings.sets.items()
        },
        "kernel_distances": {name: asdict(d) for name, d in findings.kernel_distances.items()},
        "structure": findings.structure,
        "wires": findings.wires,
        "timings": [asdict(timing) for timing in findings.timings],
        "sheets": list(findings.sheets),
        "records": {name: [r.as_dict() for r in cases.records] for name, cases in findings.sets.items()},
    }


def finite(value: object) -> object:
    """The same with null for what was not measured: JSON knows no "not a number"."""
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
