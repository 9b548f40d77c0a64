"""Training pictures: photographs out of .tar shards, cropped and augmented, with holes, as seeded batches.

The shards stay as they are: their encoded members (about 20 kB each) are kept in memory and decoded when a
batch asks for them, so that nothing is unpacked to disk and 8000 photos cost 160 MB.
"""

from __future__ import annotations

import io
import itertools
import tarfile
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from engine.protocol import InvalidRequestError, PhotoError
from engine.training.augmentation import Photo, random_crop, random_crop_at_two_sizes
from engine.training.masks import draw_training_mask

_PICTURES = (".webp", ".png", ".jpg", ".jpeg")
# Batches that lie ready beyond those that are being made.
_AHEAD = 2


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


class Batch(NamedTuple):
    """One training batch.

    Attributes:
        images: (B, 3, S, S) float32 in 0..1, sRGB-encoded.
        masks: (B, 1, S, S) float32, 1 = hole.
        closer: (B, 3, L, L), the same crops with more pixels, L >= S; None where none were asked for.
        has_closer: (B,) bool, which photographs have that many pixels; the others' `closer` is black.
        labels: (B, S, S) uint8 codes as somebody drew them; unknown in pictures that nobody labelled. None
            where no labels were asked for.
        is_street: (B,) bool, which pictures are labelled street scenes.
        features: What the teacher sees of the photographs, from the finest stride, without gradients; None
            until a task has asked it.
    """

    images: torch.Tensor
    masks: torch.Tensor
    closer: torch.Tensor | None = None
    has_closer: torch.Tensor | None = None
    labels: torch.Tensor | None = None
    is_street: torch.Tensor | None = None
    features: tuple[torch.Tensor, ...] | None = None

    def to(self, device: torch.device) -> Batch:
        """The batch on a device, pictures with their channels last."""
        last = torch.channels_last
        return Batch(
            self.images.to(device, memory_format=last),
            self.masks.to(device),
            None if self.closer is None else self.closer.to(device, memory_format=last),
            None if self.has_closer is None else self.has_closer.to(device),
            None if self.labels is None else self.labels.to(device),
            None if self.is_street is None else self.is_street.to(device),
        )


class Batches:
    """An endless stream of batches; batch n is a function of shards, size, batch, seed and n alone.

    So a run that stops after step n and one that never stopped see the same pictures. Every photograph
    is seen once before any is seen twice.
    """

    def __init__(
        self,
        shards: PhotoShards,
        size: int,
        batch: int,
        seed: int,
        magnify: float = 1.0,
    ) -> None:
        """Prepares the stream.

        Args:
            shards: The photographs; those smaller than `size` are left out.
            size: Side of the crops in pixels.
            batch: Pictures in a batch.
            seed: Seed of the whole stream.
            magnify: The crops come at a second, larger size too, `size` to `size * magnify` by chance,
                another one in each batch; 1 leaves it out.

        Raises:
            InvalidRequestError: No photograph is as large as `size`.
        """
        self._shards, self._size, self._batch, self._seed = shards, size, batch, seed
        self._magnify = magnify
        self._pool = shards.at_least(size)
        self._epoch: tuple[int, npt.NDArray[np.int64]] | None = None
        if len(self._pool) == 0:
            raise InvalidRequestError(f"No photograph in the shards is {size} pixels large.")

    def batch_at(self, step: int) -> Batch:
        """The batch of number `step`, computed now, on the calling thread."""
        rng = np.random.default_rng((self._seed, step))
        size, larger = self._size, self._larger(step)
        images = np.empty((self._batch, size, size, 3), dtype=np.float32)
        masks = np.empty((self._batch, 1, size, size), dtype=np.float32)
        closer = np.zeros((self._batch, larger, larger, 3), dtype=np.float32)
        has_closer = np.zeros(self._batch, dtype=np.bool_)
        for i in range(self._batch):
            photo = self._shards.photo(self._index(step * self._batch + i))
            if larger:
                images[i], large = random_crop_at_two_sizes(photo, size, larger, rng)
                if large is not None:
                    closer[i], has_closer[i] = large, True
            else:
                images[i] = random_crop(photo, size, rng)
            masks[i, 0] = draw_training_mask((size, size), rng)
        batch = Batch(_channels_first(images), torch.from_numpy(masks))
        if not larger:
            return batch
        return batch._replace(closer=_channels_first(closer), has_closer=torch.from_numpy(has_closer))

    def _larger(self, step: int) -> int:
        """The second size of a batch, 0 for none; drawn apart from what chance the crops take."""
        if self._magnify <= 1:
            return 0
        chance = np.random.default_rng((self._seed, step, 2)).random()
        return round(self._size * self._magnify**chance)

    def _index(self, position: int) -> int:
        epoch, place = divmod(position, len(self._pool))
        cached = self._epoch
        if cached is None or cached[0] != epoch:
            cached = (epoch, np.random.default_rng((self._seed, epoch, 1)).permutation(self._pool))
            self._epoch = cached
        return int(cached[1][place])

    def stream(self, start_step: int = 0, threads: int = 1) -> Generator[Batch, None, None]:
        """Batches from `start_step` on, in order, prepared ahead by threads that end with the stream.

        Args:
            start_step: Number of the first batch to come.
            threads: At work at once. One prepares 280 pictures a second, two 500 (256 px, two idle cores of
                Zen 5): much of the work is done outside Python.

        Raises:
            PhotoError: A photograph turned out to be damaged.
        """
        with ThreadPoolExecutor(threads, thread_name_prefix="batches") as pool:
            steps = itertools.count(start_step)
            waiting = deque(pool.submit(self.batch_at, next(steps)) for _ in range(threads + _AHEAD))
            try:
                while True:
                    batch = waiting.popleft().result()
                    waiting.append(pool.submit(self.batch_at, next(steps)))
                    yield batch
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _channels_first(pictures: npt.NDArray[np.float32]) -> torch.Tensor:
    """Contiguous NCHW: one copy here, on the background thread, not in the training step."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous()
