"""The bars that were set for this project, each with what was measured, met or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.evaluation.methods import BIHARMONIC, DEFAULT, FIELD, OPENCV, UNGUIDED
from engine.evaluation.summary import Summary

_LARGE_SHARES = ("20-40 %", "40-60 %")


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        issue: Number of the issue that set it.
        text: What is asked, in words.
        measured: The figure that counts: the worst one where a bar holds for several families.
        low: Least value that meets it, or None.
        high: Largest value that meets it, or None.
        worst: The family whose figure this is, where it is the worst of several.
    """

    issue: int
    text: str
    measured: float
    low: float | None = None
    high: float | None = None
    worst: str = ""

    @property
    def is_met(self) -> bool:
        """False also where nothing was measured."""
        above = self.low is None or self.measured >= self.low
        below = self.high is None or self.measured <= self.high
        return above and below and self.measured == self.measured

    @property
    def limits(self) -> str:
        if self.low is None:
            return f"<= {self.high:g}"
        return f">= {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


def quality_bars(small: Summary, large: Summary) -> Iterator[Bar]:
    """The bars of the foundation, the detail and the model on the measured sets; empty sets have none."""
    if small.records:
        yield from _foundation(small)
        yield from _detail(small, "256 px")
        yield from _model(small)
    if large.records:
        yield from _detail(large, "large")


def _foundation(small: Summary) -> Iterator[Bar]:
    best = _best_psnr(small, OPENCV)
    yield Bar(2, "field: PSNR over the better OpenCV method, dB", _psnr(small, FIELD) - best, low=0.7)
    gain, where = min((_psnr(s, FIELD) - _best_psnr(s, OPENCV), s.families[0]) for s in _families(small))
    yield Bar(2, "field: the same in the worst family, dB", gain, low=0.0, worst=where)
    yield Bar(2, "default: PSNR over the better OpenCV method, dB", _psnr(small, DEFAULT) - best, low=-1.0)
    ratio, where = max(
        (_perceptual(s, DEFAULT) / _best_perceptual(s, OPENCV), s.families[0]) for s in _families(small)
    )
    yield Bar(2, "default: perceptual to the better OpenCV method", ratio, high=0.85, worst=where)
    yield Bar(2, "default: power in the upper spectrum to the surroundings'", _power(small), 0.7, 1.3)


def _detail(cases: Summary, name: str) -> Iterator[Bar]:
    textured = cases.where(lambda record: record.family != "thin")
    for rival, text, high in ((FIELD, "the field", 0.80), (UNGUIDED, "unguided exemplars", 0.90)):
        ratio, where = _worst_ratio(textured, rival)
        yield Bar(4, f"{name}: perceptual to {text}; wide, box, object", ratio, high=high, worst=where)
    ratio, where = _worst_ratio(cases, FIELD)
    yield Bar(4, f"{name}: perceptual to the field, all families", ratio, high=1.02, worst=where)
    loss = _psnr(cases, DEFAULT) - _psnr(cases, FIELD)
    yield Bar(4, f"{name}: PSNR over the field, dB", loss, low=-1.0)
    yield Bar(4, f"{name}: power in the upper spectrum to the surroundings'", _power(cases), 0.85, 1.2)


def _model(small: Summary) -> Iterator[Bar]:
    peers = (*OPENCV, BIHARMONIC)
    for share in _LARGE_SHARES:
        part = small.where(lambda record, share=share: record.share_class == share)
        ratio = _perceptual(part, DEFAULT) / _best_perceptual(part, peers) if part.records else float("nan")
        yield Bar(5, f"default: perceptual to the best peer, holes of {share}", ratio, high=0.70)
    thin = small.family("thin")
    ratio = _perceptual(thin, DEFAULT) / _best_perceptual(thin, peers) if thin.records else float("nan")
    yield Bar(5, "default: perceptual to the best peer, thin strokes", ratio, high=0.90)
    yield Bar(5, "default: power in the upper spectrum to the surroundings'", _power(small), 0.8, 1.25)
    gain = _psnr(small, FIELD) - _best_psnr(small, peers)
    yield Bar(5, "field: PSNR over the best peer, dB", gain, low=1.0)
    step = small.family("wide").mean(DEFAULT, "border_step")
    yield Bar(5, "default: border step over the truth's own, wide strokes, 1/255", step, high=2.0)


def _worst_ratio(cases: Summary, rival: str) -> tuple[float, str]:
    """The default's perceptual distance as a ratio to a rival's, in the worst family, and which that is."""
    ratios = ((_perceptual(s, DEFAULT) / _perceptual(s, rival), s.families[0]) for s in _families(cases))
    return max(ratios, default=(float("nan"), ""))


def _families(cases: Summary) -> list[Summary]:
    return [cases.family(family) for family in cases.families]


def _psnr(cases: Summary, method: str) -> float:
    return cases.mean(method, "psnr_db")


def _perceptual(cases: Summary, method: str) -> float:
    return cases.mean(method, "perceptual")


def _power(cases: Summary) -> float:
    return cases.mean(DEFAULT, "power_to_surroundings")


def _best_psnr(cases: Summary, methods: tuple[str, ...]) -> float:
    return max(_psnr(cases, method) for method in methods)


def _best_perceptual(cases: Summary, methods: tuple[str, ...]) -> float:
    return min(_perceptual(cases, method) for method in methods)
