"""Crops out of the holes, as vectors of the teacher: what the kernel distance compares."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from engine.evaluation.cases import Case, Photo
from engine.evaluation.kid import Features, KernelDistance, kernel_distance
from engine.evaluation.measure import TRUTH, as_tensor
from engine.evaluation.methods import Answer
from engine.training.perceptual import Teacher

CROP_PX = 96


class CropFeatures:
    """Collects the features of crops around random hole pixels, for the truth and every method."""

    def __init__(self, teacher: Teacher, crops_each: int, seed: int) -> None:
        """Prepares an empty collection.

        Args:
            teacher: Gives the features.
            crops_each: Crops per case; they may overlap.
            seed: Of their places.
        """
        self._teacher = teacher
        self._crops_each = crops_each
        self._rng = np.random.default_rng((seed, 2))
        self._features: dict[str, list[Features]] = {}

    def add(self, case: Case, answers: Mapping[str, Answer]) -> None:
        """Takes the same crops out of the truth and of every answer."""
        rows, columns = np.nonzero(case.hole)
        chosen = self._rng.integers(len(rows), size=self._crops_each)
        corners = [self._corner(case, int(rows[i]), int(columns[i])) for i in chosen]
        pictures = {TRUTH: case.truth, **{name: given.pixels for name, given in answers.items()}}
        for name, picture in pictures.items():
            self._features.setdefault(name, []).append(self._vectors(picture, corners))

    def distances(self) -> dict[str, KernelDistance]:
        """The kernel distance of every method's crops to the truth's; empty where nothing was collected."""
        if not self._features:
            return {}
        truth = np.concatenate(self._features[TRUTH])
        return {
            name: kernel_distance(np.concatenate(vectors), truth)
            for name, vectors in self._features.items()
            if name != TRUTH
        }

    def _corner(self, case: Case, row: int, column: int) -> tuple[int, int]:
        height, width = case.hole.shape
        y = min(max(0, row - CROP_PX // 2), max(0, height - CROP_PX))
        x = min(max(0, column - CROP_PX // 2), max(0, width - CROP_PX))
        return y, x

    def _vectors(self, picture: Photo, corners: list[tuple[int, int]]) -> Features:
        crops = [as_tensor(picture[y : y + CROP_PX, x : x + CROP_PX]) for y, x in corners]
        with torch.no_grad():
            return self._teacher.pooled(torch.cat(crops)).numpy()
