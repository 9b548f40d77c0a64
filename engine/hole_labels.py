"""The label map that a hole is filled by: from what the network says, a person says, and was there before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.crops import Bits, Codes, HoleCrop, WorkingView
from engine.field import CropLabels, Predictor
from engine.labels.alternatives import MOST, LabelMap, distinct_maps
from engine.labels.codes import shrunk, touched
from engine.labels.snapping import snapped
from engine.labels.vocabulary import SURE, UNKNOWN
from engine.model.encoder import Features
from engine.protocol import FillRequest, HoleFill, HoleLabels
from engine.regions import Box


@dataclass(frozen=True)
class LabelPlan:
    """What a hole is to be filled by.

    Attributes:
        labels: Of the whole crop.
        binding: (H, W), where labels were chosen: by a person, or by an alternative, where its label grew.
        told: (H, W), what the painter is told: what binds, an alternative's label all over the hole, and
            guesses that are more likely than not.
        name: As of the fill.
        step: To be added to the seed: alternatives beyond the last label map differ in it alone.
        changed: (H, W), where the hole's labels are not those of the previous fill; None = there was none.
    """

    labels: HoleLabels
    binding: Bits
    told: Bits
    name: str = ""
    step: int = 0
    changed: Bits | None = None

    @property
    def is_heard(self) -> bool:
        """Whether painter and texture are told: where somebody chose a label, or an alternative did.

        Guesses alone are shown only. Kinds of regions cost the field 0.2 dB on 60 training photographs (0.05
        where the network was sure). Scene classes, where it was sure, gained 0.2 to 0.3 dB on CamVid's val
        split; on its test split, filmed elsewhere, l1 in central blocks gains and all else is within chance.
        """
        return bool(self.binding.any())

    def guidance(self, size: tuple[int, int]) -> Codes:
        """(h, w) codes at the size of a working view, for the painter; unknown where nobody is sure."""
        return shrunk(np.where(self.told, self.labels.codes, UNKNOWN).astype(np.uint8), size)

    def within(self, box: Box) -> LabelPlan:
        """The plan of a part of the crop."""
        changed = None if self.changed is None else self.changed[box.slices]
        return replace(
            self,
            labels=labels_within(self.labels, box),
            binding=self.binding[box.slices],
            told=self.told[box.slices],
            changed=changed,
        )


class HoleLabeler:
    """Labels one hole.

    Args:
        predictor: The network.
        request: What is asked.
        crop: The hole in its surroundings.
        view: The crop as the network sees it.
        semantics: Its features.
    """

    def __init__(
        self,
        predictor: Predictor,
        request: FillRequest,
        crop: HoleCrop,
        view: WorkingView,
        semantics: Features,
    ) -> None:
        self._predictor = predictor
        self._request = request
        self._crop = crop
        self._view = view
        self._semantics = semantics
        self._cells = touched(view.hole, predictor.cell_px)
        asked = None if request.labels is None else request.labels[crop.box.slices]
        self._asked = np.zeros(crop.hole.shape, np.uint8) if asked is None else np.ascontiguousarray(asked)
        self._vocabulary = predictor.vocabulary(semantics, request.vocabulary)

    def steers(self, previous: HoleFill | None) -> bool:
        """Whether the plan may be heard, or say what of an earlier fill of this hole stays.

        If not, it can wait until the hole has been painted.

        Args:
            previous: The earlier fill; None = there is none.
        """
        return previous is not None or self._request.alternative > 0 or bool(self._asked.any())

    def plan(self, previous: HoleFill | None = None) -> LabelPlan:
        """The label map, by the number that was asked for, or as an edit of the previous one."""
        told = self._told(self._asked)
        before = None if previous is None else previous.labels
        if previous is not None and before is not None and before.vocabulary == told.vocabulary:
            return self._edited(previous, before, told)
        maps = self._maps(told, self._asked)
        number = self._request.alternative
        chosen, step = (maps[number], 0) if number < len(maps) else (maps[0], number - len(maps) + 1)
        codes = self._in_photo(chosen, told)
        labels = HoleLabels(
            codes=codes,
            wanted=self._asked != UNKNOWN,
            vocabulary=told.vocabulary,
            grown=chosen.grown,
            alternatives=tuple(one.grown for one in maps),
        )
        name = variation_name(number) if step else chosen.name
        binding = self._binding(labels, maps[0])
        return LabelPlan(labels, binding, binding | self._likely(labels, told), name, step)

    def _edited(self, previous: HoleFill, before: HoleLabels, told: CropLabels) -> LabelPlan:
        """The previous map, changed by strokes and by what the network says otherwise because of them."""
        inner = self._crop.inner.slices
        old_codes, old_wanted = np.zeros_like(self._asked), np.zeros(self._asked.shape, np.bool_)
        old_codes[inner], old_wanted[inner] = before.codes, before.wanted
        hole = self._crop.hole & self._crop.valid
        strokes_before = np.where(hole, np.where(old_wanted, old_codes, UNKNOWN), self._asked).astype(
            np.uint8
        )
        (likeliest,) = self._maps(told, self._asked, most=1)
        (likeliest_before,) = self._maps(self._told(strokes_before), strokes_before, most=1)
        differs = (likeliest.codes != likeliest_before.codes).astype(np.uint8)
        # Edges of regions shift by a cell with every stroke anywhere; that is no reason to paint them anew.
        differs = cv2.morphologyEx(differs, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        size = (hole.shape[1], hole.shape[0])
        moved = cv2.resize(differs, size, interpolation=cv2.INTER_NEAREST) > 0
        fresh = self._in_photo(likeliest, told)
        wanted = self._asked != UNKNOWN
        was_said = old_wanted & (old_codes == self._asked)
        stays = hole & ~moved & ~wanted & ~old_wanted | hole & was_said
        codes = np.where(stays, old_codes, fresh).astype(np.uint8)
        changed = hole & ((codes != old_codes) | (wanted & ~was_said))
        labels = replace(before, codes=codes, wanted=wanted)
        binding = self._binding(labels, likeliest)
        heard = binding | self._likely(labels, told)
        return LabelPlan(labels, binding, heard, previous.name, 0, changed)

    def _told(self, asked: Codes) -> CropLabels:
        known = shrunk(asked, self._view.hole.shape)
        return self._predictor.labels(self._view, self._semantics, known, self._vocabulary)

    def _maps(self, told: CropLabels, asked: Codes, most: int = MOST) -> list[LabelMap]:
        fixed = shrunk(asked, (self._cells.shape[0], self._cells.shape[1]))
        return distinct_maps(told.probabilities, told.codes, self._cells, fixed, most)

    def _in_photo(self, chosen: LabelMap, told: CropLabels) -> Codes:
        """At the crop's resolution; what a person said is there to the pixel."""
        view, crop = self._view, self._crop
        codes = snapped(
            chosen.codes, told.probabilities, told.codes, (view.photo, view.hole), crop.photo, crop.hole
        )
        return np.where(self._asked != UNKNOWN, self._asked, codes).astype(np.uint8)

    def _likely(self, labels: HoleLabels, told: CropLabels) -> Bits:
        """At the crop's resolution, with smooth edges: steps of cells would show in the field as combs.

        The whole of an alternative's label counts: sky that begins where it has grown is another sky.
        """
        height, width = self._crop.hole.shape
        likely = cv2.resize(told.probabilities.max(axis=2), (width, height), interpolation=cv2.INTER_LINEAR)
        of_grown = self._crop.hole & (labels.codes == labels.grown) & (labels.grown != UNKNOWN)
        return np.asarray((likely >= SURE) | of_grown, np.bool_)

    def _binding(self, labels: HoleLabels, likeliest: LabelMap) -> Bits:
        """What a person said, and where an alternative's label has grown beyond what was guessed anyway."""
        if labels.grown == UNKNOWN:
            return labels.wanted
        height, width = labels.codes.shape
        guessed = (likeliest.codes == labels.grown).astype(np.float32)
        guessed = cv2.resize(guessed, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
        return labels.wanted | (self._crop.hole & (labels.codes == labels.grown) & ~guessed)


def labels_within(labels: HoleLabels, box: Box) -> HoleLabels:
    """The labels of a part of their map, as arrays of their own."""
    return replace(labels, codes=labels.codes[box.slices].copy(), wanted=labels.wanted[box.slices].copy())


def variation_name(number: int) -> str:
    """What a fill is called that differs from the likeliest (number 0) in nothing but its seed."""
    return "" if number == 0 else f"variation {number + 1}"
