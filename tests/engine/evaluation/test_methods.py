"""Other methods answer the very question that the engine is asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from engine.crops import CONTEXT, crop_around
from engine.detail import DetailLevel, DetailTask
from engine.evaluation.cases import Case
from engine.evaluation.methods import UNGUIDED, fillers
from engine.holes import separate_holes
from engine.protocol import FillRequest
from engine.regions import Box
from tests.engine.evaluation.fake_engine import FakeEngine


@pytest.mark.parametrize("working_px", [128, 256, 512])
def test_exemplars_without_guidance_see_the_crops_that_the_engine_sees(
    working_px: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = np.zeros((700, 900, 3), np.uint8)
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[300:320, 300:340] = mask[330:340, 520:530] = True
    seen: list[DetailTask] = []

    def remembered(task: DetailTask) -> Iterator[DetailLevel]:
        seen.append(task)
        yield from ()

    monkeypatch.setattr("engine.evaluation.methods.synthesize_unguided", remembered)
    fillers(FakeEngine(), working_px)[UNGUIDED](Case("a", "box", photo, mask, Box.whole(mask.shape), 0))

    request = FillRequest(0, photo, mask)
    crops = [
        crop_around(request, mask, hole, working_px) for hole in separate_holes(mask, CONTEXT, working_px)
    ]
    assert [task.photo.shape for task in seen] == [crop.photo.shape for crop in crops]
    assert len(crops) == (1 if working_px == 512 else 2)
