"""Training pictures: photographs out of .tar shards, cropped and augmented, with holes, as seeded batches.

The shards stay as they are: their encoded members (about 20 kB each) are kept in memory and decoded when a
batch asks for them, so that nothing is unpacked to disk and 8000 photos cost 160 MB.
"""

from __future__ import annotations

import io
import queue
import tarfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from engine.protocol import InvalidRequestError, PhotoError
from engine.training.masks import draw_training_mask

Photo = npt.NDArray[np.uint8]

# Nearest and farthest view of the augmentation, relative to each other: 1.3 against 0.7.
ZOOM_RANGE = 1.3 / 0.7
_PICTURES = (".webp", ".png", ".jpg", ".jpeg")


class PhotoShards:
    """The photographs of some .tar shards, kept encoded in memory.

    Attributes:
        names: Member names, in the shards' order.
        sizes: (height, width) of each photograph, from its header.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Reads the shards once.

        Args:
            paths: Shards; members that are no pictures are passed over.

        Raises:
            PhotoError: A shard is missing, no tar file, or holds no readable picture.
        """
        self.names: list[str] = []
        self.sizes: list[tuple[int, int]] = []
        self._encoded: list[bytes] = []
        for path in paths:
            self._read(path)
        if not self.names:
            raise PhotoError("There are no photographs in the given shards.")

    def _read(self, path: Path) -> None:
        try:
            with tarfile.open(path) as shard:
                for member in shard:
                    if not member.isfile() or not member.name.lower().endswith(_PICTURES):
                        continue
                    stream = shard.extractfile(member)
                    data = stream.read() if stream is not None else b""
                    with Image.open(io.BytesIO(data)) as header:
                        width, height = header.size
                    self.names.append(member.name)
                    self.sizes.append((height, width))
                    self._encoded.append(data)
        except FileNotFoundError:
            raise PhotoError(f"The shard {path} does not exist.") from None
        except (OSError, tarfile.TarError) as error:
            raise PhotoError(f"The shard {path} cannot be read: {error}.") from error

    def __len__(self) -> int:
        return len(self.names)

    def photo(self, index: int) -> Photo:
        """Decodes one photograph: (H, W, 3) uint8 RGB, sRGB-encoded.

        Raises:
            PhotoError: The member is damaged.
        """
        data = np.frombuffer(self._encoded[index], dtype=np.uint8)
        pixels = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB)
        if pixels is None:
            raise PhotoError(f"The photograph {self.names[index]} in the shards is damaged.")
        return np.asarray(pixels, dtype=np.uint8)

    def at_least(self, short_px: int) -> npt.NDArray[np.int64]:
        """Indices of the photographs whose short side has at least `short_px` pixels."""
        return np.array([i for i, size in enumerate(self.sizes) if min(size) >= short_px], dtype=np.int64)


