"""From a crop to its field of Gaussians, and from the field to rows at output resolution."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.channels import chosen
from engine.crops import Codes, Floats, HoleCrop, WorkingView, closer_view
from engine.detail import harmonize, rim_bridge
from engine.kept import Kept, key_of
from engine.labels.codes import touched
from engine.labels.extension import continued
from engine.labels.vocabulary import REGION_CODES, REGIONS, SCENE, SCENE_CODES, STREET
from engine.model.encoder import Features
from engine.model.generator import STRIDE, Painted
from engine.model.inpainter import Inpainter
from engine.model.segmentation import CELL_PX
from engine.rasterizer import GaussianField, choose_backend, render
from engine.regions import Box

# Depth of the rim in which the photo's slopes run on, in pixels of the working view: thin strokes are bridged
# from both sides, and wide holes begin as the photo ends.
RIM_PX = 8
# A magnified field is widened by this many of its own pixels: Gaussians of 0.7 px on cells of 2 px show as a
# grid once they are seen larger than they were trained (a Gaussian blurred by a Gaussian is a wider one).
WIDENING_PX = 0.75
MAGNIFIED = 1.25
# Holes whose features are kept, and label predictions: those of one hole differ with every stroke.
_KEPT_HOLES, _KEPT_LABELS = 8, 16


@dataclass(frozen=True)
class CropLabels:
    """What the network says is where in a crop, the hole included.

    Attributes:
        vocabulary: "scene" or "regions".
        probabilities: (h / 4, w / 4, K) float32, in cells of the working view.
        codes: The labels of the K channels.
    """

    vocabulary: str
    probabilities: Floats
    codes: tuple[int, ...]


@dataclass(frozen=True)
class FieldView:
    """A field over a crop, ready to be rendered at the crop's own resolution.

    Attributes:
        gaussians: The field, in pixels of the closest view that was looked at.
        scale: (sy, sx), crop pixels per field pixel.
        correction: (h, w, 3) float32 at the field's size: the membrane that makes the field meet the photo.
        size: (height, width) of the crop.
        backend: Of the rasterizer; one for all rows, also when a faster one gets ready meanwhile.
        appearance: (gh, gw, D) float32, what the crop looks like, the hole included, less what is common to
            all of it; None where the model does not say.
    """

    gaussians: GaussianField
    scale: tuple[float, float]
    correction: Floats
    size: tuple[int, int]
    backend: str
    appearance: Floats | None

    def render(self, box: Box) -> Floats:
        """Pixels of a box of the crop, (h, w, 3) float32 sRGB; the same in whichever box they are asked."""
        whole = Box(0, 0, self.size[1], self.size[0])
        sigmas = tuple(WIDENING_PX * scale if scale > MAGNIFIED else 0.0 for scale in self.scale)
        # Only what the blur's kernel reaches counts, so a halo of its radius makes rows and boxes agree.
        halo = math.ceil(3 * max(sigmas))
        around = box.grown(halo).intersection(whole)
        with torch.inference_mode():
            pixels = render(self.gaussians, box=around, scale=self.scale, backend=self.backend)[0]
        picture = np.ascontiguousarray(pixels.permute(1, 2, 0).cpu().numpy())
        if halo:
            side = 2 * halo + 1
            kernels = [cv2.getGaussianKernel(side, max(sigma, 1e-3), cv2.CV_32F) for sigma in sigmas]
            picture = cv2.sepFilter2D(picture, -1, kernels[1], kernels[0], borderType=cv2.BORDER_REPLICATE)
        inner = box.shifted(-around.x0, -around.y0)
        return picture[inner.slices] + self._correction_in(box)

    def _correction_in(self, box: Box) -> Floats:
        """Bilinear, by absolute position, so that it is the same whatever the box."""
        columns = (np.arange(box.x0, box.x1, dtype=np.float32) + 0.5) / self.scale[1] - 0.5
        rows = (np.arange(box.y0, box.y1, dtype=np.float32) + 0.5) / self.scale[0] - 0.5
        left, top = np.floor(columns).astype(int), np.floor(rows).astype(int)
        right_share = (columns - left)[None, :, None]
        lower_share = (rows - top)[:, None, None]
        last_y, last_x = self.correction.shape[0] - 1, self.correction.shape[1] - 1

        def at(y: np.ndarray, x: np.ndarray) -> Floats:
            return self.correction[y.clip(0, last_y)][:, x.clip(0, last_x)]

        upper = at(top, left) * (1 - right_share) + at(top, left + 1) * right_share
        lower = at(top + 1, left) * (1 - right_share) + at(top + 1, left + 1) * right_share
        return np.asarray(upper * (1 - lower_share) + lower * lower_share, dtype=np.float32)


class Predictor:
    """Runs the network. Costly parts in the order they are streamed: semantics, labels, field, rows.

    Attributes:
        working_px: Longer side of the views that it takes.
        has_labels: Whether the model knows labels.
    """

    stride = STRIDE
    cell_px = CELL_PX

    def __init__(self, model: Inpainter, device: torch.device) -> None:
        self.device = device
        self.working_px = model.config.working_px
        self._closer = model.config.closest_px / model.config.working_px
        self.has_labels = model.segmenter is not None
        self._model = model.to(device).eval()
        self._model.to(memory_format=torch.channels_last)
        self._semantics: Kept[Features] = Kept(_KEPT_HOLES)
        self._labels: Kept[CropLabels] = Kept(_KEPT_LABELS)

    def semantics(self, view: WorkingView) -> Features:
        """What the completed crop would say to the encoder; kept for the last views."""

        def compute() -> Features:
            with torch.inference_mode():
                return self._model.semantics(*self._tensors(view))

        return self._semantics.get(key_of(view), compute)

    def vocabulary(self, semantics: Features, asked: str) -> str:
        """ "scene" or "regions": what was asked for; for "auto", scene classes in street scenes."""
        if asked != "auto":
            return asked
        segmenter = self._model.segmenter
        assert segmenter is not None, "the model knows no labels"
        with torch.inference_mode():
            return SCENE if bool(segmenter.street(semantics)[0].sigmoid() >= STREET) else REGIONS

    def labels(self, view: WorkingView, semantics: Features, known: Codes, vocabulary: str) -> CropLabels:
        """What is where, in the hole too: what the network guesses and what goes on. Kept for the last views.

        Args:
            view: The crop.
            semantics: Its features.
            known: (h, w) codes of the labels known so far, 0 = unknown.
            vocabulary: "scene" or "regions".
        """
        segmenter = self._model.segmenter
        assert segmenter is not None, "the model knows no labels"

        def compute() -> CropLabels:
            codes = torch.from_numpy(known.astype(np.int64))[None].to(self.device)
            with torch.inference_mode():
                logits = segmenter(*self._tensors(view), semantics, codes)
            is_scene = vocabulary == SCENE
            chosen = logits.scene if is_scene else logits.regions
            probabilities = chosen[0].softmax(dim=0).permute(1, 2, 0).float().cpu().numpy()
            # Strokes do not go on here: what one of them changes stays near it, and so is made anew fast.
            probabilities = continued(np.ascontiguousarray(probabilities), touched(view.hole, CELL_PX))
            return CropLabels(
                vocabulary=vocabulary,
                probabilities=probabilities,
                codes=SCENE_CODES if is_scene else REGION_CODES,
            )

        return self._labels.get(key_of(view, known, vocabulary), compute)

    def field(
        self,
        view: WorkingView,
        semantics: Features,
        crop: HoleCrop,
        labels: Codes | None = None,
        bridges: bool = True,
    ) -> FieldView:
        """The field of the completed crop, with the membrane that makes it meet the photo.

        Args:
            view: The crop as the network sees it first; large crops it then looks at from closer.
            semantics: Its features.
            crop: The crop.
            labels: (h, w) codes of what belongs where in the view; None, or 0 throughout, guides nothing.
            bridges: The rim of the hole continues what lies beside it, whatever the labels say.
        """
        with torch.inference_mode():
            made = self._painted(view, semantics, labels)
            # Kinds of texture are told apart in the whole: from closer, every place is like itself alone.
            appearance = made.appearance
            closer = closer_view(crop, view, self._closer, self.stride)
            if closer is not None:
                view, made = closer, self._painted(closer, semantics, labels, made)
            gaussians = made.field
            backend = choose_backend(gaussians.offsets.device, gaussians.offsets.dtype)
            seen = render(gaussians, backend=backend)[0].permute(1, 2, 0).cpu().numpy()
        corrected = harmonize(seen, view.photo, ~view.hole, view.hole)
        if bridges:
            corrected = corrected + rim_bridge(corrected, view.hole, ~view.hole, RIM_PX)
        correction = chosen(view.hole, corrected - seen, view.photo - seen)
        # At the hole's edge the known side's correction is the photo's own detail, not the membrane.
        correction = _spread_from(correction, view.hole)
        height, width = crop.hole.shape
        scale = (height / view.hole.shape[0], width / view.hole.shape[1])
        looks = None if appearance is None else _told_apart(appearance[0])
        return FieldView(gaussians, scale, correction, (height, width), backend, looks)

    def _painted(
        self, view: WorkingView, semantics: Features, labels: Codes | None, before: Painted | None = None
    ) -> Painted:
        guidance = None
        if labels is not None:
            height, width = view.hole.shape
            codes = cv2.resize(labels, (width, height), interpolation=cv2.INTER_NEAREST)
            guidance = torch.from_numpy(codes.astype(np.int64))[None].to(self.device)
        # A closer look is asked for the field alone, see `field`.
        return self._model.generator.painted(
            *self._tensors(view), semantics, guidance, before=before, describes=before is None
        )

    def _tensors(self, view: WorkingView) -> tuple[Tensor, Tensor]:
        image = torch.from_numpy(view.photo).permute(2, 0, 1)[None].to(self.device)
        mask = torch.from_numpy(view.hole.astype(np.float32))[None, None].to(self.device)
        return image.contiguous(memory_format=torch.channels_last), mask


def features_within(features: Features, cells: Box, grid: tuple[int, int]) -> Features:
    """Features of a part of a crop, as they were seen in the whole of it.

    Args:
        features: Of the crop.
        cells: The part, in cells of the network's stride.
        grid: (rows, columns) of such cells over the crop.
    """
    # The network asks for tokens at half its stride; there they are the very ones that it would get.
    size = (2 * grid[0], 2 * grid[1])
    patches = functional.interpolate(features.patches, size=size, mode="bilinear", align_corners=False)
    return Features(features.summary, patches[..., 2 * cells.y0 : 2 * cells.y1, 2 * cells.x0 : 2 * cells.x1])


def _told_apart(appearance: Tensor) -> Floats:
    """(D, gh, gw) descriptions as an array, less what all places share: it hides in every cosine."""
    places = appearance.permute(1, 2, 0).float().cpu().numpy()
    return np.ascontiguousarray(places - places.mean(axis=(0, 1)))


def _spread_from(correction: Floats, hole: np.ndarray) -> Floats:
    """Lets the hole's correction run two pixels beyond its edge, for the bilinear taps there."""
    weight = hole.astype(np.float32)
    spread_weight = cv2.blur(weight, (5, 5))
    spread = cv2.blur(correction * weight[..., None], (5, 5)) / np.maximum(spread_weight, 1e-6)[..., None]
    return chosen(hole, correction, spread * (spread_weight > 0)[..., None])
