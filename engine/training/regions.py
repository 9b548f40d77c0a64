"""Kinds of regions: features of the training photographs, clustered; and who teaches them.

The features are those of the teacher that the semantic encoder learns from, and the color. Our encoder's
own tokens were tried first: after 40,000 pictures their clusters were colors and hardly more. A photograph's
places, each given to the nearest center, are its region labels, as coarse as the features are. They are
brought to cells of 4 px along the photograph's own edges (guided filter, He et al. 2010), so that a network
can learn to tell them crisply.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import REGION_CODES, UNKNOWN
from engine.model.segmentation import CELL_PX
from engine.protocol import WeightsError

FILE = "regions.safetensors"
# Directions of the features that are kept, and what the color counts beside them.
_DIRECTIONS = 32
_COLOR_WEIGHT = 1.5
_TEMPERATURE = 4.0
# Cells whose best center has less than this share of the whole are nobody's.
_LEAST_SHARE = 0.3
_RADIUS, _EPSILON = 4, 2e-3
_ROUNDS = 25


def raw_features(images: Tensor, maps: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """What places are described by.

    Args:
        images: (B, 3, S, S) in 0..1.
        maps: What the teacher of the encoder sees of them, at five strides.

    Returns:
        (B, 416, S/16, S/16) features of strides 16 and 32, each of unit length, and (B, 3, S/16, S/16)
        colors: light, yellow against blue, red against green, each of about unit variance.
    """
    size = maps[3].shape[-2:]
    deep = functional.interpolate(maps[4], size=size, mode="bilinear", align_corners=False)
    features = torch.cat([functional.normalize(maps[3], dim=1), functional.normalize(deep, dim=1)], dim=1)
    red, green, blue = functional.adaptive_avg_pool2d(images, (size[0], size[1])).unbind(dim=1)
    light = (red + green + blue) / 3
    colors = torch.stack([4 * (light - 0.45), 8 * ((red + green) / 2 - blue), 10 * (red - green)], dim=1)
    return features, colors


class RegionTeacher(nn.Module):
    """Labels clean photographs with kinds of regions.

    Attributes:
        mean: (416,) mean feature.
        basis: (416, 32) principal directions, each scaled to a variance of 1.
        centers: (32, 35); row i is the kind with code `REGION_CODES[i]`.
    """

    def __init__(self, mean: Tensor, basis: Tensor, centers: Tensor) -> None:
        super().__init__()
        self.mean: Tensor
        self.basis: Tensor
        self.centers: Tensor
        self.register_buffer("mean", mean)
        self.register_buffer("basis", basis)
        self.register_buffer("centers", centers)

    def shares(self, features: Tensor, colors: Tensor) -> Tensor:
        """How far each place belongs to each kind, (B, 32, h, w), summing to 1; see `raw_features`."""
        points = described(features, colors, self.mean, self.basis)
        flat = points.permute(0, 2, 3, 1).flatten(0, 2)
        distance = torch.cdist(flat, self.centers).square().view(*points.shape[:1], *points.shape[2:], -1)
        return functional.softmax(-distance.permute(0, 3, 1, 2) / _TEMPERATURE, dim=1)

    @torch.no_grad()
    def forward(self, images: Tensor, maps: Sequence[Tensor]) -> Tensor:
        """Labels photographs.

        Args:
            images: (B, 3, S, S) in 0..1, whole; S a multiple of 16.
            maps: Features of the teacher whose features were clustered, at five strides.

        Returns:
            (B, S/4, S/4) integer codes; unknown where no kind fits.
        """
        shares = self.shares(*raw_features(images, maps))
        small = functional.avg_pool2d(images, CELL_PX)
        fine = functional.interpolate(shares, size=small.shape[-2:], mode="bilinear", align_corners=False)
        fine = guided(fine, small.mean(dim=1, keepdim=True))
        best, kind = fine.max(dim=1)
        return torch.where(best >= _LEAST_SHARE, kind + REGION_CODES[0], UNKNOWN)


def described(features: Tensor, colors: Tensor, mean: Tensor, basis: Tensor) -> Tensor:
    """Points that are compared, (B, 35, h, w): principal directions, and the color by its weight."""
    projected = torch.einsum("bdhw,dk->bkhw", features - mean[:, None, None], basis)
    return torch.cat([projected, _COLOR_WEIGHT * colors], dim=1)


def guided(values: Tensor, guide: Tensor, radius: int = _RADIUS, epsilon: float = _EPSILON) -> Tensor:
    """Guided filter: values (B, K, h, w) smoothed along the edges of a guide (B, 1, h, w)."""

    def mean(x: Tensor) -> Tensor:
        # Rows, then columns: a fifth of the work of the square.
        x = functional.avg_pool2d(
            functional.pad(x, [0, 0, radius, radius], mode="replicate"), (2 * radius + 1, 1), stride=1
        )
        x = functional.pad(x, [radius, radius, 0, 0], mode="replicate")
        return functional.avg_pool2d(x, (1, 2 * radius + 1), stride=1)

    center, expected = mean(guide), mean(values)
    slope = (mean(guide * values) - center * expected) / (mean(guide * guide) - center**2 + epsilon)
    return mean(slope) * guide + mean(expected - slope * center)


def discover(features: Tensor, colors: Tensor, kinds: int, seed: int) -> RegionTeacher:
    """K-means over places of many photographs, see `raw_features`; each far from those chosen first.

    The kinds come ordered by how many places they have, most first.
    """
    flat = features.permute(0, 2, 3, 1).flatten(0, 2)
    mean = flat.mean(dim=0)
    values, directions = torch.linalg.eigh(torch.cov((flat - mean).T))
    basis = directions[:, -_DIRECTIONS:] / values[-_DIRECTIONS:].clamp(min=1e-8).sqrt()
    # Whitened in full, what hardly varies would say as much as what varies most: half way is kept.
    basis = basis * (values[-_DIRECTIONS:] / values[-1]) ** 0.25
    points = described(features, colors, mean, basis).permute(0, 2, 3, 1).flatten(0, 2)
    generator = torch.Generator().manual_seed(seed)
    chosen = [int(torch.randint(len(points), (1,), generator=generator))]
    far = (points - points[chosen[0]]).square().sum(dim=1)
    while len(chosen) < kinds:  # k-means++ (Arthur and Vassilvitskii 2007)
        share = (far / far.sum()).double().cumsum(dim=0)
        chance = torch.rand((), generator=generator, dtype=torch.float64)
        chosen.append(int(torch.searchsorted(share, chance).clamp(max=len(points) - 1)))
        far = torch.minimum(far, (points - points[chosen[-1]]).square().sum(dim=1))
    centers = points[chosen]
    nearest = torch.cdist(points, centers).argmin(dim=1)
    for _ in range(_ROUNDS):
        sums = torch.zeros_like(centers).index_add_(0, nearest, points)
        count = torch.bincount(nearest, minlength=kinds)[:, None]
        centers = torch.where(count > 0, sums / count.clamp(min=1), centers)
        nearest = torch.cdist(points, centers).argmin(dim=1)
    order = torch.bincount(nearest, minlength=kinds).argsort(descending=True)
    return RegionTeacher(mean, basis, centers[order])


def save_regions(teacher: RegionTeacher, path: Path, facts: dict[str, str]) -> None:
    """Writes the centers; they lie beside the weights and are never packaged."""
    tensors = {name: tensor.cpu().contiguous() for name, tensor in teacher.state_dict().items()}
    temporary = path.with_suffix(".part")
    save_file(tensors, temporary, metadata={"format": "lacuna-regions-1", "facts": json.dumps(facts)})
    temporary.chmod(0o644)
    os.replace(temporary, path)


def load_regions(path: Path) -> RegionTeacher:
    """Reads what `save_regions` wrote.

    Raises:
        WeightsError: The file is missing or damaged.
    """
    try:
        state = load_file(path)
        return RegionTeacher(state["mean"], state["basis"], state["centers"])
    except (OSError, SafetensorError, KeyError) as error:
        raise WeightsError(
            f"The kinds of regions {path} are missing or damaged; engine.training.discover makes them."
        ) from error
