"""Label maps while training: in cells, partly known, perturbed; what they cost and who judges them."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import CODES, REGION_CODES, SCENE_CODES, UNKNOWN
from engine.model.segmentation import CELL_PX, LabelLogits

# A hole's cell counts somewhat more than a known one. With four times as much, a network that had seen few
# pictures learnt neither: what is seen must be told well before anything can be completed from it.
_HOLE_WEIGHT = 1.5
_SLOPE = 0.2
# Share of the pictures of which nothing is told: so it is at work, until somebody paints a label.
_SILENT = 0.65


def in_cells(labels: Tensor) -> Tensor:
    """(B, S, S) codes to those of cells of 4 px, (B, S/4, S/4): the most common one in each."""
    batch, height, width = labels.shape
    cells = labels.view(batch, height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX)
    flat = cells.permute(0, 1, 3, 2, 4).flatten(3)
    return flat.mode(dim=3).values.long()


def in_pixels(cells: Tensor) -> Tensor:
    """(B, h, w) codes of cells to (B, 4h, 4w)."""
    return cells.repeat_interleave(CELL_PX, dim=1).repeat_interleave(CELL_PX, dim=2)


def told(logits: LabelLogits, is_street: Tensor) -> Tensor:
    """The likeliest codes (B, h, w): of scene classes where a picture is a street scene, else of regions."""
    scene = logits.scene.argmax(dim=1) + SCENE_CODES[0]
    regions = logits.regions.argmax(dim=1) + REGION_CODES[0]
    return torch.where(is_street[:, None, None], scene, regions)


def label_loss(logits: LabelLogits, truth: Tensor, masks: Tensor) -> Tensor:
    """Cross-entropy of cells, those in the hole weighted somewhat more.

    Args:
        logits: Of the batch.
        truth: (B, h, w) codes of either vocabulary; unknown counts nothing.
        masks: (B, 1, H, W), 1 = hole.
    """
    weight = 1 + (_HOLE_WEIGHT - 1) * functional.avg_pool2d(masks, CELL_PX)[:, 0]
    total = logits.scene.new_zeros(())
    for said, codes in ((logits.scene, SCENE_CODES), (logits.regions, REGION_CODES)):
        is_ours = (truth >= codes[0]) & (truth <= codes[-1])
        target = torch.where(is_ours, truth - codes[0], -100)
        loss = functional.cross_entropy(said, target, ignore_index=-100, reduction="none")
        seen = (weight * is_ours).sum()
        total = total + (loss * weight).sum() / seen.clamp(min=1)
    return total


def known_so_far(truth: Tensor, masks: Tensor) -> Tensor:
    """What a network may be told of a label map: nothing, all outside the hole, or some of the hole too.

    Args:
        truth: (B, S, S) codes.
        masks: (B, 1, S, S), 1 = hole.

    Returns:
        (B, S, S) codes, unknown where nothing is told; drawn from torch's generator.
    """
    batch, height, width = truth.shape
    kind = torch.rand(batch, 1, 1, device=truth.device)
    outside = masks[:, 0] < 0.5
    # Strokes of a person: blobs of some eighth of the picture, where a coarse noise is high.
    noise = torch.rand(batch, 1, 8, 8, device=truth.device)
    blobs = functional.interpolate(noise, size=(height, width), mode="bicubic", align_corners=False)[:, 0]
    is_told = torch.where(kind < 0.85, outside & (kind >= _SILENT), outside | (blobs > 0.75))
    return torch.where(is_told, truth, UNKNOWN)


def perturbed(labels: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
    """Label maps with an edit in the hole: another label of the same picture, in a half of it or the whole.

    Args:
        labels: (B, S, S) codes.
        masks: (B, 1, S, S), 1 = hole.

    Returns:
        The maps, and (B, 1, S, S) bool where they were changed.
    """
    edited, where = labels.clone(), torch.zeros_like(masks, dtype=torch.bool)
    for i in range(len(labels)):
        present = torch.bincount(labels[i].flatten().long(), minlength=CODES)
        present[UNKNOWN] = 0
        hole = masks[i, 0] > 0.5
        inside = torch.bincount(labels[i][hole].long(), minlength=CODES)
        others = torch.nonzero((present > 0.02 * labels[i].numel()) & (inside < 0.5 * inside.sum()))[:, 0]
        if len(others) == 0:
            continue
        code = others[int(torch.randint(len(others), ()))]
        part = hole
        if torch.rand(()) < 0.5:
            rows = torch.arange(hole.shape[0], device=hole.device)[:, None].float()
            columns = torch.arange(hole.shape[1], device=hole.device)[None].float()
            angle = torch.rand(()).item() * 6.2832
            along = rows * torch.sin(torch.tensor(angle)) + columns * torch.cos(torch.tensor(angle))
            part = hole & (along > along[hole].median())
        edited[i][part] = code.to(edited.dtype)
        where[i, 0] = part
    return edited, where


class LabelJudge(nn.Module):
    """A discriminator of label maps at two scales; sees picture and hole beside them (SPG-Net, 3.2)."""

    def __init__(self) -> None:
        super().__init__()
        self.scales = nn.ModuleList(_judge() for _ in range(2))

    def forward(self, shares: Tensor, pictures: Tensor, masks: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """Judges label maps.

        Args:
            shares: (B, 43, h, w) of each cell, summing to 1.
            pictures: (B, 3, H, W) with the hole grayed out.
            masks: (B, 1, H, W), 1 = hole.

        Returns:
            Logits and features, of both scales.
        """
        x = torch.cat(
            [shares, functional.avg_pool2d(pictures, CELL_PX), functional.avg_pool2d(masks, CELL_PX)], dim=1
        )
        logits, features = [], []
        for scale in self.scales:
            said = x
            assert isinstance(scale, nn.ModuleList)
            for layer in scale[:-1]:
                said = functional.leaky_relu(layer(said), _SLOPE)
                features.append(said)
            logits.append(scale[-1](said))
            x = functional.avg_pool2d(x, 2)
        return logits, features


def _judge() -> nn.ModuleList:
    return nn.ModuleList(
        [
            nn.Conv2d(CODES - 1 + 4, 48, 3, stride=2, padding=1),
            nn.Conv2d(48, 96, 3, stride=2, padding=1),
            nn.Conv2d(96, 96, 3, padding=1),
            nn.Conv2d(96, 1, 1),
        ]
    )


def shares_of(logits: LabelLogits, is_street: Tensor) -> Tensor:
    """(B, 43, h, w): softmax over the vocabulary that a picture is told in, nothing in the other."""
    street = is_street[:, None, None, None]
    scene = torch.where(street, functional.softmax(logits.scene, dim=1), 0.0)
    regions = torch.where(street, 0.0, functional.softmax(logits.regions, dim=1))
    return torch.cat([scene, regions], dim=1)


def shares_of_truth(truth: Tensor) -> Tensor:
    """(B, h, w) codes to (B, 43, h, w), 1 for the code of a cell; nothing where it is unknown."""
    return functional.one_hot(truth, CODES)[..., 1:].permute(0, 3, 1, 2).float()
