"""The detail stage: from the field's soft rendering to the photo's own texture, coarse to fine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from engine.channels import chosen
from engine.detail.atlas import Atlas
from engine.detail.compilation import thread_count
from engine.detail.continuation import Continuation, continued
from engine.detail.expectation import roughness
from engine.detail.finish import finish
from engine.detail.first_guess import FirstGuess, first_guess
from engine.detail.guide import navier_stokes, with_colors_of
from engine.detail.levels import Level, build_levels, hole_sizes
from engine.detail.line_layer import line_layer
from engine.detail.method import GUIDED, UNGUIDED, Method
from engine.detail.repetition import guide_softness
from engine.detail.rounds import REACH_PX, run_level
from engine.detail.search import Search
from engine.detail.shift_map import LEAST_SHIFT_LEVELS, shift_map_level
from engine.detail.task import DetailLevel, DetailTask, Image, Mask
from engine.detail.trust import trust_in_field
from engine.detail.vetoes import Vetoes
from engine.detail.work import DetailStep, Work, work_of
from engine.regions import Box, bounding_box


def level_count(hole: Mask, method: Method = GUIDED) -> int:
    """At most how many states `synthesize` yields for a hole, the final one included.

    Args:
        hole: (H, W).
        method: As there.
    """
    sizes = hole_sizes(hole)
    if method.offsets == 0 or len(sizes) < LEAST_SHIFT_LEVELS:
        return len(sizes)
    return len(sizes) - shift_map_level(sizes)


def synthesize(
    task: DetailTask, check: Callable[[], None] = lambda: None, method: Method = GUIDED
) -> Iterator[DetailLevel]:
    """Fills a hole with the photo's texture, guided by the field.

    Args:
        task: The hole.
        check: Called between rounds; what it raises ends the run.
        method: How; the default is what users get.

    Yields:
        The hole's state after each level, coarse ones brought to output size, and a final one.
    """
    return (made for made in synthesize_by_steps(task, check, method) if isinstance(made, DetailLevel))


def synthesize_by_steps(
    task: DetailTask, check: Callable[[], None] = lambda: None, method: Method = GUIDED
) -> Iterator[DetailLevel | DetailStep]:
    """As `synthesize`, and says between the states how much of the work is done."""
    if not task.hole.any():
        return
    sizes = hole_sizes(task.hole)
    work = work_of(task.hole, method, sizes, task.strength > 0)
    # A scratch has texture right beside it: shifts from far, and lines, would only do harm.
    is_deep = len(sizes) >= LEAST_SHIFT_LEVELS
    layer = line_layer(task) if method.lines and task.strength > 0 and is_deep else None
    check()
    yield work.prepared(0.2)
    for made in _synthesized(task if layer is None else layer.lifted(), is_deep, work, check, method):
        yield made if layer is None or isinstance(made, DetailStep) else layer.laid(made)


def _synthesized(
    task: DetailTask, is_deep: bool, work: Work, check: Callable[[], None], method: Method
) -> Iterator[DetailLevel | DetailStep]:
    """The hole as if no line went through it."""
    box = bounding_box(task.hole)
    trust = trust_in_field(task) if method.guide_weights[1] > 0 else 1.0
    heard = method.least_heard + (1 - method.least_heard) * trust
    threads = method.threads or thread_count()
    shifts = is_deep and method.offsets > 0
    contours: Continuation | None = None
    if shifts and method.contours and task.strength > 0:
        contours = continued(task, threads)
        check()
    led = task if contours is None else replace(task, field=contours.led(task.field, task.hole))
    softness = guide_softness(task) if is_deep and method.guide_weights[1] > 0 else 1.0
    # A pattern is made of echoes.
    echo = method.echo / softness**2
    levels = build_levels(led, softness) if task.strength > 0 else []
    shifts = shifts and len(levels) >= LEAST_SHIFT_LEVELS
    if shifts:
        levels = levels[shift_map_level([int(level.hole.sum()) for level in levels]) :]
    vetoes = Vetoes(task.appearance, (task.hole.shape[0], task.hole.shape[1]), _nearness(task, method))
    coarsest = max(1, len(levels) - 1)
    yield work.prepared(0.5)
    guess: FirstGuess | None = None
    if shifts:
        guess = first_guess(
            levels, method.offsets, method.shift_guide, heard, vetoes, contours, task.seed, threads, check
        )
        levels = levels[guess.number :]
        check()
    yield work.prepared(0.9)
    search: Search | None = None
    rough = roughness(levels)
    for number, level in enumerate(levels):
        fineness = len(levels) - 1 - number
        share = fineness / coarsest
        check()
        coarse = search
        if coarse is not None and method.guide_weights[0] > 0:
            level = with_colors_of(level, coarse, heard)
        atlas = Atlas(
            level,
            rough[number],
            rough_weight=method.roughness,
            guide_weight=_between(method.guide_weights[0], heard * method.guide_weights[1], share),
            in_full=fineness > 0,
            mirror=method.mirror,
        )
        search = Search(atlas, bias=method.bias, vetoes=vetoes, echo=echo, seed=task.seed, threads=threads)
        _start(search, coarse, guess)
        for share in run_level(search, coarse is None, method, fineness, check):
            yield work.searched(fineness, share)
        if level.scale > 1:
            yield DetailLevel(box, _enlarged(search.colors, level, task, box))
    check()
    # What lies right beside a scratch fits it anyway.
    last = method if is_deep else replace(method, backdrop=False)
    for made in finish(task, box, search, last, threads, check):
        yield made if isinstance(made, DetailLevel) else work.finished(made)


def synthesize_unguided(
    task: DetailTask, check: Callable[[], None] = lambda: None, method: Method = UNGUIDED
) -> Iterator[DetailLevel]:
    """Exemplar texture that knows neither field nor appearance: the peer that guidance has to beat.

    Args:
        task: The hole; its field, appearance and labels are not looked at.
        check: As in `synthesize`.
        method: How.

    Yields:
        As `synthesize`.
    """
    if not task.known.any():
        yield from synthesize(replace(task, strength=0.0), check, method)
        return
    start = navier_stokes(task)
    yield from synthesize(
        replace(task, field=start, appearance=None, labels=None, wanted=None), check, method
    )


def _start(search: Search, coarse: Search | None, guess: FirstGuess | None) -> None:
    """Gives every patch of a level a first source: the coarser level's, or a guess's, or what is there."""
    if coarse is not None:
        search.start_from(coarse)
        search.obey_labels()
        search.vote(0.0, REACH_PX)
        return
    if guess is not None:
        search.start_shifted(guess.offsets, guess.found)
    else:
        search.start_near()
    if search.obey_labels():
        # The field's colors would lead the search astray: what the label brings is painted first.
        search.vote(0.0, REACH_PX)
    elif guess is None and search.can_exhaust:
        search.exhaust()


def _between(finest: float, coarsest: float, share: float) -> float:
    return finest + share * (coarsest - finest)


def _nearness(task: DetailTask, method: Method) -> float:
    """None where somebody painted a source area: that was meant, however far away it lies."""
    return 0.0 if (task.known & ~task.sources).any() else method.nearness


def _enlarged(colors: Image, level: Level, task: DetailTask, box: Box) -> Image:
    """The part of a coarse picture that shows the box, at output size."""
    scale = level.scale
    rows, columns = level.size
    # Coarse pixels cover `scale` fine ones, the last perhaps fewer: enlarge in whole steps, then cut.
    y0, x0 = max(0, box.y0 // scale - 2), max(0, box.x0 // scale - 2)
    y1, x1 = min(rows, -(-box.y1 // scale) + 2), min(columns, -(-box.x1 // scale) + 2)
    part = np.ascontiguousarray(colors[y0:y1, x0:x1])
    size = ((x1 - x0) * scale, (y1 - y0) * scale)
    large = cv2.resize(part, size, interpolation=cv2.INTER_CUBIC)
    large = large[box.y0 - y0 * scale : box.y1 - y0 * scale, box.x0 - x0 * scale : box.x1 - x0 * scale]
    return chosen(task.known[box.slices], task.photo[box.slices], np.clip(large, *task.gamut))
