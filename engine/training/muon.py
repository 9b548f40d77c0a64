"""Muon: momentum made orthogonal, for the matrices of a network; AdamW for whatever is no matrix.

Source: Jordan et al. 2024 (Muon: an optimizer for hidden layers in neural networks). The size of a step is
matched to AdamW's as in Liu et al. 2025 (Muon is scalable for LLM training), so that one learning rate and
one weight decay serve both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from engine.training.precision import has_fast_bf16

# Newton-Schulz iterations of a quintic that takes singular values into about 0.7 to 1.2 (Jordan et al.).
_QUINTIC = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5
# The root mean square of AdamW's steps, in learning rates (Liu et al., section 2.2).
_ADAM_RMS = 0.2
_MOMENTUM = 0.95
_BETAS = (0.9, 0.99)
_EPSILON = 1e-8


class Muon(torch.optim.Optimizer):
    """One optimizer over all parameters of a task: matrices by Muon, the others by AdamW.

    A convolution is the matrix of its outputs by all else. Depthwise kernels, biases, norms and tables of one
    column are no matrices.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], lr: float, weight_decay: float) -> None:
        """Takes parameters in one group, as the training step sets one learning rate for all.

        Args:
            parameters: Of any shape.
            lr: Learning rate, as for AdamW.
            weight_decay: Decoupled, as for AdamW.
        """
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Moves every parameter that has a gradient; there is no closure."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                state = self.state[parameter]
                change = _muon_step if _is_matrix(parameter) else _adam_step
                parameter.add_(change(parameter.grad, state), alpha=-group["lr"])


def _is_matrix(parameter: Tensor) -> bool:
    return parameter.ndim > 1 and parameter.shape[1] > 1


def _muon_step(gradient: Tensor, state: dict[str, Any]) -> Tensor:
    if "momentum" not in state:
        state["momentum"] = torch.zeros_like(gradient)
    momentum = state["momentum"].lerp_(gradient, 1 - _MOMENTUM)
    matrix = gradient.lerp(momentum, _MOMENTUM).flatten(1)
    change = orthogonal(matrix) * (_ADAM_RMS * math.sqrt(max(matrix.shape)))
    return change.view_as(gradient)


def _adam_step(gradient: Tensor, state: dict[str, Any]) -> Tensor:
    if "step" not in state:
        state["step"] = torch.zeros(())
        state["mean"], state["square"] = torch.zeros_like(gradient), torch.zeros_like(gradient)
    state["step"] += 1
    count, (slow, fast) = float(state["step"]), _BETAS
    mean = state["mean"].lerp_(gradient, 1 - slow)
    square = state["square"].lerp_(gradient.square(), 1 - fast)
    return (mean / (1 - slow**count)) / ((square / (1 - fast**count)).sqrt() + _EPSILON)


def orthogonal(matrix: Tensor) -> Tensor:
    """The nearest matrix with orthogonal rows or columns, roughly: singular values of 0.7 to 1.2.

    Args:
        matrix: (m, n), any size, no row-rank needed.
    """
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if is_tall else matrix
    x = x / (x.norm() + 1e-7)
    if has_fast_bf16(x.device):
        x = x.bfloat16()
    linear, cubic, quintic = _QUINTIC
    for _ in range(_ITERATIONS):
        gram = x @ x.T
        factor = torch.addmm(gram, gram, gram, beta=cubic, alpha=quintic)
        x = torch.addmm(x, factor, x, beta=linear)
    return (x.T if is_tall else x).to(matrix.dtype)
