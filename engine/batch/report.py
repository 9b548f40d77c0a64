"""The report of a batch, for people (CSV) and programs (JSON)."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.batch.outcome import Outcome, Status
from engine.photo.atomic import replacing

CSV_NAME = "lacuna-report.csv"
JSON_NAME = "lacuna-report.json"

# Names of files need not be text at all; JSON reads what they become as the names that they were.
_TEXT: dict[str, Any] = {"encoding": "utf-8", "errors": "backslashreplace"}

_COLUMNS: tuple[str, ...] = (
    "photo",
    "status",
    "risk",
    "seconds",
    "inside",
    "inside_changed",
    "ring",
    "ring_changed",
    "outside",
    "outside_changed",
    "outside_largest",
    "depth",
    "result",
    "mask",
    "sha256",
    "error",
    "notices",
)


def write_report(folder: Path, outcomes: Sequence[Outcome], total: int) -> tuple[Path, Path]:
    """Writes both reports, each in one step.

    Args:
        folder: The output folder.
        outcomes: What has ended, in the order of the lines.
        total: Photos of the batch; fewer outcomes mean that it was interrupted.

    Returns:
        The CSV and the JSON file.

    Raises:
        PhotoError: The folder cannot be written.
    """
    table, data = folder / CSV_NAME, folder / JSON_NAME
    with replacing(table) as part, part.open("w", newline="", **_TEXT) as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerows(_row(outcome) for outcome in outcomes)
    counts = Counter(outcome.status for outcome in outcomes)
    report = {
        "photos": total,
        **{status.value: counts[status] for status in Status},
        "results": [_entry(outcome) for outcome in outcomes],
    }
    with replacing(data) as part:
        part.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", **_TEXT)
    return table, data


def riskiest(outcomes: Sequence[Outcome], count: int) -> list[Outcome]:
    """The results that a person should look at first, by falling risk."""
    filled = [outcome for outcome in outcomes if outcome.risk is not None]
    return sorted(filled, key=lambda outcome: -(outcome.risk or 0))[:count]


def _entry(outcome: Outcome) -> dict[str, Any]:
    entry = outcome.to_json()
    entry["photo"], entry["result"] = entry.pop("name"), entry.pop("output")
    entry["seconds"] = round(outcome.seconds, 3)
    entry["risk"] = None if outcome.risk is None else round(outcome.risk, 4)
    return entry


def _row(outcome: Outcome) -> dict[str, Any]:
    entry = _entry(outcome)
    entry |= entry.pop("proof") or {}
    entry["notices"] = " ".join(outcome.notices)
    return {name: "" if entry.get(name) is None else entry[name] for name in _COLUMNS}
