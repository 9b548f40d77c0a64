"""Labelled street scenes (CamVid), and batches in which they stand beside photographs that nobody labelled.

Source of the pictures and classes: Brostow et al. 2008.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path, PurePosixPath

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from engine.labels.vocabulary import SCENE_CODES, UNKNOWN
from engine.protocol import PhotoError
from engine.training.augmentation import Photo, random_labelled_crop
from engine.training.data import Batch, Batches, PhotoShards
from engine.training.masks import draw_training_mask

FILE = "camvid.tar"
Codes = npt.NDArray[np.uint8]


class StreetScenes:
    """One split of the labelled street scenes, kept encoded in memory.

    Attributes:
        names: Of the photographs, without suffix, in order.
    """

    def __init__(self, path: Path, split: str) -> None:
        """Reads a tar file with `SPLIT/photo/NAME.webp` and `SPLIT/label/NAME.png`.

        Args:
            path: The file.
            split: "train", "val" or "test".

        Raises:
            PhotoError: The file is missing, damaged, or has no such pairs.
        """
        found: dict[tuple[str, str], bytes] = {}
        try:
            with tarfile.open(path) as archive:
                for member in archive:
                    place = PurePosixPath(member.name)
                    if member.isfile() and place.parts[0] == split:
                        stream = archive.extractfile(member)
                        found[place.parts[1], place.stem] = stream.read() if stream else b""
        except FileNotFoundError:
            raise PhotoError(f"The labelled scenes {path} do not exist.") from None
        except (OSError, tarfile.TarError) as error:
            raise PhotoError(f"The labelled scenes {path} cannot be read: {error}.") from error
        self.names = sorted(name for kind, name in found if kind == "label" and ("photo", name) in found)
        if not self.names:
            raise PhotoError(f"There are no labelled scenes for “{split}” in {path}.")
        self._found = found

    def __len__(self) -> int:
        return len(self.names)

    def class_shares(self) -> npt.NDArray[np.float64]:
        """(11,) share of each scene class in what is labelled, all scenes together."""
        counts = np.zeros(256, np.int64)
        for index in range(len(self)):
            counts += np.bincount(self.scene(index)[1].ravel(), minlength=256)
        of_classes = counts[list(SCENE_CODES)]
        return of_classes / max(1, of_classes.sum())

    def scene(self, index: int) -> tuple[Photo, Codes]:
        """A photograph (H, W, 3) uint8 RGB and its label map (H, W); what nobody labelled is unknown."""
        name = self.names[index]
        data = np.frombuffer(self._found["photo", name], dtype=np.uint8)
        photo = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB)
        if photo is None:
            raise PhotoError(f"The photograph {name} among the labelled scenes is damaged.")
        with Image.open(io.BytesIO(self._found["label", name])) as picture:
            classes = np.asarray(picture, dtype=np.uint8)
        table = np.full(256, UNKNOWN, np.uint8)
        table[: len(SCENE_CODES)] = SCENE_CODES
        return np.asarray(photo, np.uint8), table[classes]


class LabelledBatches(Batches):
    """Batches whose last pictures are street scenes with their labels; the others' labels are unknown."""

    def __init__(
        self,
        shards: PhotoShards,
        scenes: StreetScenes,
        size: int,
        batch: int,
        seed: int,
        street_share: float = 0.5,
        magnify: float = 1.0,
    ) -> None:
        """Prepares the stream; see `Batches`.

        Args:
            shards: Photographs.
            scenes: Labelled street scenes; drawn by chance.
            size: Side of the crops in pixels.
            batch: Pictures in a batch, both kinds together.
            seed: Seed of the whole stream.
            street_share: Of the pictures in a batch.
            magnify: Of the photographs; street scenes come at one size.
        """
        self._street_count = round(batch * street_share)
        super().__init__(shards, size, batch - self._street_count, seed, magnify=magnify)
        self._scenes = scenes

    def batch_at(self, step: int) -> Batch:
        photos = super().batch_at(step)
        rng = np.random.default_rng((self._seed, step, 3))
        size, count = self._size, self._street_count
        images = np.empty((count, size, size, 3), dtype=np.float32)
        masks = np.empty((count, 1, size, size), dtype=np.float32)
        labels = np.zeros((photos.images.shape[0] + count, size, size), dtype=np.uint8)
        for i in range(count):
            photo, codes = self._scenes.scene(int(rng.integers(len(self._scenes))))
            images[i], labels[i - count] = random_labelled_crop(photo, codes, size, rng)
            masks[i, 0] = draw_training_mask((size, size), rng)
        pictures = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()
        is_street = torch.arange(len(labels)) >= photos.images.shape[0]
        closer, has_closer = photos.closer, photos.has_closer
        if closer is not None and has_closer is not None:
            black = closer.new_zeros(count, *closer.shape[1:])
            closer = torch.cat([closer, black])
            has_closer = torch.cat([has_closer, torch.zeros(count, dtype=torch.bool)])
        return Batch(
            torch.cat([photos.images, pictures]),
            torch.cat([photos.masks, torch.from_numpy(masks)]),
            closer,
            has_closer,
            torch.from_numpy(labels),
            is_street,
        )
