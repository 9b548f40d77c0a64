"""Asks every method every question and measures the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import torch

from engine.evaluation.cases import Case, Photo, share_class
from engine.evaluation.methods import Answer, Filler, answer
from engine.evaluation.metrics import border_step, hole_psnr, hole_ssim
from engine.evaluation.texture import gradient_strength, high_power, inside, surroundings
from engine.training.perceptual import Teacher, feature_distance

# Name of the truth among the methods where its own figures stand as the yardstick.
TRUTH = "truth"


@dataclass(frozen=True)
class Record:
    """The figures of one method on one case.

    Attributes:
        photo, family, share_class, method: What was asked, and who answered.
        share: Share of the window that was hole.
        psnr_db: Inside the hole; so are all others but the border step.
        ssim: 1 is equal.
        perceptual: Distance to the truth on the teacher's features; 0 is equal.
        power_to_surroundings: High-frequency power, as a ratio to that around the hole.
        power_to_truth: The same, to the truth's inside the hole.
        gradient_to_truth: Mean gradient, as a ratio to the truth's.
        border_step: How much more the border jumps than the truth's, in 1/255.
        seconds: Wall time.
        peak_mb: Memory taken meanwhile.
    """

    photo: str
    family: str
    share_class: str
    share: float
    method: str
    psnr_db: float
    ssim: float
    perceptual: float
    power_to_surroundings: float
    power_to_truth: float
    gradient_to_truth: float
    border_step: float
    seconds: float
    peak_mb: float

    def as_dict(self) -> dict[str, str | float]:
        return asdict(self)


def measure(
    cases: Iterable[Case],
    fillers: Mapping[str, Filler],
    teacher: Teacher,
    on_case: Callable[[Case, Mapping[str, Answer]], None] = lambda case, answers: None,
) -> list[Record]:
    """Runs all methods on all cases.

    Args:
        cases: The questions.
        fillers: The methods by name.
        teacher: For the perceptual distance.
        on_case: Is shown every case with its answers, for sheets and progress.

    Returns:
        A record for every case and method, and one for the truth itself.
    """
    records: list[Record] = []
    for case in cases:
        answers = {name: answer(filler, case) for name, filler in fillers.items()}
        records += _records(case, {**answers, TRUTH: Answer(case.truth, 0.0, 0.0)}, teacher)
        on_case(case, answers)
    return records


def _records(case: Case, answers: Mapping[str, Answer], teacher: Teacher) -> list[Record]:
    distances = _distances(case, [a.pixels for a in answers.values()], teacher)
    inner, around = inside(case.hole), surroundings(case.hole)
    truth_power = high_power(case.truth, inner)
    around_power = high_power(case.truth, around)
    truth_gradient = gradient_strength(case.truth, case.hole)
    records = []
    for (name, given), distance in zip(answers.items(), distances, strict=True):
        power = high_power(given.pixels, inner)
        records.append(
            Record(
                photo=case.name,
                family=case.family,
                share_class=share_class(case.share),
                share=case.share,
                method=name,
                psnr_db=hole_psnr(given.pixels, case.truth, case.hole),
                ssim=hole_ssim(given.pixels, case.truth, case.hole),
                perceptual=distance,
                power_to_surroundings=power / around_power,
                power_to_truth=power / truth_power,
                gradient_to_truth=gradient_strength(given.pixels, case.hole) / truth_gradient,
                border_step=border_step(given.pixels, case.truth, case.hole),
                seconds=given.seconds,
                peak_mb=given.peak_mb,
            )
        )
    return records


def _distances(case: Case, pictures: list[Photo], teacher: Teacher) -> list[float]:
    """Perceptual distances of some pictures to the case's truth, one by one: memory stays small."""
    mask = torch.from_numpy(case.hole.astype(np.float32))[None, None]
    with torch.no_grad():
        truth = teacher.features(as_tensor(case.truth))
        return [
            feature_distance(teacher.features(as_tensor(picture)), truth, mask).item() for picture in pictures
        ]


def as_tensor(picture: Photo) -> torch.Tensor:
    """(H, W, 3) uint8 to (1, 3, H, W) float32 in 0..1."""
    return torch.from_numpy(picture.astype(np.float32) / 255).permute(2, 0, 1)[None]
