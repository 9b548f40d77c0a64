"""What a batch has done so far, on disk: after a kill at any moment nothing is done twice or lost.

A result is written to the batch's own work folder first. Then three steps follow, in this order: a line
"filled" with the outcome and the result's hash, the move to its final place, a line "done". Whichever of
them a kill prevents, the next run finds out which, and takes only the missing ones. Lines are appended and
synced one by one; a last line that was cut off counts as not written.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import filelock

from engine.batch.outcome import Outcome
from engine.batch.plan import WORK_FOLDER, Plan
from engine.photo.atomic import not_writable, sync_folder
from engine.photo.writing import sha256_of
from engine.protocol import InvalidRequestError, PhotoError

_JOURNAL = "journal.jsonl"
_STAGED = "staged"
_VERSION = 1


class Journal:
    """The journal of the batch that writes to one folder. Held by one process at a time.

    Args:
        plan: The batch; its output folder is made if it is missing.
        is_resumed: Go on with what the folder's journal says; otherwise begin a new one.

    Attributes:
        done: Outcomes of the results that lie in their places, by the items' names.

    Raises:
        InvalidRequestError: Another batch is writing there; there is a journal and neither `is_resumed` nor
            overwriting is asked for; the journal is of a batch with other settings.
        PhotoError: The folder cannot be written.
    """

    def __init__(self, plan: Plan, is_resumed: bool) -> None:
        self._output = output = plan.folder
        self._folder = output / WORK_FOLDER
        self._path = self._folder / _JOURNAL
        self.done: dict[str, Outcome] = {}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / _STAGED).mkdir(exist_ok=True)
            self._lock = filelock.FileLock(self._folder / "lock", timeout=0)
            self._lock.acquire()
        except filelock.Timeout as error:
            raise InvalidRequestError(f"Another batch is writing to {output}.") from error
        except OSError as error:
            raise not_writable(self._path, error) from error
        try:
            self._begin(plan, is_resumed)
        except BaseException:
            self._lock.release()
            raise

    def staged(self, number: int, output: Path) -> Path:
        """Where item `number` writes its result, in a folder yet to be made, before it goes to `output`."""
        return self._folder / _STAGED / str(number) / output.name

    def failed(self, outcome: Outcome) -> None:
        """Notes an item without a result; a resumed batch tries it again."""
        self._append({"kind": "ended", **outcome.to_json()})

    def publish(self, outcome: Outcome, staged: Path) -> None:
        """Notes a result and moves it to its final place.

        Raises:
            PhotoError: The disk is full, for instance.
        """
        where = staged.relative_to(self._folder).as_posix()
        self._append({"kind": "filled", "staged": where, **outcome.to_json()})
        self._move(staged, outcome)
        self._append({"kind": "done", "name": outcome.name})
        self.done[outcome.name] = outcome
        with suppress(OSError):
            staged.parent.rmdir()

    def close(self) -> None:
        """Lets others write to the folder."""
        self._file.close()
        self._lock.release()

    def _begin(self, plan: Plan, is_resumed: bool) -> None:
        head = {"kind": "batch", "version": _VERSION, **_plain(plan)}
        lines = list(self._lines())
        if lines and not is_resumed and not plan.settings.overwrite:
            raise InvalidRequestError(
                f"There is a batch in {self._output} already: "
                "resume it (--resume) or replace it (--overwrite)."
            )
        is_new = not (lines and is_resumed)
        if not is_new and lines[0] != head:
            raise InvalidRequestError(
                f"The batch in {self._output} was begun with other folders or settings; "
                "it is only resumed with the same ones."
            )
        try:
            # What the last run has left half written is of no use; a cut-off last line goes too.
            self._file = self._path.open("w" if is_new else "r+", encoding="utf-8")
            if not is_new:
                self._file.seek(self._whole_bytes)
                self._file.truncate()
        except OSError as error:
            raise not_writable(self._path, error) from error
        if is_new:
            self._append(head)
        else:
            self._recover(lines[1:])
        for left in (self._folder / _STAGED).iterdir():
            shutil.rmtree(left, ignore_errors=True)

    def _lines(self) -> Iterator[dict[str, Any]]:
        self._whole_bytes = 0
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        for line in data.splitlines(keepends=True):
            try:
                entry = json.loads(line)
            except ValueError:
                return
            if not line.endswith(b"\n") or not isinstance(entry, dict):
                return
            self._whole_bytes += len(line)
            yield entry

    def _recover(self, lines: list[dict[str, Any]]) -> None:
        """Learns what is done, and brings to an end what was filled but not yet in its place."""
        filled: dict[str, tuple[Outcome, Path]] = {}
        finished: set[str] = set()
        for line in lines:
            kind, name = line.pop("kind", ""), str(line.get("name", ""))
            if kind == "done":
                finished.add(name)
            elif kind == "filled":
                staged = self._folder / str(line.pop("staged"))
                with suppress(KeyError, TypeError, ValueError):
                    filled[name] = Outcome.from_json(line), staged
                    finished.discard(name)
        for name, (outcome, staged) in filled.items():
            final = self._output / outcome.output
            if name in finished:
                if final.is_file():
                    self.done[name] = outcome
            elif _is(staged, outcome.sha256):
                self._move(staged, outcome)
                self._append({"kind": "done", "name": name})
                self.done[name] = outcome
            elif _is(final, outcome.sha256):
                self._append({"kind": "done", "name": name})
                self.done[name] = outcome

    def _move(self, staged: Path, outcome: Outcome) -> None:
        final = self._output / outcome.output
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, final)
            sync_folder(final.parent)
        except OSError as error:
            raise not_writable(final, error) from error

    def _append(self, entry: Mapping[str, Any]) -> None:
        try:
            self._file.write(json.dumps(entry, ensure_ascii=True) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise not_writable(self._path, error) from error


def _is(path: Path, sha256: str) -> bool:
    try:
        return path.is_file() and sha256_of(path) == sha256
    except PhotoError:
        return False


def _plain(plan: Plan) -> dict[str, Any]:
    """What makes two batches the same, as JSON has it; leave to overwrite makes no other results."""
    settings: dict[str, Any] = json.loads(json.dumps(asdict(plan.settings)))
    settings.pop("overwrite")
    settings["options"].pop("overwrite")
    return {"photos": str(plan.photos.resolve()), "masks": str(plan.masks.resolve()), "settings": settings}
