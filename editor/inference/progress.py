"""How far a fill has come and how long it will still take. Plain arithmetic, no clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from editor.language import QT_TRANSLATE_NOOP
from engine.api import Stage

_SENTENCES = {
    Stage.PREPARE: QT_TRANSLATE_NOOP("FillProgress", "Preparing the photo"),
    Stage.SEMANTICS: QT_TRANSLATE_NOOP("FillProgress", "Understanding the scene"),
    Stage.LABELS: QT_TRANSLATE_NOOP("FillProgress", "Deciding what belongs where"),
    Stage.FIELD: QT_TRANSLATE_NOOP("FillProgress", "Painting the structure"),
    Stage.DETAIL: QT_TRANSLATE_NOOP("FillProgress", "Growing texture"),
    Stage.FINISH: QT_TRANSLATE_NOOP("FillProgress", "Finishing the edge"),
}
_STARTING = QT_TRANSLATE_NOOP("FillProgress", "Starting")
_OPENING = QT_TRANSLATE_NOOP("FillProgress", "Opening the fill engine")


@dataclass(frozen=True)
class FillProgress:
    """What the status bar shows.

    Attributes:
        sentence: What happens now.
        done: Rows of patches that have arrived.
        total: Rows expected; 0 = not known yet.
        eta_s: Seconds left; None = no guess yet.
        waiting: Fills that wait behind this one.
    """

    sentence: str
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    waiting: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percents of the rows; None while their number is unknown."""
        return None if self.total <= 0 else min(100, 100 * self.done // self.total)


def sentence_of(stage: Stage) -> str:
    """A stage in words."""
    return QCoreApplication.translate("FillProgress", _SENTENCES[stage])


class EtaClock:
    """Guesses the end of a run from the rows so far.

    Much of a run lies before its first row: the network runs once, then rows come quickly. How much is
    learned from each run that ends well. The guess is eased, so that the number in the status bar does
    not jump.
    """

    # Share of the time before the first row; measured with the shipped weights on two CPU cores: 0.35-0.65.
    _HEAD = 0.5
    _EASING = 0.5

    def __init__(self) -> None:
        self._head = self._HEAD
        self._started_s = 0.0
        self._first_s: float | None = None
        self._end_s: float | None = None

    def start(self, now_s: float) -> None:
        """A run begins. All times are of one clock that only goes forward."""
        self._started_s, self._first_s, self._end_s = now_s, None, None

    def eta_s(self, done: int, total: int, now_s: float) -> float | None:
        """Seconds left, never negative; None before there is something to guess from."""
        if done <= 0 or total <= 0:
            return None
        if self._first_s is None:
            self._first_s = now_s
        rest = min(1.0, (done - 1) / (total - 1)) if total > 1 else 1.0
        share = self._head + (1 - self._head) * rest
        end_s = self._started_s + (now_s - self._started_s) / share
        self._end_s = end_s if self._end_s is None else self._end_s + self._EASING * (end_s - self._end_s)
        return max(0.0, self._end_s - now_s)

    def finish(self, now_s: float) -> None:
        """The run ended well: the next guess knows how long the first row takes."""
        if self._first_s is not None and now_s > self._started_s:
            head = (self._first_s - self._started_s) / (now_s - self._started_s)
            self._head = min(0.9, max(0.1, head))


class RunProgress:
    """What the status bar says of the run under way and of those that wait behind it."""

    def __init__(self, clock_s: Callable[[], float]) -> None:
        """Args:
        clock_s: A clock that only goes forward.
        """
        self._clock_s = clock_s
        self._eta = EtaClock()
        self._running: FillProgress | None = None

    def begin(self) -> None:
        """A run begins."""
        self._eta.start(self._clock_s())
        self._running = FillProgress(sentence_of(Stage.PREPARE))

    def enter(self, stage: Stage) -> None:
        """The run enters a stage; its rows stay as they were."""
        self._running = replace(self._running or FillProgress(""), sentence=sentence_of(stage))

    def advance(self, stage: Stage, done: int, total: int) -> None:
        """Rows have arrived: `done` of `total`."""
        eta_s = self._eta.eta_s(done, total, self._clock_s())
        self._running = FillProgress(sentence_of(stage), done, total, eta_s)

    def succeed(self) -> None:
        """The run has brought its answer; what is shown stays until `end`."""
        self._eta.finish(self._clock_s())

    def end(self) -> None:
        """Nothing runs any more."""
        self._running = None

    def shown(self, under_way: int, is_open: bool) -> FillProgress | None:
        """What is to be seen now; None when nothing is under way.

        Args:
            under_way: How many fills have been asked for and not ended, the running one included.
            is_open: Whether the engine is ready.
        """
        if under_way == 0:
            return None
        before = _STARTING if is_open else _OPENING
        shown = self._running or FillProgress(QCoreApplication.translate("FillProgress", before))
        return replace(shown, waiting=under_way - 1)


def eta_text(eta_s: float | None) -> str:
    """Seconds left in words; empty where there is no guess."""
    if eta_s is None:
        return ""
    if eta_s < 1:
        return QCoreApplication.translate("FillProgress", "less than 1 s left")
    if eta_s < 90:
        sentence = QCoreApplication.translate("FillProgress", "about {count} s left")
        return sentence.format(count=round(eta_s))
    return QCoreApplication.translate("FillProgress", "about {count} min left").format(
        count=round(eta_s / 60)
    )
