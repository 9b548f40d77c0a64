"""`python -m engine.training.discover`: finds the kinds of regions in the training photographs.

Writes the centers, and a sheet for each kind: the places of many photographs that belong to it most, all else
darkened. With `--weights` nothing is sought: the sheets show what a checkpoint tells, which is what people
see. Somebody looks at the sheets and writes the names into `resources/labels/vocabulary.json`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch

from engine.labels.vocabulary import REGION_CODES
from engine.model.checkpoint import load_checkpoint
from engine.model.inpainter import Inpainter
from engine.protocol import EngineError, InvalidRequestError
from engine.training.__main__ import HELD_OUT
from engine.training.data import PhotoShards
from engine.training.perceptual import Teacher, load_teacher
from engine.training.regions import FILE, discover, raw_features, save_regions

_SHEET = (4, 7)
_VIEW_PX = 128
_CROP_PX = 192


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0, or 2 with one sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m engine.training.discover", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of photos-*.tar shards")
    parser.add_argument("--teacher", type=Path, required=True, help="MobileNetV2 weights (safetensors)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for centers and sheets")
    parser.add_argument("--weights", type=Path, help="checkpoint whose labels are shown; no new centers")
    parser.add_argument("--photos", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        shards = PhotoShards([p for p in sorted(options.data.glob("photos-*.tar")) if p.name not in HELD_OUT])
        if options.weights is None:
            _discover(shards, load_teacher(options.teacher), options)
        else:
            _show(shards, load_checkpoint(options.weights).model, options)
    except (EngineError, OSError) as error:
        print(f"lacuna discover: {getattr(error, 'user_message', error)}", file=sys.stderr)
        return 2
    return 0


@torch.inference_mode()
def _discover(shards: PhotoShards, teacher: Teacher, options: argparse.Namespace) -> None:
    torch.set_flush_denormal(True)
    views, features, colors = [], [], []
    for images, small in _batches(shards, options):
        seen, color = raw_features(images, teacher.features(images))
        features.append(seen)
        colors.append(color)
        views += small
    found = discover(torch.cat(features), torch.cat(colors), len(REGION_CODES), options.seed)
    options.output.mkdir(parents=True, exist_ok=True)
    facts = {"photos": str(len(views)), "seed": str(options.seed)}
    save_regions(found, options.output / FILE, facts)
    nearest = [found.shares(f, c).argmax(dim=1) for f, c in zip(features, colors, strict=True)]
    _sheets(torch.cat(nearest), views, options.output)


@torch.inference_mode()
def _show(shards: PhotoShards, model: Inpainter, options: argparse.Namespace) -> None:
    """Sheets of the kinds that a model tells, seeing no hole."""
    segmenter = model.segmenter
    if segmenter is None:
        raise InvalidRequestError(f"The weights {options.weights} know no labels.")
    torch.set_flush_denormal(True)
    views, told = [], []
    for images, small in _batches(shards, options):
        nothing = torch.zeros_like(images[:, :1])
        semantics = model.semantics(images, nothing)
        told.append(segmenter(images, nothing, semantics, nothing[:, 0].long()).regions.argmax(dim=1))
        views += small
    options.output.mkdir(parents=True, exist_ok=True)
    _sheets(torch.cat(told), views, options.output)


def _batches(
    shards: PhotoShards, options: argparse.Namespace
) -> Iterator[tuple[torch.Tensor, list[np.ndarray]]]:
    """Chosen photographs for a network, (B, 3, S, S) in 0..1, and for sheets."""
    chosen = np.random.default_rng(options.seed).permutation(len(shards))[: options.photos]
    for start in range(0, len(chosen), 32):
        batch = [_view(shards, int(i), _CROP_PX) for i in chosen[start : start + 32]]
        images = torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2)
        yield images, [cv2.resize((v * 255).astype(np.uint8), (_VIEW_PX, _VIEW_PX)) for v in batch]


def _view(shards: PhotoShards, index: int, side: int) -> np.ndarray:
    """The middle square of a photograph, (side, side, 3) float32 in 0..1."""
    photo = shards.photo(index)
    least = min(photo.shape[:2])
    y, x = (photo.shape[0] - least) // 2, (photo.shape[1] - least) // 2
    square = photo[y : y + least, x : x + least]
    return cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def _sheets(nearest: torch.Tensor, views: list[np.ndarray], folder: Path) -> None:
    """For each kind the photographs with most of it, what is not of the kind darkened."""
    rows, columns = _SHEET
    for kind in range(len(REGION_CODES)):
        count = (nearest == kind).flatten(1).sum(dim=1)
        most = count.argsort(descending=True)[: 3 * rows * columns : 3]
        cells = []
        for index in most[count[most] > 0].tolist():
            where = (nearest[index] == kind).numpy().astype(np.float32)
            where = cv2.resize(where, (_VIEW_PX, _VIEW_PX), interpolation=cv2.INTER_NEAREST)
            cells.append((views[index] * (0.25 + 0.75 * where[..., None])).astype(np.uint8))
        # Rare kinds fill no sheet.
        cells += [np.zeros((_VIEW_PX, _VIEW_PX, 3), np.uint8)] * (rows * columns - len(cells))
        sheet = np.concatenate(
            [np.concatenate(cells[r * columns : (r + 1) * columns], axis=1) for r in range(rows)]
        )
        cv2.imwrite(str(folder / f"kind-{kind + 1:02d}.png"), sheet[..., ::-1])


if __name__ == "__main__":
    sys.exit(main())
