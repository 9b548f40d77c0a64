"""Training settings: one dataclass, presets, `--key value` on the command line; saved with the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_type_hints


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides a run, except the data.

    Attributes:
        preset: What is trained: "semantics", "segmentation", "guided" (the generator under label maps), else
            the generator.
        steps: Optimizer steps of this run.
        batch: Pictures in a step.
        crop_px: Side of the crops; a multiple of 16.
        learning_rate: Peak; warms up linearly over `warmup` steps, then falls by a cosine to a tenth.
        decay: The learning rate falls over the last `decay` share of the run; before, it is level, so
            that a run may be cut short or prolonged.
        ema: Decay of the weights' moving average, which is what is shipped.
        optimizer: "adamw", or "muon" for the matrices and AdamW for all else.
        distill, dino: Weights of the encoder's losses: the teacher's features, self-distillation over
            multi-crops.
        align: Weight of masked to clean; above 0 the adaptation learns, with whatever else is trained.
        l1_hole, l1_known, perceptual: Weights of the generator's losses.
        appearance: Weight of the descriptions of what the completed picture looks like; above 0 a model that
            gives none gets a head for them.
        second_look: Share of the steps that train the second look, see `engine.model.second_look`; above 0 a
            model without one gets it.
        closer_look: Share of those in which the first looks are at a smaller picture.
        magnified: Weight of the same differences in a window that is rendered at a larger scale.
        magnify: Largest of these scales; drawn anew in every step from 1 up.
        adversarial, matching: Weights of the discriminator's judgment and of its features; both 0 = none.
        discriminator_rate, discriminator_warmup: Its learning rate, and updates before it judges.
        penalty: Weight of its gradient penalty (R1).
        street: Share of labelled street scenes among the pictures, for what learns labels.
        balance: How far rare scene classes are made up for: 0 = not at all, 1 = all classes count alike.
        obey: Weight of what the segmentation network says of fills under edited label maps.
        sample_every: Steps between sample sheets and checkpoints.
        seed: Of crops, masks and new weights.
    """

    preset: str
    steps: int = 1000
    batch: int = 8
    crop_px: int = 128
    learning_rate: float = 4e-4
    warmup: int = 100
    decay: float = 0.3
    weight_decay: float = 0.02
    ema: float = 0.999
    optimizer: str = "adamw"
    distill: float = 1.0
    dino: float = 0.2
    align: float = 1.0
    l1_hole: float = 4.0
    l1_known: float = 1.0
    perceptual: float = 0.2
    appearance: float = 0.0
    second_look: float = 0.0
    closer_look: float = 0.0
    magnified: float = 0.5
    magnify: float = 2.0
    adversarial: float = 0.0
    matching: float = 0.0
    discriminator_rate: float = 2e-4
    discriminator_warmup: int = 200
    penalty: float = 0.05
    street: float = 0.0
    balance: float = 0.0
    obey: float = 0.0
    sample_every: int = 250
    seed: int = 0


_GENERATOR = TrainConfig(
    preset="generator",
    steps=8000,
    batch=8,
    crop_px=128,
    align=0.0,
    appearance=0.1,
    second_look=0.75,
    closer_look=0.5,
    optimizer="muon",
)

PRESETS: dict[str, TrainConfig] = {
    "semantics": TrainConfig(
        preset="semantics", steps=1500, batch=16, crop_px=160, learning_rate=6e-4, magnified=0
    ),
    "adaptation": TrainConfig(
        preset="semantics",
        steps=400,
        batch=32,
        crop_px=160,
        learning_rate=6e-4,
        warmup=30,
        decay=0.6,
        ema=0.98,
        distill=0,
        dino=0,
        magnified=0,
    ),
    "generator": _GENERATOR,
    # 192 and 256 px crops after the many small ones: structure first, then the size that users see.
    "generator-192": replace(_GENERATOR, steps=4000, crop_px=192, learning_rate=3e-4),
    "generator-256": replace(_GENERATOR, steps=2000, batch=4, crop_px=256, learning_rate=2e-4),
    # The whole generator: a frozen bottleneck could not put structure where the discriminator misses it.
    "adversarial": replace(
        _GENERATOR, steps=8000, crop_px=160, learning_rate=3e-4, adversarial=0.5, matching=2.0
    ),
    "segmentation": TrainConfig(
        preset="segmentation",
        steps=1500,
        batch=12,
        crop_px=192,
        learning_rate=1e-3,
        decay=0.5,
        ema=0.99,
        magnified=0,
        street=0.75,
        balance=0.5,
        adversarial=0.02,
        matching=0.2,
    ),
    "guided": replace(_GENERATOR, preset="guided", steps=4000, crop_px=160, street=0.25, obey=0.1),
    "smoke": replace(_GENERATOR, preset="smoke", steps=2, batch=2, crop_px=64, warmup=1, sample_every=1),
}


def with_overrides(config: TrainConfig, overrides: dict[str, str]) -> TrainConfig:
    """Applies `--key value` pairs, each read as the type of its setting.

    Raises:
        ValueError: A key is unknown or a value does not fit.
    """
    # Presets may hold 0 where a share is meant: what a value is says the setting alone.
    types = get_type_hints(TrainConfig)
    changes: dict[str, object] = {}
    for key, text in overrides.items():
        if key == "preset" or key not in types:
            raise ValueError(f"unknown setting --{key}")
        changes[key] = types[key](text)
    return replace(config, **changes)  # type: ignore[arg-type]
