"""Kinds of regions: the encoder's features over the training photographs, clustered; and who teaches them.

A photograph's clean tokens, each given to the nearest center, are its region labels, as coarse as tokens are.
They are brought to cells of 4 px along the photograph's own edges (guided filter, He et al. 2010), so that a
network can learn to tell them crisply.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import REGION_CODES, UNKNOWN
from engine.model.encoder import SemanticEncoder
from engine.model.segmentation import CELL_PX
from engine.protocol import WeightsError

FILE = "regions.safetensors"
_TEMPERATURE = 0.07
# Cells whose best center has less than this share of the whole are nobody's.
_LEAST_SHARE = 0.25
_RADIUS, _EPSILON = 4, 2e-3
_ROUNDS = 25


class RegionTeacher(nn.Module):
    """Labels clean photographs with kinds of regions.

    Attributes:
        mean: (D,) mean token, taken off before tokens are compared.
        centers: (32, D), of unit length; row i is the kind with code `REGION_CODES[i]`.
    """

    def __init__(self, mean: Tensor, centers: Tensor) -> None:
        super().__init__()
        self.mean: Tensor
        self.centers: Tensor
        self.register_buffer("mean", mean)
        self.register_buffer("centers", centers)

    def shares(self, patches: Tensor) -> Tensor:
        """Tokens (B, D, h, w) to how far each belongs to each kind, (B, 32, h, w), summing to 1."""
        directions = functional.normalize(patches.float() - self.mean[:, None, None], dim=1)
        likeness = torch.einsum("bdhw,kd->bkhw", directions, self.centers)
        return functional.softmax(likeness / _TEMPERATURE, dim=1)

    @torch.no_grad()
    def forward(self, images: Tensor, encoder: SemanticEncoder) -> Tensor:
        """Labels photographs.

        Args:
            images: (B, 3, S, S) in 0..1, whole; S a multiple of the encoder's patch and of 4.
            encoder: Whose tokens were clustered.

        Returns:
            (B, S/4, S/4) integer codes; unknown where no kind fits.
        """
        shares = self.shares(encoder(images, images.shape[-1]).patches)
        small = functional.avg_pool2d(images, CELL_PX)
        fine = functional.interpolate(shares, size=small.shape[-2:], mode="bilinear", align_corners=False)
        fine = guided(fine, small.mean(dim=1, keepdim=True))
        best, kind = fine.max(dim=1)
        return torch.where(best >= _LEAST_SHARE, kind + REGION_CODES[0], UNKNOWN)


def guided(values: Tensor, guide: Tensor, radius: int = _RADIUS, epsilon: float = _EPSILON) -> Tensor:
    """Guided filter: values (B, K, h, w) smoothed along the edges of a guide (B, 1, h, w)."""

    def mean(x: Tensor) -> Tensor:
        return functional.avg_pool2d(
            functional.pad(x, [radius] * 4, mode="replicate"), 2 * radius + 1, stride=1
        )

    center, expected = mean(guide), mean(values)
    slope = (mean(guide * values) - center * expected) / (mean(guide * guide) - center**2 + epsilon)
    return mean(slope) * guide + mean(expected - slope * center)


def discover(tokens: Tensor, kinds: int, seed: int) -> RegionTeacher:
    """Spherical k-means over tokens (N, D), the farthest of some random ones first.

    The kinds come ordered by how many tokens they have, most first.
    """
    mean = tokens.mean(dim=0)
    directions = functional.normalize(tokens - mean, dim=1)
    generator = torch.Generator().manual_seed(seed)
    chosen = [int(torch.randint(len(directions), (1,), generator=generator))]
    far = 1 - directions @ directions[chosen[0]]
    while len(chosen) < kinds:  # k-means++ (Arthur and Vassilvitskii 2007)
        chosen.append(int(torch.multinomial(far.clamp(min=0), 1, generator=generator)))
        far = torch.minimum(far, 1 - directions @ directions[chosen[-1]])
    centers = directions[chosen]
    for _ in range(_ROUNDS):
        nearest = (directions @ centers.T).argmax(dim=1)
        sums = torch.zeros_like(centers).index_add_(0, nearest, directions)
        lonely = sums.norm(dim=1) < 1e-6
        centers = torch.where(lonely[:, None], centers, functional.normalize(sums, dim=1))
    count = torch.bincount((directions @ centers.T).argmax(dim=1), minlength=kinds)
    return RegionTeacher(mean, centers[count.argsort(descending=True)])


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
        return RegionTeacher(state["mean"], state["centers"])
    except (OSError, SafetensorError, KeyError) as error:
        raise WeightsError(
            f"The kinds of regions {path} are missing or damaged; engine.training.discover makes them."
        ) from error
