"""The experiment's figures as tables for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.evaluation.guidance.control import Obeyed, Varied
from engine.evaluation.guidance.painting import (
    LESS_IS_BETTER,
    MEASURES,
    NONE,
    PREDICTED,
    TRUE,
    Painted,
    bootstrap,
)
from engine.evaluation.report import finite, table
from engine.labels.vocabulary import label_of


@dataclass
class Guidance:
    """All that was found; what was not asked for is empty.

    Attributes:
        facts: What was run, on what, with which seeds.
        completed: Of label maps in holes, by kind of hole, then way, then figure.
        painted: Of the generator's fills.
        obeyed: Edits of labels.
        judge_accuracy: Of the judge on the photographs themselves, where the fills were edited.
        varied: Variations of large holes.
    """

    facts: dict[str, str]
    completed: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    painted: Sequence[Painted] = ()
    obeyed: Sequence[Obeyed] = ()
    judge_accuracy: float = 0.0
    varied: Sequence[Varied] = ()


def write_guidance(found: Guidance, folder: Path) -> None:
    """Writes `guidance.md` and `guidance.json` into a folder."""
    (folder / "guidance.md").write_text(markdown(found), encoding="utf-8")
    (folder / "guidance.json").write_text(json.dumps(finite(_as_json(found)), indent=1), encoding="utf-8")


def markdown(found: Guidance) -> str:
    lines = ["# Guidance by labels", *[f"- {name}: {text}" for name, text in found.facts.items()], ""]
    for kind, ways in found.completed.items():
        lines += [f"## Labels inside the hole, {kind} block", ""]
        codes = sorted({c for figures in ways.values() for c in figures if c.isdigit()}, key=int)
        head = ["way", "mIoU", "accuracy", *(label_of(int(c)).name for c in codes)]
        rows = [
            [
                way,
                f"{f['miou']:.3f}",
                f"{f['accuracy']:.3f}",
                *(f"{f.get(c, float('nan')):.2f}" for c in codes),
            ]
            for way, f in ways.items()
        ]
        lines += [*table(head, rows), ""]
    if found.painted:
        lines += _painted_tables(found.painted)
    if found.obeyed:
        lines += _obeyed_table(found)
    if found.varied:
        several = np.mean([v.different >= 2 for v in found.varied])
        lines += ["## Variations", ""]
        lines += [
            f"Of {len(found.varied)} large holes {several:.0%} have two or more fills that differ visibly.",
            "",
        ]
    return "\n".join(lines) + "\n"


def _painted_tables(painted: Sequence[Painted]) -> list[str]:
    lines = []
    for kind in dict.fromkeys(p.hole_kind for p in painted):
        ours = [p for p in painted if p.hole_kind == kind]
        ways = list(dict.fromkeys(p.way for p in ours))
        count = len({p.scene for p in ours})
        lines += [f"## Painting the hole, {kind} block, {count} scenes (field alone, inside the hole)", ""]
        rows = [[way, *(f"{values(ours, way, m).mean():.4g}" for m in MEASURES)] for way in ways]
        lines += [*table(["way", *MEASURES], rows), ""]
        rows = []
        for way in (PREDICTED, TRUE):
            for measure in MEASURES:
                change = values(ours, way, measure) - values(ours, NONE, measure)
                low, high = bootstrap(change)
                better = high < 0 if measure in LESS_IS_BETTER else low > 0
                worse = low > 0 if measure in LESS_IS_BETTER else high < 0
                verdict = "better" if better else "worse" if worse else "open"
                rows.append([way, measure, f"{change.mean():+.4g}", f"{low:+.4g} .. {high:+.4g}", verdict])
        lines += [*table(["way", "measure", "against no labels", "95 %", "verdict"], rows), ""]
    return lines


def values(painted: Sequence[Painted], way: str, measure: str) -> np.ndarray:
    """One measure of one way over the scenes, in their order."""
    return np.array([p.figures[measure] for p in painted if p.way == way], np.float64)


def _obeyed_table(found: Guidance) -> list[str]:
    rows = []
    for name in [*sorted({o.label for o in found.obeyed}), ""]:
        ours = [o for o in found.obeyed if name in ("", o.label)]
        shares = [np.mean([getattr(o, which) for o in ours]) for which in ("agreement", "field", "before")]
        rows.append([name or "all", str(len(ours)), *(f"{share:.3f}" for share in shares)])
    head = ["asked for", "edits", "seen by the judge", "in the field alone", "without the edit"]
    remark = f"The judge is right about {found.judge_accuracy:.1%} of the photographs' own pixels there."
    return ["## Obedience: another label in half of a hole", "", *table(head, rows), "", remark, ""]


def _as_json(found: Guidance) -> dict[str, object]:
    return {
        "facts": found.facts,
        "completed": {kind: dict(ways) for kind, ways in found.completed.items()},
        "painted": [
            {"scene": p.scene, "hole": p.hole_kind, "way": p.way, **p.figures} for p in found.painted
        ],
        "obeyed": [
            {
                "scene": o.scene,
                "label": o.label,
                "agreement": o.agreement,
                "field": o.field,
                "before": o.before,
            }
            for o in found.obeyed
        ],
        "judge_accuracy": found.judge_accuracy,
        "varied": [{"photo": v.photo, "names": v.names, "different": v.different} for v in found.varied],
    }
