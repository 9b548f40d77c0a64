"""Wire cases: what is drawn is found again, what is missing is not."""

from __future__ import annotations

import io
import tarfile

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.evaluation.wires import WireCase, share_continued, wire_cases
from engine.training.data import PhotoShards


@pytest.fixture(scope="module")
def wires(tmp_path_factory: pytest.TempPathFactory) -> list[WireCase]:
    shard = tmp_path_factory.mktemp("wires") / "photos.tar"
    with tarfile.open(shard, "w") as tar:
        for number, seed in enumerate((1, 2, 3)):
            noise = np.random.default_rng(seed).random((288, 300, 3), dtype=np.float32)
            photo = 0.25 + 0.25 * number + 0.6 * (cv2.GaussianBlur(noise, (0, 0), 2) - 0.5)
            stream = io.BytesIO()
            Image.fromarray((np.clip(photo, 0, 1) * 255).astype(np.uint8)).save(stream, "PNG")
            member = tarfile.TarInfo(f"{number}.png")
            member.size = stream.tell()
            stream.seek(0)
            tar.addfile(member, stream)
    return list(wire_cases(PhotoShards([shard]), 4, 12))


def test_every_wire_crosses_its_hole_from_edge_to_edge(wires: list[WireCase]) -> None:
    for wire in wires:
        mask = wire.case.mask
        x, y = np.rint(wire.points).astype(int).T
        assert mask[y, x].all()
        chord = np.hypot(*(wire.points[-1] - wire.points[0]))
        assert chord > 0.9 * np.sqrt(mask.sum()) - 8
        assert np.hypot(*wire.normal.T) == pytest.approx(1)


def test_the_drawn_wire_is_whole_and_an_empty_hole_has_none(wires: list[WireCase]) -> None:
    whole = [share_continued(wire.case.photo, wire) for wire in wires]
    assert min(whole) > 0.97
    for wire in wires:
        eight_bit = wire.case.mask.astype(np.uint8)
        empty = cv2.inpaint(
            wire.case.photo, cv2.dilate(eight_bit, np.ones((9, 9), np.uint8)), 3, cv2.INPAINT_NS
        )
        assert share_continued(empty, wire) < 0.3


def test_half_a_wire_counts_half(wires: list[WireCase]) -> None:
    for wire in wires:
        middle = float(np.median(wire.points[:, 0]))
        half = wire.case.photo.copy()
        gone = wire.case.mask & (np.arange(half.shape[1]) > middle)[None]
        half[gone] = half[wire.case.mask].mean(axis=0).astype(np.uint8)
        assert share_continued(half, wire) == pytest.approx(0.5, abs=0.15)
