"""The CUDA backend: what is handed to gsplat, what becomes of its answer, and what happens without it."""

from __future__ import annotations

import logging
import sys
import threading
import types
from collections.abc import Callable
from functools import partial

import pytest
import torch
from gsplat.cuda import _wrapper
from torch import Tensor

from engine.rasterizer import GaussianField, choose_backend, gsplat_backend, render, rendering
from engine.rasterizer.gsplat_backend import CompiledKernels, render_gsplat
from engine.rasterizer.sampling import output_size, sample_box
from engine.regions import Box
from tests.engine.rasterizer import plain_gsplat
from tests.engine.rasterizer.conftest import random_field, rendered_with_gradients


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """gsplat's CUDA functions replaced by slow ones of the same signatures."""
    for name in ("isect_tiles", "isect_offset_encode", "rasterize_to_pixels"):
        monkeypatch.setattr(_wrapper, name, getattr(plain_gsplat, name))
    monkeypatch.setattr(gsplat_backend, "kernels", types.SimpleNamespace(wait=lambda: True))


def by_gsplat(
    field: GaussianField, scale: float | tuple[float, float] = 1.0, box: Box | None = None
) -> Tensor:
    """As `render` does, without its check of the device."""
    scales = scale if isinstance(scale, tuple) else (scale, scale)
    asked = box or Box.whole(output_size(field.size, scales))
    rows, columns, cells = sample_box(asked, scales, field.cell_px, field.cells, field.radius)
    return render_gsplat(field.crop(cells), rows, columns)


def assert_close(pixels: Tensor, expected: Tensor) -> None:
    """99.9 % within 1e-4, all within 2/255: a threshold may flip."""
    difference = (pixels - expected).abs()
    assert (difference > 1e-4).float().mean() <= 1e-3
    assert difference.max() <= 2 / 255


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("scale", [1.0, 1.5, (2.0, 0.8)])
def test_what_gsplat_is_handed_renders_as_the_reference(scale: float | tuple[float, float]):
    field = random_field((9, 11), batch=2, per_cell=2, seed=5)
    pixels, gradients = rendered_with_gradients(field, partial(by_gsplat, scale=scale))
    expected, expected_gradients = rendered_with_gradients(
        field, partial(render, scale=scale, backend="reference")
    )
    assert_close(pixels, expected)
    for gradient, reference in zip(gradients, expected_gradients, strict=True):
        assert torch.allclose(gradient, reference, rtol=1e-3, atol=1e-3 * reference.abs().max().item())


@pytest.mark.usefixtures("stand_in")
def test_a_box_is_cut_from_the_same_picture():
    field = random_field((14, 15), per_cell=1, seed=6)
    box = Box(7, 5, 26, 24)
    assert_close(by_gsplat(field, box=box), render(field, box=box, backend="reference"))


@pytest.mark.usefixtures("stand_in")
def test_nothing_visible_leaves_the_blend():
    field = random_field((4, 4), seed=6)
    blank = GaussianField(field.offsets, field.cholesky, field.colors, torch.zeros_like(field.opacities))
    assert torch.allclose(by_gsplat(blank), render(blank, backend="reference"), atol=1e-6)


def without_compiler(monkeypatch: pytest.MonkeyPatch, backend: object) -> CompiledKernels:
    if backend is None:
        monkeypatch.setitem(sys.modules, "gsplat.cuda._backend", None)  # importing it fails
    else:
        monkeypatch.setitem(sys.modules, "gsplat.cuda._backend", backend)
    fresh = CompiledKernels()
    monkeypatch.setattr(gsplat_backend, "kernels", fresh)
    return fresh


@pytest.mark.parametrize("backend", [types.SimpleNamespace(_C=None), None])
def test_without_a_compiler_the_reference_renders_and_it_is_said_once(
    backend: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    fresh = without_compiler(monkeypatch, backend)
    field = random_field((5, 5), seed=6)
    with caplog.at_level(logging.WARNING, logger=gsplat_backend.__name__):
        pictures = [by_gsplat(field) for _ in range(2)]
    assert torch.equal(pictures[0], render(field, backend="reference"))
    assert torch.equal(pictures[0], pictures[1])
    assert not fresh.are_ready
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "slower rasterizer" in caplog.text


class SlowCompiler:
    """A module whose kernels appear when the test says so."""

    def __init__(self) -> None:
        self.may_end = threading.Event()

    @property
    def _C(self) -> object:
        assert self.may_end.wait(timeout=10)
        return object()


def test_while_gsplat_compiles_the_reference_is_chosen(monkeypatch: pytest.MonkeyPatch):
    compiler, fresh = SlowCompiler(), CompiledKernels()
    monkeypatch.setitem(sys.modules, "gsplat.cuda._backend", compiler)
    monkeypatch.setattr(rendering, "kernels", fresh)
    assert choose_backend("cuda") == "reference"
    assert choose_backend("cuda") == "reference"
    compiler.may_end.set()
    assert fresh.wait()
    assert choose_backend("cuda") == "gsplat"
    assert choose_backend("cuda", torch.float64) == "reference"


needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")


@pytest.mark.cuda
@needs_cuda
@pytest.mark.parametrize("scale", [1.0, 3.0, 0.6])
def test_the_real_gsplat_agrees_with_the_reference(scale: float):
    field = random_field((40, 37), batch=2, per_cell=2, seed=5)
    on_gpu: Callable[[GaussianField], Tensor] = lambda leaf_field: render(  # noqa: E731
        leaf_field.to("cuda"), scale=scale, backend="gsplat"
    ).cpu()
    pixels, gradients = rendered_with_gradients(field, on_gpu)
    expected, expected_gradients = rendered_with_gradients(
        field, partial(render, scale=scale, backend="reference")
    )
    assert_close(pixels, expected)
    for gradient, reference in zip(gradients, expected_gradients, strict=True):
        error = (gradient - reference).abs() / reference.abs().max()
        assert (error > 1e-3).float().mean() <= 1e-3


@pytest.mark.cuda
@needs_cuda
def test_the_reference_runs_on_the_gpu():
    field = random_field((20, 21), batch=2, seed=5)
    assert_close(render(field.to("cuda"), backend="reference").cpu(), render(field, backend="reference"))
