"""The report of a fill: a JSON file with settings, times, hashes and proofs."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cli.facts import peak_rss_mb, version
from engine.photo.atomic import replacing
from engine.photo.photo import Written
from engine.photo.proof import Proof
from engine.protocol import Finished


@dataclass(frozen=True)
class Result:
    """One filled and written photo."""

    finished: Finished
    written: Written
    proof: Proof

    @property
    def name(self) -> str:
        """What sets it apart from the likeliest fill, hole by hole; "" for that one."""
        return "; ".join(dict.fromkeys(fill.name for fill in self.finished.fills if fill.name))

    @property
    def title(self) -> str:
        """The name, or what the likeliest fill is called beside others."""
        has_labels = any(fill.labels is not None for fill in self.finished.fills)
        return self.name or ("the likeliest" if has_labels else "variation 1")


def write_report(
    path: Path,
    arguments: argparse.Namespace,
    results: list[Result],
    hashes: dict[str, str],
    seconds: dict[str, float],
) -> None:
    """Writes the report.

    Args:
        path: Where to.
        arguments: Of `lacuna fill`.
        results: One per variation; a single one stands at the top, several in a list "variations".
        hashes: SHA-256 by what was read.
        seconds: Of the command's parts.

    Raises:
        PhotoError: It cannot be written.
    """
    report: dict[str, Any] = {
        "lacuna": version(),
        "photo": str(arguments.photo),
        "seed": arguments.seed,
        "detail": arguments.detail,
        "grain": arguments.grain,
        "ring_px": arguments.ring,
        "vocabulary": arguments.vocabulary,
        "device": arguments.device,
        "peak_rss_mb": peak_rss_mb(),
        "sha256": dict(hashes),
        **seconds,
    }
    if len(results) == 1:
        report |= _facts(results[0])
        report["sha256"]["result"] = results[0].written.sha256
    else:
        report["variations"] = [
            _facts(one) | {"name": one.title, "sha256": one.written.sha256} for one in results
        ]
    with replacing(path) as part:
        part.write_text(json.dumps(_rounded(report), indent=2) + "\n", encoding="utf-8")


def _facts(result: Result) -> dict[str, Any]:
    fills = result.finished.fills
    timings = dict(result.finished.timings)
    return {
        "result": str(result.written.path),
        "name": result.name,
        "boxes": [[fill.box.x0, fill.box.y0, fill.box.x1, fill.box.y1] for fill in fills],
        "engine_s": timings.pop("engine_s", None),
        "first_rows_s": timings.pop("first_rows_s", None),
        "stages": timings,
        "proof": result.proof.to_json(),
        "notices": list(result.written.notices),
    }


def _rounded(value: Any) -> Any:
    """Seconds and megabytes to a tenth of a thousandth: more digits only hide the figures."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return value
