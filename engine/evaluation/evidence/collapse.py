"""Whether the encoder says different things of different pictures: neighbors of one kind, spread of tokens.

A collapsed encoder is easy to adapt to and worth nothing; both figures stand beside the teacher's.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.model.inpainter import Inpainter
from engine.protocol import PhotoError
from engine.training.perceptual import Teacher

NEIGHBORS = 10
_BATCH = 25


@dataclass(frozen=True)
class Spread:
    """What one encoder's features are like.

    Attributes:
        name: Of the encoder.
        accuracy: Share of the asked pictures whose `NEIGHBORS` nearest by cosine vote for their own label.
        token_deviation: Standard deviation of a token's channels over places and pictures, tokens being of
            unit length, times the root of their number: 1 is as spread as can be, 0 is collapsed.
        token_rank: In how many directions the tokens vary alike (participation ratio of their covariance).
        dim: Channels of a token.
    """

    name: str
    accuracy: float
    token_deviation: float
    token_rank: float
    dim: int


def spreads(
    model: Inpainter,
    teacher: Teacher,
    known: tuple[Tensor, list[str]],
    asked: tuple[Tensor, list[str]],
) -> list[Spread]:
    """The encoder's and the teacher's figures.

    Args:
        model: Its encoder is asked: CLS tokens vote, patch tokens are spread.
        teacher: Its pooled features vote, those of its coarsest map are spread.
        known: Pictures (N, 3, S, S) in 0..1, and their labels.
        asked: Others, held out; the spread is theirs.
    """

    def ours(part: Tensor) -> tuple[Tensor, Tensor]:
        features = model.encoder(part)
        return features.summary, features.patches

    def theirs(part: Tensor) -> tuple[Tensor, Tensor]:
        return teacher.pooled(part), teacher.features(part)[-1]

    found = []
    for name, ask in (("encoder", ours), ("teacher", theirs)):
        bank = torch.cat([ask(part)[0] for part in known[0].split(_BATCH)])
        answers = [ask(part) for part in asked[0].split(_BATCH)]
        accuracy = vote_accuracy(bank, known[1], torch.cat([a[0] for a in answers]), asked[1])
        tokens = torch.cat([a[1] for a in answers]).flatten(2).transpose(1, 2).flatten(0, 1)
        found.append(Spread(name, accuracy, token_deviation(tokens), token_rank(tokens), tokens.shape[1]))
    return found


def vote_accuracy(bank: Tensor, labels: list[str], asked: Tensor, truth: list[str]) -> float:
    """Share of `asked` (M, D) whose nearest of `bank` (N, D), by centered cosine, vote for their label."""
    mean = bank.mean(dim=0)
    near = functional.normalize(asked - mean, dim=1) @ functional.normalize(bank - mean, dim=1).T
    similarity, places = near.topk(min(NEIGHBORS, len(bank)), dim=1)
    right = 0
    for row, (values, indices) in enumerate(zip(similarity.tolist(), places.tolist(), strict=True)):
        votes: dict[str, float] = {}
        for value, index in zip(values, indices, strict=True):
            votes[labels[index]] = votes.get(labels[index], 0.0) + float(np.exp(value / 0.07))
        right += max(votes, key=votes.__getitem__) == truth[row]
    return right / len(truth)


def token_deviation(tokens: Tensor) -> float:
    """Of (N, D) tokens; see `Spread`."""
    unit = functional.normalize(tokens, dim=1)
    return (unit.std(dim=0).square().mean().sqrt() * tokens.shape[1] ** 0.5).item()


def token_rank(tokens: Tensor) -> float:
    """Participation ratio of the covariance of (N, D) tokens: D where all directions vary alike."""
    centered = (tokens - tokens.mean(dim=0)).double()
    variances = torch.linalg.svdvals(centered).square()
    return (variances.sum().square() / variances.square().sum()).item()


def photo_labels(table: Path) -> dict[str, str]:
    """File name to source collection, from the tab-separated table beside the shards.

    Raises:
        PhotoError: The table is missing or has other columns.
    """
    try:
        with table.open(encoding="utf-8", newline="") as file:
            return {row["file"]: row["source"] for row in csv.DictReader(file, delimiter="\t")}
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise PhotoError(f"The table of photographs {table} cannot be read.") from error
