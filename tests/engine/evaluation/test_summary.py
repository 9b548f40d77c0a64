import json
import math
from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.bars import Bar, quality_bars
from engine.evaluation.cases import Case
from engine.evaluation.measure import TRUTH, Record, measure
from engine.evaluation.methods import BIHARMONIC, DEFAULT, FIELD, METHODS, NAVIER_STOKES, TELEA, UNGUIDED
from engine.evaluation.report import Findings, write_report
from engine.evaluation.summary import Summary
from engine.regions import Box
from engine.training.masks import FAMILIES
from tests.pictures import synthetic_picture

# Figures that meet every bar: (PSNR, perceptual, power).
GOOD = {
    TELEA: (20.0, 1.0, 0.2),
    NAVIER_STOKES: (19.0, 1.1, 0.1),
    BIHARMONIC: (19.5, 1.05, 0.1),
    UNGUIDED: (17.0, 0.7, 1.0),
    FIELD: (21.5, 0.9, 0.1),
    DEFAULT: (21.0, 0.6, 1.0),
}


def records(figures: dict[str, tuple[float, float, float]], shares: tuple[str, ...] = ("20-40 %", "40-60 %")):
    return [
        Record(
            f"{family} {share}",
            family,
            share,
            0.3,
            method,
            psnr,
            0.5,
            distance,
            power,
            power,
            1.0,
            0.5,
            0.1,
            10,
        )
        for family in FAMILIES
        for share in shares
        for method, (psnr, distance, power) in figures.items()
    ]


def test_ratios_have_geometric_means_and_memory_its_largest_value() -> None:
    low, high = records({DEFAULT: (20, 1, 0.5)}), records({DEFAULT: (22, 2, 2.0)})
    cases = Summary(low + high)
    assert cases.mean(DEFAULT, "power_to_truth") == pytest.approx(1.0)
    assert cases.mean(DEFAULT, "psnr_db") == pytest.approx(21)
    assert cases.mean(DEFAULT, "peak_mb") == 10
    assert math.isnan(cases.mean("nobody", "psnr_db"))
    assert cases.case_count == len(low) * 2


def test_good_figures_meet_every_bar() -> None:
    cases = Summary(records(GOOD))
    bars = list(quality_bars(cases, cases))
    assert {bar.issue for bar in bars} == {2, 4, 5}
    assert [bar.text for bar in bars if not bar.is_met] == []


@pytest.mark.parametrize(
    ("method", "figures", "bar"),
    [
        (FIELD, (20.5, 0.9, 0.1), "field: PSNR over the better OpenCV method"),
        (FIELD, (19.5, 0.9, 0.1), "field: the same in the worst family"),
        (DEFAULT, (18.0, 0.6, 1.0), "default: PSNR over the better OpenCV method"),
        (DEFAULT, (21.0, 0.9, 1.0), "default: perceptual to the better OpenCV method"),
        (DEFAULT, (21.0, 0.6, 0.5), "default: power in the upper spectrum"),
        (UNGUIDED, (17.0, 0.6, 1.0), "256 px: perceptual to unguided exemplars"),
        (BIHARMONIC, (19.5, 0.7, 0.1), "default: perceptual to the best peer, holes of 20-40 %"),
    ],
)
def test_each_bar_can_be_missed(method: str, figures: tuple[float, float, float], bar: str) -> None:
    bars = quality_bars(Summary(records({**GOOD, method: figures})), Summary([]))
    assert any(b.text.startswith(bar) and not b.is_met for b in bars)


def test_one_bad_family_misses_the_bar_of_the_worst_family() -> None:
    good = records(GOOD)
    worse = [r for r in records({**GOOD, DEFAULT: (21.0, 0.95, 1.0)}) if r.family == "box"]
    mixed = [r for r in good if r.family != "box"] + worse
    missed = {(bar.text, bar.worst) for bar in quality_bars(Summary(mixed), Summary([])) if not bar.is_met}
    assert ("default: perceptual to the better OpenCV method", "box") in missed


def test_what_was_not_measured_is_not_met() -> None:
    assert not Bar(5, "nothing", float("nan"), high=1.0).is_met
    assert Bar(5, "in the band", 1.0, 0.8, 1.25).is_met
    assert Bar(5, "in the band", 1.0, 0.8, 1.25).limits == "0.8 to 1.25"


def test_what_was_not_measured_is_null_in_the_json(tmp_path: Path) -> None:
    cases = Summary(records(GOOD, shares=("0-20 %",)))
    write_report(Findings({}, {"a set": cases}, bars=list(quality_bars(cases, Summary([])))), tmp_path)
    text = (tmp_path / "report.json").read_text(encoding="utf-8")
    bars = {bar["text"]: bar for bar in json.loads(text, parse_constant=pytest.fail)["bars"]}
    unmeasured = bars["default: perceptual to the best peer, holes of 40-60 %"]
    assert unmeasured["measured"] is None
    assert unmeasured["met"] is False
    assert "nan | NOT MET" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_a_perfect_method_and_a_blurring_one(teacher) -> None:
    truth = synthetic_picture((96, 96), np.random.default_rng(0))
    mask = np.zeros((96, 96), dtype=np.bool_)
    mask[30:70, 30:70] = True
    case = Case("one", "box", truth, mask, Box.whole((96, 96)), 0)
    fillers = {"perfect": lambda case: case.truth, "gray": lambda case: np.full_like(case.truth, 128)}
    shown = []
    found = {r.method: r for r in measure([case], fillers, teacher, lambda *given: shown.append(given))}
    assert set(found) == {"perfect", "gray", TRUTH}
    assert found["perfect"].perceptual == 0
    assert found["perfect"].ssim == pytest.approx(1)
    assert found["perfect"].power_to_truth == found["perfect"].gradient_to_truth == 1
    assert found["gray"].perceptual > 0.1
    assert found["gray"].power_to_truth < 0.2
    assert found["gray"].psnr_db < found["perfect"].psnr_db
    # What a method did outside the hole does not count.
    assert np.array_equal(shown[0][1]["gray"].pixels[~mask], truth[~mask])
    assert len(METHODS) == len(set(METHODS)) == 6
