"""Label maps on disk: what is written is read, and what cannot be meant is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from engine.labels.files import read_labels, write_labels
from engine.labels.vocabulary import CODES, label_of, labels_by_code
from engine.protocol import EngineError, InvalidRequestError

SIZE = (7, 9)


def codes(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, CODES, SIZE).astype(np.uint8)


@settings(max_examples=25)
@given(
    arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2), elements=st.integers(0, CODES - 1))
)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, written: np.ndarray) -> None:
    path = tmp_path_factory.mktemp("labels") / "labels.png"
    write_labels(path, written)
    size = (written.shape[0], written.shape[1])
    assert (read_labels(path, size) == written).all()


def test_a_map_is_an_indexed_picture_in_the_labels_colors(tmp_path: Path) -> None:
    path = tmp_path / "labels.png"
    write_labels(path, codes())
    with Image.open(path) as picture:
        assert picture.mode == "P"
        assert (np.asarray(picture) == codes()).all()
        seen = np.asarray(picture.convert("RGB"))
    for code in np.unique(codes()):
        color = label_of(int(code)).color if code else (0, 0, 0)
        assert (seen[codes() == code] == color).all()


def test_labels_can_be_told_apart_by_their_colors() -> None:
    colors = {label.color for label in labels_by_code().values()}
    assert len(colors) == len(labels_by_code())
    assert (0, 0, 0) not in colors


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_pictures_in_the_labels_colors_are_read(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "labels.png"
    write_labels(path, codes())
    with Image.open(path) as picture:
        other = picture.convert(mode)
    if mode == "RGBA":
        # A paint program writes anything where nothing is seen.
        clear = np.asarray(other).copy()
        clear[0, :] = (1, 2, 3, 0)
        other = Image.fromarray(clear)
    other.save(path)
    expected = codes()
    expected[0, :] = 0 if mode == "RGBA" else expected[0, :]
    assert (read_labels(path, SIZE) == expected).all()


def test_gray_levels_are_codes(tmp_path: Path) -> None:
    Image.fromarray(codes()).save(tmp_path / "gray.png")
    assert (read_labels(tmp_path / "gray.png", SIZE) == codes()).all()


def test_a_palette_in_another_order_is_read_by_its_colors(tmp_path: Path) -> None:
    sky, tree = label_of(1), label_of(6)
    picture = Image.fromarray(np.array([[0, 1], [1, 0]], np.uint8))
    picture.putpalette([*tree.color, *sky.color])
    picture.save(tmp_path / "other.png")
    assert read_labels(tmp_path / "other.png", (2, 2)).tolist() == [[6, 1], [1, 6]]


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (np.full((*SIZE, 3), 77, np.uint8), "the color 77, 77, 77, which is no label's"),
        (np.full(SIZE, CODES, np.uint8), f"the code {CODES}, which no label has"),
        (np.zeros((5, 4), np.uint8), "The label map is 4 x 5 pixels and the photo 9 x 7"),
    ],
)
def test_maps_that_cannot_be_meant_are_refused(tmp_path: Path, picture: np.ndarray, words: str) -> None:
    Image.fromarray(picture).save(tmp_path / "bad.png")
    with pytest.raises(InvalidRequestError, match=words):
        read_labels(tmp_path / "bad.png", SIZE)


def test_files_that_cannot_be_read_or_written_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(EngineError, match="not an image"):
        read_labels(tmp_path / "text.png", SIZE)
    with pytest.raises(EngineError, match="written as PNG"):
        write_labels(tmp_path / "labels.jpg", codes())
    with pytest.raises(EngineError, match="no folder"):
        write_labels(tmp_path / "none" / "labels.png", codes())
    assert [path.name for path in tmp_path.iterdir()] == ["text.png"]
