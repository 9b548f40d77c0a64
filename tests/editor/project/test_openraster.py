"""OpenRaster files by the specification, and what their layers make together."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.document.saved import capture
from editor.inference.layers import write_layers
from editor.inference.vocabulary import all_styles
from editor.painting.rect import Rect
from editor.project.entries import Recipe
from editor.project.openraster import Layer, write_openraster
from engine.photo.photo import Format, Photo
from tests.editor.document.builders import labels_at, noise
from tests.editor.project.test_round_trip import reference, worked_on


def picture(archive: zipfile.ZipFile, name: str) -> Image.Image:
    return Image.open(BytesIO(archive.read(name)))


def stack_of(archive: zipfile.ZipFile) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read("stack.xml"))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    document = worked_on()
    content = capture(document, reference(document), Recipe())
    original = document.original_pixels
    photo = Photo(Path("noise.png"), original, None, 1, Format.PNG, resolution=(11.811, 11.811))
    return write_layers(content, tmp_path / "work.ora", photo, original, document.pixels)


def test_the_container_is_as_the_specification_asks(written: Path) -> None:
    data = written.read_bytes()
    # Programs look at these very bytes to know the format without reading the zip.
    assert data[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(written) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} <= set(archive.namelist())
        assert archive.testzip() is None
        thumbnail = picture(archive, "Thumbnails/thumbnail.png")
        assert thumbnail.format == "PNG"
        assert max(thumbnail.size) == 256
        merged = picture(archive, "mergedimage.png")
        assert (merged.format, merged.size) == ("PNG", (400, 300))


def test_the_stack_names_every_layer_from_top_to_bottom(written: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        image = stack_of(archive)
        assert (image.tag, image.get("w"), image.get("h"), image.get("xres")) == (
            "image",
            "400",
            "300",
            "300",
        )
        [stack] = list(image)
        layers = list(stack)
        assert [layer.get("name") for layer in layers] == [
            "Mask",
            "Source area",
            "Labels",
            "Mask of Fill 2",
            "Fill 2",
            "Mask of Fill 1",
            "Fill 1",
            "Photo",
        ]
        hidden = {layer.get("name", "") for layer in layers if layer.get("visibility") == "hidden"}
        assert hidden == {"Mask", "Source area", "Labels", "Mask of Fill 1", "Mask of Fill 2"}
        for layer in layers:
            shown = picture(archive, layer.get("src", ""))
            assert int(layer.get("x", "")) + shown.width <= 400
            assert int(layer.get("y", "")) + shown.height <= 300
            assert layer.get("composite-op") == "svg:src-over"


def test_the_labels_are_a_hidden_layer_in_the_colors_of_the_editor(written: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        layers = next(iter(stack_of(archive)))
        [layer] = [layer for layer in layers if layer.get("name") == "Labels"]
        pixels = np.asarray(picture(archive, layer.get("src", "")))
    assert layer.get("visibility") == "hidden"
    assert layer.get("opacity") == "0.50"
    x, y = int(layer.get("x", "")), int(layer.get("y", ""))
    place = Rect(100, 80, 180, 140)
    filled, said = labels_at(place, grown=4).codes, np.full((60, 40), 6, np.uint8)
    colors = {style.code: style.color for style in all_styles()}
    for rect, codes in ((place, filled), (Rect(240, 200, 280, 260), said)):
        shown = pixels[rect.shifted(-x, -y).slices]
        for code in np.unique(codes):
            is_there = codes == code
            assert (shown[is_there, :3] == colors[int(code)]).all()
            assert (shown[is_there, 3] == 255).all()
    # Where nobody has said anything there is nothing.
    assert pixels[0, -1, 3] == 0


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_visible_layers_make_the_photo_with_its_fills(dtype: type, tmp_path: Path) -> None:
    document = worked_on(dtype)
    content = capture(document, reference(document), Recipe())
    original = document.original_pixels
    photo = Photo(Path("noise.png"), original, None, 1, Format.PNG)
    path = write_layers(content, tmp_path / "work.ora", photo, original, document.pixels)
    most = np.iinfo(dtype).max
    made = np.zeros((300, 400, 3))
    with zipfile.ZipFile(path) as archive:
        import cv2

        for layer in reversed(list(next(iter(stack_of(archive))))):
            if layer.get("visibility") != "visible":
                continue
            raw = np.frombuffer(archive.read(layer.get("src", "")), np.uint8)
            decoded = cv2.imdecode(raw, cv2.IMREAD_UNCHANGED)
            assert decoded is not None
            pixels = decoded.astype(float) / most
            x, y = int(layer.get("x", "")), int(layer.get("y", ""))
            under = made[y : y + pixels.shape[0], x : x + pixels.shape[1]]
            alpha = pixels[..., 3:] if pixels.shape[2] == 4 else np.ones((*pixels.shape[:2], 1))
            under[:] = alpha * pixels[..., 2::-1] + (1 - alpha) * under
        merged = np.asarray(picture(archive, "mergedimage.png"))
    assert np.abs(made * most - document.pixels).max() <= 1.5
    assert np.abs(merged.astype(float) - made * 255).max() <= 1.5


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.tuples(st.integers(1, 40), st.integers(1, 700)),
    names=st.lists(
        st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12), min_size=1, max_size=3
    ),
)
def test_any_size_and_any_name_is_written_and_read(
    size: tuple[int, int], names: list[str], tmp_path: Path
) -> None:
    pixels = noise(*size)
    layers = [Layer(name, Rect.whole(size), pixels) for name in names]
    write_openraster(tmp_path / "any.ora", size, layers, pixels)
    with zipfile.ZipFile(tmp_path / "any.ora") as archive:
        found = [layer.get("name") for layer in next(iter(stack_of(archive)))]
        assert found == names[::-1]
        assert np.array_equal(np.asarray(picture(archive, "data/layer0.png")), pixels)
        assert max(picture(archive, "Thumbnails/thumbnail.png").size) <= 256
