"""How far a fill has come and how long it will still take, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from editor.inference.eta import EtaClock, Pace
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
        share: How much of the time has gone by, 0..1.
        eta_s: Seconds left; None = no guess yet.
        waiting: Fills that wait behind this one.
    """

    sentence: str
    done: int = 0
    total: int = 0
    share: float = 0.0
    eta_s: float | None = None
    waiting: int = 0


def sentence_of(stage: Stage) -> str:
    """A stage in words."""
    return QCoreApplication.translate("FillProgress", _SENTENCES[stage])


class RunProgress:
    """What the status bar says of the run under way and of those that wait behind it."""

    def __init__(self, clock_s: Callable[[], float], pace: Pace | None = None) -> None:
        """Args:
        clock_s: A clock that only goes forward.
        pace: How fast the engine is, shared with others that ask it; None = nobody else does.
        """
        self._clock_s = clock_s
        self._eta = EtaClock(pace)
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
        self._running = FillProgress(sentence_of(stage), done, total)

    def work(self, done: float, total: float) -> None:
        """Work has been done, seen or not: `done` of `total`, see `engine.api.Progressed`."""
        self._eta.advance(done, total, self._clock_s())

    def succeed(self) -> None:
        """The run has brought its answer; what is shown stays until `end`."""
        self._eta.finish(self._clock_s())

    def end(self) -> None:
        """Nothing runs any more."""
        self._running = None

    def shown(self, under_way: int, is_open: bool) -> FillProgress | None:
        """What is to be seen now, also while no row comes; None when nothing is under way.

        Args:
            under_way: How many fills have been asked for and not ended, the running one included.
            is_open: Whether the engine is ready.
        """
        if under_way == 0:
            return None
        before = _STARTING if is_open else _OPENING
        shown = self._running
        if shown is None:
            shown = FillProgress(QCoreApplication.translate("FillProgress", before))
        else:
            now_s = self._clock_s()
            shown = replace(shown, share=self._eta.share(now_s), eta_s=self._eta.left_s(now_s))
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
