"""Trains the small network that weighs the cues of click selection (`editor.selection.judging`).

    python -m benchmarks.click_select_training --data DATA -o resources/selection/judge.json

DATA is a folder with `camvid.tar` and `photos-00.tar`, `photos-01.tar`. The person of
`benchmarks.clicked_objects` clicks on objects drawn over photographs and on parts of CamVid's training
frames, of several kinds; every region of every step is an example. A first third of the objects is clicked
with the judge that is shipped, each further third with the one learned from what was seen so far: it has to
know the situations that it leads into itself. A quarter of an hour on one core. CamVid's validation frames
say how well it went; its test frames are left to the benchmark.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.clicked_objects import (
    CAR,
    PERSON,
    ClickedObject,
    camvid_objects,
    drawn_objects,
    next_click,
    overlap,
    read_photos,
    view_of,
)
from editor.painting.rect import Rect
from editor.selection.arrays import Floats
from editor.selection.clicks import EVENED, Click, clicked_regions, region_of, shrunk_view
from editor.selection.cues import CUES, cues, walk
from editor.selection.judging import Layer, chance, network, shipped_layers
from editor.selection.regions import RegionGraph, region_graph

# Cars and people most often; bicyclists, signs, trees and buildings so that it learns no kind by heart.
_CLASSES = (CAR, PERSON, CAR, PERSON, CAR, PERSON, 10, 6, 5, 1)
_CLICKS = 5
_PER_STEP = 600
_HIDDEN, _DROPOUT = (96, 48), 0.1
_STEPS, _BATCH, _RATE = 2600, 4096, 4e-3
# Objects are smaller than what is around them: a missed region weighs more than one too many.
_OBJECT_WEIGHT = 1.0
# Cues that hardly differ are not blown up.
_LEAST_SPREAD = 0.05

Judge = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Example:
    """An object as the selector sees it.

    Attributes:
        thing: The object, cut to the view.
        graph: Its regions.
        share: (n,) how much of each region is the object, 0..1.
    """

    thing: ClickedObject
    graph: RegionGraph
    share: Floats


def example_of(thing: ClickedObject, share: float) -> Example:
    """An object seen by a person who zoomed in until it spans a share of the view."""
    window = view_of(thing, share)
    cut = ClickedObject(thing.name, thing.photo[window.slices], thing.outline[window.slices])
    graph = region_graph(shrunk_view(cut.photo, Rect.whole(cut.outline.shape)))
    height, width = graph.labels.shape
    rows = np.arange(height) * cut.outline.shape[0] // height
    columns = np.arange(width) * cut.outline.shape[1] // width
    inside = cut.outline[rows][:, columns]
    part = np.bincount(graph.labels.ravel(), inside.ravel(), graph.count) / graph.area
    return Example(cut, graph, part.astype(np.float32))


def episode(
    example: Example, judge: Judge, seen: list[tuple[Floats, Floats, Floats]], rng: np.random.Generator
) -> list[float]:
    """Clicks on an object, and notes what every step looked like.

    Returns:
        Overlap after each click, in regions.
    """
    graph, outline = example.graph, example.thing.outline
    window = Rect.whole(outline.shape)
    clicks: list[Click] = []
    before: Floats | None = None
    selected = np.zeros(outline.shape, np.bool_)
    overlaps = []
    for _ in range(_CLICKS):
        click = next_click(selected, outline)
        if click is not None:
            clicks.append(click)
            wanted, unwanted = clicked_regions(graph, window, clicks)
            described = cues(graph, wanted, unwanted, region_of(graph, window, click), before)
            chosen = rng.choice(graph.count, min(_PER_STEP, graph.count), replace=False)
            seen.append((described[chosen], example.share[chosen], graph.area[chosen]))
            before = walk(graph, judge(described), EVENED, wanted, unwanted)
            height, width = outline.shape
            rows = np.arange(height) * graph.labels.shape[0] // height
            columns = np.arange(width) * graph.labels.shape[1] // width
            selected = (before > 0.5)[graph.labels[rows][:, columns]]
        overlaps.append(overlap(selected, outline))
    return overlaps


def train(seen: list[tuple[Floats, Floats, Floats]], seed: int) -> tuple[Layer, ...]:
    """Fits the network to what was seen."""
    torch.manual_seed(seed)
    described, share, area = (torch.tensor(np.concatenate(part)) for part in zip(*seen, strict=True))
    weight = area / area.mean() * (1 + _OBJECT_WEIGHT * share)
    middle, spread = described.mean(dim=0), described.std(dim=0).clamp_min(_LEAST_SPREAD)
    described = (described - middle) / spread
    layers = [nn.Linear(one, other) for one, other in pairwise((CUES, *_HIDDEN, 1))]
    hidden = [part for layer in layers[:-1] for part in (layer, nn.ReLU(), nn.Dropout(_DROPOUT))]
    model = nn.Sequential(*hidden, layers[-1])
    optimizer = torch.optim.AdamW(model.parameters(), _RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, _STEPS)
    for _ in range(_STEPS):
        batch = torch.randint(len(described), (_BATCH,))
        logits = model(described[batch])[:, 0]
        losses = functional.binary_cross_entropy_with_logits(logits, share[batch], reduction="none")
        optimizer.zero_grad()
        (losses * weight[batch]).mean().backward()
        optimizer.step()
        schedule.step()
    return folded([(layer.weight.detach(), layer.bias.detach()) for layer in layers], middle, spread)


def folded(layers: list[tuple[Tensor, Tensor]], middle: Tensor, spread: Tensor) -> tuple[Layer, ...]:
    """The layers for cues as they are: what brings them to the same range goes into the first layer."""
    (weights, biases), *others = layers
    weights = weights / spread
    first = (weights, biases - weights @ middle)
    return tuple((each.T.numpy().copy(), bias.numpy().copy()) for each, bias in (first, *others))


def save(layers: tuple[Layer, ...], path: Path) -> None:
    """Writes the weights as the editor reads them."""
    entries = [
        {
            "weights": np.round(weights.astype(float), 4).tolist(),
            "biases": np.round(biases.astype(float), 4).tolist(),
        }
        for weights, biases in layers
    ]
    text = json.dumps({"format": "lacuna-clicks-1", "layers": entries}, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the judge of click selection.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the .json file to write")
    parser.add_argument("--objects", type=int, default=170, help="of CamVid; a third as many are drawn")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    data, count = arguments.data, arguments.objects
    photos = [photo for name in ("00", "01") for photo in read_photos(data / f"photos-{name}.tar", 50, 0)]
    things = [
        *camvid_objects(data / "camvid.tar", "train", count, 5, _CLASSES),
        *drawn_objects(photos, count // 3, 6),
    ]
    examples = [example_of(thing, float(rng.uniform(0.2, 0.8))) for thing in things]
    checks = [example_of(thing, 0.4) for thing in camvid_objects(data / "camvid.tar", "val", 24, 7)]
    seen: list[tuple[Floats, Floats, Floats]] = []
    layers = shipped_layers()
    for number in range(arguments.rounds):
        for example in examples[number :: arguments.rounds]:
            episode(example, partial(believed, layers), seen, rng)
        layers = train(seen, number)
        results = [episode(example, partial(believed, layers), [], rng) for example in checks]
        print(f"round {number}: IoU by clicks on validation frames {np.round(np.mean(results, axis=0), 3)}")
        save(layers, arguments.output)


def believed(layers: tuple[Layer, ...], described: Floats) -> Floats:
    """What a network makes of cues: (n,) 0..1."""
    return chance(network(described, layers))


if __name__ == "__main__":
    main()
