"""What became of one photo of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from engine.photo.proof import Proof


class Status(StrEnum):
    """How an item ended: filled, impossible, or left alone because it has no mask."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Outcome:
    """One line of the report.

    Attributes:
        name: The photo's path below the input folder.
        status: How it ended.
        output: The result's path below the output folder; "" where there is none.
        mask: The mask's path.
        seconds: From opening the photo to the proof.
        risk: 0..1, see `engine.batch.risk`; None where only one variation was made.
        proof: What changed, counted in the file as written.
        sha256: Hash of the result.
        notices: What could not be kept, in sentences.
        error: Why it failed or was left alone, in one sentence.
    """

    name: str
    status: Status
    output: str = ""
    mask: str = ""
    seconds: float = 0.0
    risk: float | None = None
    proof: Proof | None = None
    sha256: str = ""
    notices: tuple[str, ...] = ()
    error: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Outcome:
        """The inverse of `to_json`.

        Raises:
            KeyError, TypeError, ValueError: It is something else.
        """
        proof = data["proof"]
        return Outcome(
            **{
                **data,
                "status": Status(data["status"]),
                "proof": None if proof is None else Proof(**proof),
                "notices": tuple(data["notices"]),
            }
        )
