"""Where labels occur: shares of hole and surroundings, and a place in the photo that shows each."""

from __future__ import annotations

import numpy as np

from editor.document.document import Document
from editor.document.label_map import LabelMap
from editor.document.label_places import places
from editor.painting.rect import Rect
from tests.editor.document.builders import open_document

SKY, ROAD, TREE = 1, 4, 6


def document_with(codes: np.ndarray, hole: Rect) -> Document:
    document = open_document(*codes.shape)
    mask = np.zeros(codes.shape, np.uint8)
    mask[hole.slices] = 255
    document.set_mask(mask)
    document.labels.put_map(LabelMap(document.bounds, codes))
    return document


def test_shares_are_of_the_hole_and_of_what_surrounds_it(qtbot) -> None:
    codes = np.full((300, 400), SKY, np.uint8)
    codes[:, 200:] = ROAD
    document = document_with(codes, Rect(160, 100, 240, 180))
    document.labels.put(Rect(160, 100, 200, 120), np.full((20, 40), TREE, np.uint8), "said")
    found = {place.code: place for place in places(document.labels, 1.5)}
    assert set(found) == {SKY, ROAD, TREE}
    assert abs(found[TREE].in_hole - 20 * 40 / 80**2) < 0.01
    assert found[TREE].around == 0
    assert found[TREE].seen is None
    assert abs(found[SKY].around - 0.5) < 0.01
    assert abs(sum(place.in_hole for place in found.values()) - 1) < 1e-9
    assert abs(sum(place.around for place in found.values()) - 1) < 1e-9


def test_a_label_is_seen_where_there_is_nothing_else_and_no_hole(qtbot) -> None:
    codes = np.full((600, 800), SKY, np.uint8)
    codes[400:, 500:] = ROAD
    document = document_with(codes, Rect(20, 20, 300, 560))
    seen = {place.code: place.seen for place in places(document.labels, 1.0)}
    for code, rect in seen.items():
        assert rect is not None
        middle = rect.grown(-rect.width // 4)
        assert (codes[middle.slices] == code).all()
        assert not document.mask[middle.slices].any()


def test_the_most_frequent_comes_first_and_nothing_known_is_nothing(qtbot) -> None:
    codes = np.full((300, 400), SKY, np.uint8)
    codes[:30] = ROAD
    assert [place.code for place in places(document_with(codes, Rect(9, 50, 99, 99)).labels, 1)] == [
        SKY,
        ROAD,
    ]
    assert places(open_document().labels, 1) == []
