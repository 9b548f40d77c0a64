"""The evidence as tables for people and the same figures for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engine.evaluation.evidence.alignment import Nearness
from engine.evaluation.evidence.collapse import NEIGHBORS, Spread
from engine.evaluation.evidence.parts import Part
from engine.evaluation.evidence.reliance import ADAPTED, Reliance
from engine.evaluation.kid import KernelDistance
from engine.evaluation.report import figures_table, finite, kernel_table, share_tables, table
from engine.evaluation.summary import FIGURES, Summary


@dataclass
class Evidence:
    """All that was found; what was not asked for is empty.

    Attributes:
        facts: What was run, on what, with which seeds.
        nearness: Of adapted features to clean ones, by hole share.
        spreads: Of the encoder's and the teacher's features.
        reliances: Of the field on its features.
        fills: Records by hole share.
        kernel_distances: Of the same fills, by method.
        parts: Where the time of a fill goes.
    """

    facts: dict[str, str]
    nearness: Sequence[Nearness] = ()
    spreads: Sequence[Spread] = ()
    reliances: Sequence[Reliance] = ()
    fills: Summary = field(default_factory=lambda: Summary([]))
    kernel_distances: Mapping[str, KernelDistance] = field(default_factory=dict)
    parts: Sequence[Part] = ()


def write_evidence(evidence: Evidence, folder: Path) -> None:
    """Writes `evidence.md` and `evidence.json` into a folder."""
    (folder / "evidence.md").write_text(markdown(evidence), encoding="utf-8")
    (folder / "evidence.json").write_text(json.dumps(finite(_as_json(evidence)), indent=1), encoding="utf-8")


def markdown(evidence: Evidence) -> str:
    lines = ["# Evidence", *[f"- {name}: {text}" for name, text in evidence.facts.items()], ""]
    if evidence.nearness:
        lines += ["## Cosine to the clean features, the mean clean token taken off", ""]
        lines += [*table(_NEARNESS_HEAD, [_nearness_row(row) for row in evidence.nearness]), ""]
    if evidence.spreads:
        lines += [f"## Whether the encoder tells pictures apart ({NEIGHBORS} neighbors, label: source)", ""]
        rows = [
            [s.name, f"{s.accuracy:.3f}", f"{s.token_deviation:.3f}", f"{s.token_rank:.1f} of {s.dim}"]
            for s in evidence.spreads
        ]
        lines += [*table(["features", "k-NN accuracy", "deviation of tokens", "rank of tokens"], rows), ""]
    if evidence.reliances:
        lines += ["## The shipped generator under other features, field alone, in the hole", ""]
        lines += [*table(_RELIANCE_HEAD, [_reliance_row(row) for row in evidence.reliances]), ""]
    if evidence.fills.records:
        lines += [f"## Fills by hole share: {evidence.fills.case_count} cases", ""]
        lines += [*figures_table(evidence.fills), "", *share_tables(evidence.fills)]
        lines += ["## Kernel inception distance of the same fills (x 1000)", ""]
        lines += [*kernel_table(evidence.kernel_distances), ""]
    if evidence.parts:
        rows = [
            [
                str(part.working_px),
                part.name,
                f"{1000 * part.seconds:.1f}",
                f"{part.gflop:.1f}",
                f"{1000 * part.limit_s:.2f}",
                f"{part.times_limit:.1f}",
            ]
            for part in evidence.parts
        ]
        head = ["working px", "part", "ms", "GFLOP", "limit ms", "times the limit"]
        lines += ["## Where the time of a 512-px field goes", "", *table(head, rows), ""]
    return "\n".join(lines)


_NEARNESS_HEAD = ["hole", "pictures", "CLS raw", "CLS adapted", "gain", "hole raw", "hole adapted", "gain"]


def _nearness_row(row: Nearness) -> list[str]:
    def gain(raw: float, adapted: float, error: float) -> list[str]:
        return [f"{raw:.3f}", f"{adapted:.3f}", f"{adapted - raw:+.3f} ± {error:.3f}"]

    return [
        f"{row.share:.0%}",
        str(row.pictures),
        *gain(row.summary_raw, row.summary_adapted, row.summary_gain_error),
        *gain(row.hole_raw, row.hole_adapted, row.hole_gain_error),
    ]


_RELIANCE_HEAD = ["features", "PSNR dB", f"to {ADAPTED}", "perceptual", f"to {ADAPTED}"]


def _reliance_row(row: Reliance) -> list[str]:
    psnr, distance = ("{:+.3f} ± {:.3f}".format(*gain) for gain in (row.psnr_gain, row.perceptual_gain))
    return [row.name, f"{row.psnr_db:.2f}", psnr, f"{row.perceptual:.3f}", distance]


def _as_json(evidence: Evidence) -> dict[str, object]:
    fills = evidence.fills
    by_share = {
        share: fills.where(lambda record, share=share: record.share_class == share)
        for share in fills.share_classes
    }
    return {
        "facts": evidence.facts,
        "nearness": [asdict(row) for row in evidence.nearness],
        "spreads": [asdict(row) for row in evidence.spreads],
        "reliances": [asdict(row) for row in evidence.reliances],
        "fills": {
            share: {m: {f: part.mean(m, f) for f in FIGURES} for m in part.methods}
            for share, part in by_share.items()
        },
        "kernel_distances": {name: asdict(d) for name, d in evidence.kernel_distances.items()},
        "parts": [{**asdict(part), "times_limit": part.times_limit} for part in evidence.parts],
    }
