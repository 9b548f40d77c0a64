"""Fills by label maps: stages, alternatives, what a person says, and what cannot be meant."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch

from engine.api import composite
from engine.model.checkpoint import Checkpoint
from engine.model.inpainter import Inpainter
from engine.model.label_modulation import LabelModulation
from engine.protocol import (
    CancelToken,
    Event,
    Failed,
    FillRequest,
    Finished,
    HoleFill,
    InvalidRequestError,
    LabelsReady,
    PatchesReady,
    Stage,
    StageChanged,
)
from engine.session import Engine

from .labeled_model import ROAD, SKY, TREE, labeled_model
from .model.conftest import TINY

HOLE = (slice(30, 62), slice(40, 90))
FIELD_ONLY = {"detail": 0.0, "grain": 0.0}


def engine_with(model: Inpainter) -> Engine:
    return Engine(Checkpoint(model, "0" * 64, {}), torch.device("cpu"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_with(labeled_model())


@pytest.fixture(scope="module")
def unlabeled() -> Engine:
    torch.manual_seed(0)
    return engine_with(Inpainter(TINY).eval())


def make_request(**changes: object) -> FillRequest:
    rng = np.random.default_rng(3)
    photo = np.full((90, 140, 3), (120, 150, 210)) + rng.integers(0, 12, (90, 140, 3))
    photo[45:] = np.full((45, 140, 3), (90, 80, 70)) + rng.integers(0, 30, (45, 140, 3))
    mask = np.zeros((90, 140), dtype=bool)
    mask[HOLE] = True
    base = FillRequest(id=7, photo=photo.clip(0, 255).astype(np.uint8), mask=mask)
    return dataclasses.replace(base, **changes)


def events_of(engine: Engine, request: FillRequest) -> list[Event]:
    return list(engine.fill(request, CancelToken()))


def fill_of(engine: Engine, **changes: object) -> HoleFill:
    finished = events_of(engine, make_request(**changes))[-1]
    assert isinstance(finished, Finished), finished
    (fill,) = finished.fills
    return fill


def strokes(code: int, rows: slice = slice(32, 44), columns: slice = slice(60, 85)) -> np.ndarray:
    labels = np.zeros((90, 140), np.uint8)
    labels[rows, columns] = code
    return labels


def stages_of(events: list[Event]) -> list[Stage]:
    return [event.stage for event in events if isinstance(event, StageChanged)]


@pytest.mark.parametrize("changes", [{"labels": strokes(TREE)}, {"alternative": 1}, {"alternative": 99}])
def test_labels_that_steer_come_before_what_they_steer(engine: Engine, changes: dict[str, Any]) -> None:
    events = events_of(engine, make_request(**changes))

    assert stages_of(events) == [
        Stage.SEMANTICS,
        Stage.LABELS,
        Stage.FIELD,
        Stage.DETAIL,
        Stage.FINISH,
    ]
    kinds = [type(event) for event in events]
    assert kinds.count(LabelsReady) == 1
    assert kinds.index(LabelsReady) < kinds.index(PatchesReady)


def test_rows_do_not_wait_for_labels_that_are_only_predicted(engine: Engine) -> None:
    far_away = np.zeros((400, 700), np.uint8)
    far_away[350:, 600:] = TREE  # beyond the crop: it says nothing of this hole
    photo = np.tile(make_request().photo, (5, 5, 1))[:400, :700]
    mask = np.zeros((400, 700), bool)
    mask[HOLE] = True
    anywhere = engine_with(labeled_model(is_street=False))
    for asked, request in (
        (anywhere, make_request()),
        (anywhere, make_request(photo=photo, mask=mask, labels=far_away)),
        (engine, make_request()),
    ):
        events = events_of(asked, request)

        assert stages_of(events) == [
            Stage.SEMANTICS,
            Stage.FIELD,
            Stage.LABELS,
            Stage.DETAIL,
            Stage.FINISH,
        ]
        rows = [i for i, event in enumerate(events) if isinstance(event, PatchesReady)]
        (said,) = (i for i, event in enumerate(events) if isinstance(event, LabelsReady))
        stages = [events[i].stage for i in rows]
        assert said > rows[stages.count(Stage.FIELD) - 1]
        assert said < rows[stages.index(Stage.DETAIL)]


def test_without_detail_predicted_labels_come_all_the_same(engine: Engine) -> None:
    *events, finished = events_of(engine, make_request(**FIELD_ONLY))

    assert [type(event) for event in events].count(LabelsReady) == 1
    assert finished.fills[0].labels is not None


def test_the_label_map_shows_the_crop_and_goes_along_with_the_fill(engine: Engine) -> None:
    *events, finished = events_of(engine, make_request())
    (said,) = (event for event in events if isinstance(event, LabelsReady))
    (fill,) = finished.fills

    assert said.labels.codes.shape == (said.box.height, said.box.width)
    assert said.labels.vocabulary == "scene"
    part = fill.box.shifted(-said.box.x0, -said.box.y0).slices
    assert (fill.labels.codes == said.labels.codes[part]).all()
    assert not fill.labels.wanted.any()
    inside = fill.labels.codes[fill.mask].reshape(32, 50)
    assert (inside[:8] == SKY).all()
    assert (inside[-8:] == ROAD).all()


def test_where_the_network_guesses_nothing_labels_go_on_from_around_the_hole() -> None:
    fill = fill_of(engine_with(labeled_model(guesses=False)), **FIELD_ONLY)

    inside = fill.labels.codes[fill.mask].reshape(32, 50)
    assert (inside[:8] == SKY).all()
    assert (inside[-8:] == ROAD).all()


def test_weights_without_labels_fill_as_ever_and_say_nothing_of_labels(unlabeled: Engine) -> None:
    events = events_of(unlabeled, make_request())

    assert not unlabeled.has_labels
    assert not any(isinstance(event, LabelsReady) for event in events)
    assert all(event.stage is not Stage.LABELS for event in events if isinstance(event, StageChanged))
    assert events[-1].fills[0].labels is None


@pytest.mark.parametrize("ask", ["labels", "maps"])
def test_weights_without_labels_say_so_when_asked_for_some(unlabeled: Engine, ask: str) -> None:
    if ask == "labels":
        events = events_of(unlabeled, make_request(labels=strokes(TREE)))
    else:
        events = list(unlabeled.label_maps(make_request(), CancelToken()))

    (failed,) = events
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, InvalidRequestError)
    assert "know no labels" in failed.error.user_message


def test_without_labels_alternatives_are_other_seeds(unlabeled: Engine) -> None:
    other = fill_of(unlabeled, alternative=2)

    assert other.name == "variation 3"
    assert (other.pixels == fill_of(unlabeled, seed=2).pixels).all()
    assert fill_of(unlabeled).name == ""


def test_label_maps_are_those_of_the_fill_and_nothing_is_painted(engine: Engine) -> None:
    events = list(engine.label_maps(make_request(), CancelToken()))

    assert not any(isinstance(event, PatchesReady) for event in events)
    assert events[-1].fills == ()
    (said,) = (event for event in events if isinstance(event, LabelsReady))
    (painted,) = (event for event in events_of(engine, make_request()) if isinstance(event, LabelsReady))
    assert (said.labels.codes == painted.labels.codes).all()
    assert said.labels.alternatives == painted.labels.alternatives


def test_what_a_person_says_is_in_the_map_to_the_pixel_in_the_hole_and_around(engine: Engine) -> None:
    labels = strokes(TREE)
    labels[5:20, 3:9] = ROAD
    (said,) = (e for e in events_of(engine, make_request(labels=labels)) if isinstance(e, LabelsReady))

    asked = labels[said.box.slices]
    assert (said.labels.codes[asked > 0] == asked[asked > 0]).all()
    assert (said.labels.wanted == (asked > 0)).all()


def test_labels_steer_the_field(engine: Engine) -> None:
    plain = fill_of(engine, **FIELD_ONLY)
    guided = fill_of(engine, **FIELD_ONLY, labels=strokes(TREE))

    assert (plain.pixels != guided.pixels)[plain.mask].any()


def test_alternatives_are_named_distinct_and_known_beforehand(engine: Engine) -> None:
    first = fill_of(engine, **FIELD_ONLY)
    count = len(first.labels.alternatives)
    fills = [first, *(fill_of(engine, alternative=number, **FIELD_ONLY) for number in range(1, count))]

    assert count >= 3
    assert [fill.labels.grown for fill in fills] == list(first.labels.alternatives)
    names = [fill.name for fill in fills]
    assert names[0] == ""
    assert {"more sky", "more road"} <= set(names)
    assert len(set(names)) == count
    for number, one in enumerate(fills):
        for other in fills[:number]:
            # Distinct in cells; what is snapped to pixels may lose a little of it.
            assert (one.labels.codes != other.labels.codes)[first.mask].mean() > 0.08


def test_beyond_the_last_label_map_the_likeliest_gets_other_seeds(engine: Engine) -> None:
    first = fill_of(engine)
    count = len(first.labels.alternatives)
    beyond = fill_of(engine, alternative=count)

    assert beyond.name == f"variation {count + 1}"
    assert (beyond.labels.codes == first.labels.codes).all()
    assert (beyond.pixels == fill_of(engine, seed=1).pixels).all()
    assert (beyond.pixels != first.pixels)[first.mask].any()


def test_holes_keep_step_by_number(engine: Engine) -> None:
    photo = np.tile(make_request().photo, (4, 4, 1))
    mask = np.zeros(photo.shape[:2], bool)
    mask[30:60, 30:60] = True
    mask[310:340, 500:530] = True
    events = events_of(engine, FillRequest(id=1, photo=photo, mask=mask, alternative=1, **FIELD_ONLY))

    said = [event for event in events if isinstance(event, LabelsReady)]
    assert [event.hole for event in said] == [0, 1]
    assert [fill.name for fill in events[-1].fills] == [event.name for event in said]
    assert all(fill.name.startswith("more ") for fill in events[-1].fills)


@pytest.mark.parametrize(
    ("is_street", "vocabulary", "expected"),
    [
        (True, "auto", "scene"),
        (False, "auto", "regions"),
        (False, "scene", "scene"),
        (True, "regions", "regions"),
    ],
)
def test_the_vocabulary_is_the_streets_or_the_one_asked_for(
    is_street: bool, vocabulary: str, expected: str
) -> None:
    fill = fill_of(engine_with(labeled_model(is_street)), vocabulary=vocabulary, **FIELD_ONLY)

    assert fill.labels.vocabulary == expected
    assert (fill.labels.codes < 12).all() == (expected == "scene")


def test_known_pixels_stay_whatever_is_said_of_them(engine: Engine) -> None:
    request = make_request(labels=np.full((90, 140), TREE, np.uint8), alternative=1)
    for event in events_of(engine, request):
        if isinstance(event, PatchesReady):
            outside = ~request.mask[event.box.slices]
            assert (event.pixels[outside] == request.photo[event.box.slices][outside]).all()
        elif isinstance(event, Finished):
            result = composite(request.photo, event.fills)
            assert (result[~request.mask] == request.photo[~request.mask]).all()


@pytest.mark.parametrize("alternative", [0, 1])
def test_what_is_kept_of_earlier_holes_changes_no_byte(engine: Engine, alternative: int) -> None:
    changes = {"labels": strokes(TREE), "alternative": alternative}
    fill_of(engine)
    again, fresh = fill_of(engine, **changes), fill_of(engine_with(labeled_model()), **changes)

    assert (again.pixels == fresh.pixels).all()
    assert (again.labels.codes == fresh.labels.codes).all()


def test_features_and_labels_of_a_hole_are_computed_once() -> None:
    model = labeled_model()
    engine = engine_with(model)
    looks: list[int] = []
    model.encoder.register_forward_hook(lambda *_: looks.append(1))

    for number in range(3):
        fill_of(engine, alternative=number, **FIELD_ONLY)
    fill_of(engine, labels=strokes(TREE), **FIELD_ONLY)

    assert len(looks) == 1
    assert model.segmenter.calls == 2


def test_nothing_under_the_mask_shines_through_the_labels(engine: Engine) -> None:
    request = make_request()
    other = request.photo.copy()
    other[request.mask] = 255 - other[request.mask]

    assert (fill_of(engine).labels.codes == fill_of(engine, photo=other).labels.codes).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"labels": np.zeros((9, 14), np.uint8)},
            "The label map is 14 x 9 pixels, but the photo is 140 x 90",
        ),
        ({"labels": np.full((90, 140), 99, np.uint8)}, "the code 99, which no label has"),
        ({"labels": np.zeros((90, 140), bool)}, "8-bit codes"),
        ({"vocabulary": "animals"}, "“animals” is unknown; use auto, scene, regions"),
        ({"alternative": -1}, "must not be negative"),
    ],
)
def test_labels_that_cannot_be_meant_fail_with_a_sentence(
    engine: Engine, changes: dict[str, object], words: str
) -> None:
    (failed,) = events_of(engine, make_request(**changes))

    assert isinstance(failed, Failed)
    assert isinstance(failed.error, InvalidRequestError)
    assert words in failed.error.user_message


def deaf(model: Inpainter) -> Inpainter:
    """The same model with a generator that hears no labels."""
    for modulation in model.generator.under_labels.values():
        assert isinstance(modulation, LabelModulation)
        torch.nn.init.zeros_(modulation.say.weight)
    return model


def changes_the_fill(asked: dict[str, Any], **model: Any) -> bool:
    asked = asked | FIELD_ONLY
    hears, does_not = engine_with(labeled_model(**model)), engine_with(deaf(labeled_model(**model)))
    return bool((fill_of(hears, **asked).pixels != fill_of(does_not, **asked).pixels).any())


@pytest.mark.parametrize("is_street", [True, False])
def test_the_painter_hears_what_is_chosen_and_no_mere_guess(is_street: bool) -> None:
    assert changes_the_fill({"labels": strokes(TREE)}, is_street=is_street)
    assert changes_the_fill({"alternative": 1}, is_street=is_street)
    assert not changes_the_fill({}, is_street=is_street)
    assert not changes_the_fill({"vocabulary": "scene"}, is_street=is_street)


def test_beside_a_chosen_label_the_painter_hears_only_sure_guesses() -> None:
    chosen = {"labels": strokes(TREE)} | FIELD_ONLY

    assert changes_the_fill(chosen, certainty=0.0)
    sure, unsure = (fill_of(engine_with(labeled_model(certainty=c)), **chosen) for c in (1.0, 0.0))
    assert (sure.pixels != unsure.pixels).any()
