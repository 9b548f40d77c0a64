"""The reference's gradients are right, and the compiled twin agrees with the reference in everything."""

from __future__ import annotations

from functools import partial

import pytest
import torch

from engine.rasterizer import GaussianField, choose_backend, render, warm_up
from engine.regions import Box
from tests.engine.rasterizer.conftest import parameters, random_field, rendered_with_gradients

NAMES = ("offsets", "cholesky", "colors", "opacities")
SCALES = [1.0, 3.0, 0.6, (1.7, 0.9)]


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_gradients_of_the_reference(scale: float):
    """Every entry of the Jacobian against finite differences in float64."""
    field = random_field((2, 2), per_cell=2, radius=1, seed=11, dtype=torch.float64)
    # At the thresholds the picture jumps; between 0.3 and 0.9 none lies within the difference's step.
    leaves = (*parameters(field)[:3], field.opacities.clamp(0.3, 0.9))

    def picture(*tensors: torch.Tensor) -> torch.Tensor:
        return render(GaussianField(*tensors, radius=1), scale=scale, backend="reference")

    assert torch.autograd.gradcheck(picture, [leaf.requires_grad_() for leaf in leaves], eps=1e-7, atol=1e-5)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("per_cell", [1, 2])
@pytest.mark.parametrize("radius", [1, 2])
def test_the_compiled_twin_agrees_with_the_reference(scale: float, per_cell: int, radius: int):
    """Measured: pixels within 2e-7, gradients within 1e-6 of the largest one."""
    field = random_field((19, 9), batch=2, per_cell=per_cell, radius=radius, seed=7)
    expected, expected_gradients = rendered_with_gradients(
        field, partial(render, scale=scale, backend="reference")
    )
    pixels, gradients = rendered_with_gradients(field, partial(render, scale=scale, backend="cpu"))
    difference = (pixels - expected).abs()
    # A threshold may flip where an alpha is 1/255 to the last bit; nothing else may differ.
    assert difference.max() < 2 / 255
    assert (difference > 2e-6).float().mean() < 1e-3
    for name, gradient, reference in zip(NAMES, gradients, expected_gradients, strict=True):
        assert torch.allclose(gradient, reference, rtol=1e-4, atol=1e-5 * reference.abs().max().item()), name


def test_float32_agrees_with_float64():
    """float32 loses nothing that can be seen: both float32 backends against the reference in float64."""
    field = random_field((16, 16), per_cell=2, seed=3)
    precise = render(GaussianField(*(tensor.double() for tensor in parameters(field))))
    for name in ("reference", "cpu"):
        difference = (render(field, backend=name) - precise).abs()
        assert (difference > 5e-6).double().mean() < 1e-3
        assert difference.max() < 2 / 255


def test_gradients_of_a_box_reach_only_its_cells(backend: str):
    field = random_field((20, 8), per_cell=2, seed=9)
    box = Box(2, 18, 9, 23)
    _, expected = rendered_with_gradients(field, partial(render, box=box, backend="reference"))
    _, gradients = rendered_with_gradients(field, partial(render, box=box, backend=backend))
    for gradient, reference in zip(gradients, expected, strict=True):
        assert torch.allclose(gradient, reference, rtol=1e-4, atol=1e-5 * reference.abs().max().item())
        assert not gradient[..., :7, :].any()
        assert not gradient[..., 14:, :].any()
        assert gradient[..., 9:12, :].any()


def test_hidden_saturated_and_invisible_gaussians_have_no_gradient(backend: str):
    """At a pixel that stops early nothing behind counts; at the cap only the color still does."""
    field = random_field((1, 1), per_cell=3, seed=0)
    ones = torch.ones(1, 3, 1, 1, 1)
    stack = GaussianField(
        offsets=torch.zeros(1, 3, 2, 1, 1),
        cholesky=torch.tensor([1.0, 0.0, 1.0]).view(1, 1, 3, 1, 1).repeat(1, 3, 1, 1, 1),
        colors=field.colors,
        # The second would leave 0.001 * 0.01: compositing stops before it.
        opacities=ones * torch.tensor([1.0, 0.99, 0.5]).view(1, 3, 1, 1, 1),
    )
    _, (offsets, cholesky, colors, opacities) = rendered_with_gradients(
        stack, partial(render, scale=0.5, backend=backend)
    )
    assert not opacities.any()
    assert not offsets.any()
    assert not cholesky.any()
    assert colors[0, 0].abs().min() > 0
    # What is hidden still takes part in the cell's mean color.
    assert torch.allclose(colors[0, 1], colors[0, 2])


def test_a_batch_is_its_images_one_by_one(backend: str):
    field = random_field((17, 10), batch=3, per_cell=2, seed=21)
    pixels, gradients = rendered_with_gradients(field, partial(render, backend=backend))
    weights = torch.randn(pixels.shape, generator=torch.Generator().manual_seed(1))
    for n in range(3):
        leaves = [tensor[n : n + 1].clone().requires_grad_() for tensor in parameters(field)]
        alone = render(GaussianField(*leaves), backend=backend)
        assert torch.equal(alone[0], pixels[n])
        (alone * weights[n]).sum().backward()
        for leaf, gradient in zip(leaves, gradients, strict=True):
            assert leaf.grad is not None
            assert torch.equal(leaf.grad[0], gradient[n])


def test_twice_the_same_gradients_to_the_bit(backend: str):
    field = random_field((40, 33), batch=2, per_cell=2, seed=13)
    runs = [rendered_with_gradients(field, partial(render, backend=backend)) for _ in range(3)]
    for pixels, gradients in runs[1:]:
        assert torch.equal(pixels, runs[0][0])
        assert all(torch.equal(a, b) for a, b in zip(gradients, runs[0][1], strict=True))


def test_gradients_do_not_depend_on_the_number_of_threads():
    """Each strip of cells gathers alone and strips are added in a fixed order."""
    numba = pytest.importorskip("numba")
    field = random_field((40, 33), batch=2, seed=13)
    threads = numba.get_num_threads()
    _, together = rendered_with_gradients(field, partial(render, backend="cpu"))
    try:
        numba.set_num_threads(1)
        _, alone = rendered_with_gradients(field, partial(render, backend="cpu"))
    finally:
        numba.set_num_threads(threads)
    assert all(torch.equal(a, b) for a, b in zip(together, alone, strict=True))


def test_autocast_does_not_coarsen_the_picture(backend: str):
    field = random_field((6, 6), seed=17)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = render(field, backend=backend)
    assert torch.equal(inside, render(field, backend=backend))


def test_auto_takes_the_compiled_twin_for_float32_and_the_reference_for_float64():
    field = random_field((8, 8), seed=19)
    double = GaussianField(*(tensor.double() for tensor in parameters(field)))
    assert choose_backend("cpu") == "cpu"
    assert choose_backend("cpu", torch.float64) == "reference"
    assert torch.equal(render(field), render(field, backend="cpu"))
    assert torch.equal(render(double), render(double, backend="reference"))
    warm_up("cpu")


def test_a_backend_that_cannot_render_a_field_says_so():
    field = random_field()
    double = GaussianField(*(tensor.double() for tensor in parameters(field)))
    with pytest.raises(ValueError, match="unknown backend 'metal'"):
        render(field, backend="metal")
    with pytest.raises(ValueError, match="renders float32 on cpu"):
        render(double, backend="cpu")
    with pytest.raises(ValueError, match="renders float32 on cuda"):
        render(field, backend="gsplat")
    with pytest.raises(ValueError, match="must be positive"):
        render(field, scale=(1.0, 0.0))
