"""Label maps while training: in cells, partly known, perturbed, and what they cost."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from engine.labels.vocabulary import CODES, REGION_CODES, SCENE_CODES, UNKNOWN
from engine.model.segmentation import CELL_PX, LabelLogits

# A hole's cell counts somewhat more than a known one. With four times as much, a network that had seen few
# pictures learnt neither: what is seen must be told well before anything can be completed from it.
_HOLE_WEIGHT = 1.5
# A class of a few cells may not shout down all others.
_MOST_FOR_A_CLASS = 4.0
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


def told(logits: LabelLogits, is_street: Tensor, least: float = 0.0) -> Tensor:
    """The likeliest codes: of scene classes where a picture is a street scene, else of regions.

    Args:
        logits: Of the batch.
        is_street: (B,) bool.
        least: Probability below which a cell is unknown.

    Returns:
        (B, h, w).
    """
    found = []
    for said, codes in ((logits.scene, SCENE_CODES), (logits.regions, REGION_CODES)):
        probability, channel = functional.softmax(said, dim=1).max(dim=1)
        found.append(torch.where(probability >= least, channel + codes[0], UNKNOWN))
    return torch.where(is_street[:, None, None], found[0], found[1])


def class_weights(shares: Tensor, power: float) -> Tensor:
    """What a cell of each class costs, so that rare classes are not given up.

    Source: median frequency balancing (Eigen and Fergus 2015), tempered by the exponent.

    Args:
        shares: (C,) of the training scenes' labelled pixels, summing to 1; classes may be missing.
        power: 0 weighs all cells alike, 1 all classes.

    Returns:
        (C,) whose mean over the cells of the training scenes is 1.
    """
    there = shares > 0
    weights = (shares[there].median() / shares.clamp(min=1e-9)) ** power
    weights = torch.where(there, weights.clamp(max=_MOST_FOR_A_CLASS), 0.0)
    return weights / (weights * shares).sum()


def label_loss(
    logits: LabelLogits, truth: Tensor, masks: Tensor, scene_weights: Tensor | None = None
) -> Tensor:
    """Cross-entropy of cells, those in the hole weighted somewhat more.

    Args:
        logits: Of the batch.
        truth: (B, h, w) codes of either vocabulary; unknown counts nothing.
        masks: (B, 1, H, W), 1 = hole.
        scene_weights: (11,) of the scene classes; None weighs all cells alike.
    """
    weight = 1 + (_HOLE_WEIGHT - 1) * functional.avg_pool2d(masks, CELL_PX)[:, 0]
    total = logits.scene.new_zeros(())
    for said, codes, classes in (
        (logits.scene, SCENE_CODES, scene_weights),
        (logits.regions, REGION_CODES, None),
    ):
        is_ours = (truth >= codes[0]) & (truth <= codes[-1])
        target = torch.where(is_ours, truth - codes[0], -100)
        loss = functional.cross_entropy(said, target, classes, ignore_index=-100, reduction="none")
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