def random_crop(photo: Photo, size: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """A square crop at a random scale and place, perhaps mirrored, its colors a little changed.

    The scale runs from "the short side just fits" to `ZOOM_RANGE` nearer, never beyond the photo's own
    pixels: nothing is upsampled.

    Args:
        photo: (H, W, 3) uint8, both sides at least `size`.
        size: Side of the crop in pixels.
        rng: Source of chance.

    Returns:
        (size, size, 3) float32 in 0..1.
    """
    height, width = photo.shape[:2]
    fit = size / min(height, width)
    scale = float(np.exp(rng.uniform(np.log(fit), np.log(min(1.0, fit * ZOOM_RANGE)))))
    side = min(round(size / scale), height, width)
    y, x = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
    crop: Photo = photo[y : y + side, x : x + side]
    if side != size:
        crop = np.asarray(cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if rng.random() < 0.5:
        crop = crop[:, ::-1]
    return _with_other_colors(crop, rng)


def _with_other_colors(crop: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Mild changes of gamma, channel gains and saturation, as between cameras and hours of the day."""
    gamma = np.exp(rng.normal(0.0, 0.12))
    gains = np.exp(rng.normal(0.0, 0.06) + rng.normal(0.0, 0.025, 3))
    saturation = rng.uniform(0.75, 1.2)
    levels = np.linspace(0.0, 1.0, 256)[:, None] ** gamma * gains
    table = levels.astype(np.float32)[None]
    colors = np.asarray(cv2.LUT(np.ascontiguousarray(crop), table), dtype=np.float32)
    gray = colors @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    colors = gray[..., None] + np.float32(saturation) * (colors - gray[..., None])
    return np.clip(colors, 0.0, 1.0, dtype=np.float32)


class Batch(NamedTuple):
    """One training batch.

    Attributes:
        images: (B, 3, S, S) float32 in 0..1, sRGB-encoded.
        masks: (B, 1, S, S) float32, 1 = hole.
    """

    images: torch.Tensor
    masks: torch.Tensor


class Batches:
    """An endless stream of batches; batch n is a function of shards, size, batch, seed and n alone.

    So a run that stops after step n and one that never stopped see the same pictures. Every photograph
    is seen once before any is seen twice.
    """

    def __init__(
        self, shards: PhotoShards, size: int, batch: int, seed: int, start_step: int = 0, prefetch: int = 3
    ) -> None:
        """Prepares the stream.

        Args:
            shards: The photographs; those smaller than `size` are left out.
            size: Side of the crops in pixels.
            batch: Pictures in a batch.
            seed: Seed of the whole stream.
            start_step: Number of the first batch to come.
            prefetch: Batches that the background thread prepares ahead.

        Raises:
            InvalidRequestError: No photograph is as large as `size`.
        """
        self._shards, self._size, self._batch, self._seed = shards, size, batch, seed
        self._start_step, self._prefetch = start_step, prefetch
        self._pool = shards.at_least(size)
        self._epoch: tuple[int, npt.NDArray[np.int64]] | None = None
        self._closed = threading.Event()
        if len(self._pool) == 0:
            raise InvalidRequestError(f"No photograph in the shards is {size} pixels large.")

    def batch_at(self, step: int) -> Batch:
        """The batch of number `step`, computed now, on the calling thread."""
        rng = np.random.default_rng((self._seed, step))
        images = np.empty((self._batch, self._size, self._size, 3), dtype=np.float32)
        masks = np.empty((self._batch, 1, self._size, self._size), dtype=np.float32)
        for i in range(self._batch):
            photo = self._shards.photo(self._index(step * self._batch + i))
            images[i] = random_crop(photo, self._size, rng)
            masks[i, 0] = draw_training_mask((self._size, self._size), rng)
        # Contiguous NCHW: one copy here, on the background thread, not in the training step.
        return Batch(torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(), torch.from_numpy(masks))

    def _index(self, position: int) -> int:
        epoch, place = divmod(position, len(self._pool))
        cached = self._epoch
        if cached is None or cached[0] != epoch:
            cached = (epoch, np.random.default_rng((self._seed, epoch, 1)).permutation(self._pool))
            self._epoch = cached
        return int(cached[1][place])

    def __iter__(self) -> Iterator[Batch]:
        """Batches from `start_step` on, prepared ahead by one thread that ends with `close`.

        Raises:
            PhotoError: A photograph turned out to be damaged.
        """
        ahead: queue.Queue[Batch | Exception] = queue.Queue(self._prefetch)
        self._closed.clear()
        threading.Thread(target=self._prepare, args=(ahead,), name="batches", daemon=True).start()
        try:
            while True:
                item = ahead.get()
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.close()

    def close(self) -> None:
        """Ends the background thread; harmless where none runs."""
        self._closed.set()

    def _prepare(self, ahead: queue.Queue[Batch | Exception]) -> None:
        step = self._start_step
        try:
            while not self._closed.is_set():
                self._put(ahead, self.batch_at(step))
                step += 1
        except Exception as error:  # handed to the iterating thread, which raises it
            self._put(ahead, error)

    def _put(self, ahead: queue.Queue[Batch | Exception], item: Batch | Exception) -> None:
        while not self._closed.is_set():
            try:
                return ahead.put(item, timeout=0.1)
            except queue.Full:
                continue
