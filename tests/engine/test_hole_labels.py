"""What of a hole's labels binds the fill: what was chosen, and no more than that."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from engine.crops import HoleCrop, crop_around, working_view
from engine.field import Predictor
from engine.hole_labels import HoleLabeler, LabelPlan
from engine.holes import Hole
from engine.protocol import FillRequest, HoleFill

from .labeled_model import ROAD, SKY, TREE, labeled_model
from .test_labeled_fills import make_request, strokes


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor(labeled_model(), torch.device("cpu"))


def planned(
    predictor: Predictor, request: FillRequest, previous: HoleFill | None = None
) -> tuple[LabelPlan, HoleCrop]:
    crop = crop_around(request, request.mask, Hole.of(request.mask), predictor.working_px)
    view = working_view(crop, predictor.working_px, predictor.stride)
    labeler = HoleLabeler(predictor, request, crop, view, predictor.semantics(view))
    return labeler.plan(previous), crop


def as_fill(plan: LabelPlan, crop: HoleCrop, request: FillRequest) -> HoleFill:
    """A fill by a plan; its pixels are the photo's, which nobody looks at here."""
    part, box = crop.inner.slices, crop.inner.shifted(crop.box.x0, crop.box.y0)
    own = (crop.hole & crop.valid)[part]
    pixels, confidence = request.photo[box.slices], np.ones(own.shape, np.float32)
    labels = plan.within(crop.inner).labels
    return HoleFill(box, pixels, own, crop.valid[part], confidence, labels, plan.name)


@pytest.mark.parametrize("grown", [SKY, ROAD])
def test_an_alternative_binds_what_has_newly_grown_and_not_what_was_guessed_before(
    predictor: Predictor, grown: int
) -> None:
    request = make_request()
    likeliest, crop = planned(predictor, request)
    number = likeliest.labels.alternatives.index(grown)
    plan, _ = planned(predictor, dataclasses.replace(request, alternative=number))

    new = crop.hole & (plan.labels.codes == grown) & (likeliest.labels.codes != grown)
    guessed = crop.hole & (plan.labels.codes == grown) & (likeliest.labels.codes == grown)
    assert guessed.any()
    assert plan.binding[new].mean() > 0.9  # cells are coarser than pixels
    assert plan.binding[guessed].mean() < 0.1
    assert not plan.binding[~crop.hole].any()
    assert not likeliest.binding.any()
    assert plan.told[new].all()
    assert plan.told[guessed].all()


def test_the_painter_is_told_all_of_an_alternatives_label_however_unsure_the_guess() -> None:
    unsure = Predictor(labeled_model(certainty=0.05), torch.device("cpu"))
    request = make_request()
    likeliest, crop = planned(unsure, request)
    grown = next(code for code in likeliest.labels.alternatives if code)
    number = likeliest.labels.alternatives.index(grown)
    plan, _ = planned(unsure, dataclasses.replace(request, alternative=number))

    of_grown = crop.hole & (plan.labels.codes == grown)
    assert not likeliest.told[of_grown].all()
    assert plan.told[of_grown].all()
    assert not plan.binding[of_grown].all()


def test_after_an_edit_the_chosen_alternative_binds_as_before_and_the_stroke_binds_too(
    predictor: Predictor,
) -> None:
    request = make_request()
    number = planned(predictor, request)[0].labels.alternatives.index(ROAD)
    request = dataclasses.replace(request, alternative=number)
    before, crop = planned(predictor, request)
    stroke = strokes(TREE, slice(30, 36), slice(82, 90))
    edited = dataclasses.replace(request, labels=stroke)
    after, _ = planned(predictor, edited, as_fill(before, crop, request))

    told = stroke[crop.box.slices] > 0
    assert after.binding[told].all()
    far = np.ones_like(told)
    far[:, np.flatnonzero(told.any(axis=0))[0] - 16 :] = False
    assert before.binding[far].any()
    assert (after.binding[far] == before.binding[far]).all()


def test_what_is_sure_has_no_steps_of_the_networks_cells() -> None:
    unsure = Predictor(labeled_model(certainty=0.0), torch.device("cpu"))
    rows, columns = np.mgrid[0:90, 0:140]
    stroke = np.where((columns > 20) & (columns < rows + 25), TREE, 0).astype(np.uint8)
    plan, crop = planned(unsure, make_request(labels=stroke))

    ends = [np.flatnonzero(row)[-1] + crop.box.x0 for row in plan.told[20:70]]
    assert ends[-1] - ends[0] > 30
    assert np.abs(np.diff(ends)).max() <= 4  # a cell is nine pixels here
