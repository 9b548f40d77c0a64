"""What a checkpoint needs to know to rebuild its network. Frozen; travels inside the checkpoint."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from engine.protocol import WeightsError

FORMAT = "lacuna-1"


@dataclass(frozen=True)
class EncoderConfig:
    """The semantic encoder.

    Attributes:
        name: "embedded" (a small ViT whose weights lie in our checkpoint), or any timm DINO, DINOv2 or
            DINOv3 model, "vit_small_patch14_dinov2.lvd142m" for instance.
        file: A local state dict (safetensors) for a timm model; empty = timm fetches it.
        image_px: Side the picture is resized to before the encoder sees it; a multiple of the patch.
        patch_px, dim, depth, heads: Shape of the embedded ViT; `dim` of a timm model is read from it.
        adaptation_depth: Transformer blocks of the feature adaptation module.
    """

    name: str = "embedded"
    file: str = ""
    image_px: int = 160
    patch_px: int = 16
    dim: int = 192
    depth: int = 8
    heads: int = 3
    adaptation_depth: int = 2


@dataclass(frozen=True)
class GeneratorConfig:
    """The Gaussian generator.

    Attributes:
        widths: Channels at 1/2, 1/4, 1/8 and 1/16 of the working size.
        dilations: One bottleneck block at 1/8 before the attention for each.
        attention_blocks: Transformer blocks at 1/16.
        heads: Attention heads at 1/16.
        closing_dilations: One bottleneck block at 1/8 after the attention for each.
        gaussians_per_cell: Gaussians in each cell of `cell_px`.
        cell_px: Side of a cell; 2 = the network never runs a layer at full resolution.
        radius: The window that reaches a pixel holds (2 radius + 1)^2 cells.
        semantics: "adapted", "raw" (features of the masked picture as they are) or "none".
        label_dim: Length of the vectors that labels become where they steer the decoder; 0 = no labels.
        appearance_dim: Length of the descriptions of what the completed picture looks like; 0 = none.
        appearance_hidden: Channels of the head that gives them.
        second_look: Whether the picture is gone through twice, see `SecondLook`.
    """

    widths: tuple[int, int, int, int] = (32, 64, 160, 256)
    dilations: tuple[int, ...] = (1, 2, 4)
    attention_blocks: int = 3
    heads: int = 4
    closing_dilations: tuple[int, ...] = (2, 1)
    gaussians_per_cell: int = 1
    cell_px: int = 2
    radius: int = 2
    semantics: str = "adapted"
    label_dim: int = 0
    appearance_dim: int = 0
    appearance_hidden: int = 192
    second_look: bool = False


@dataclass(frozen=True)
class SegmenterConfig:
    """The segmentation network.

    Attributes:
        widths: Channels at 1/4, 1/8 and 1/16 of the working size.
        dilations: One block at 1/8 for each.
        attention_blocks: Transformer blocks at 1/16.
        heads: Their attention heads.
        label_dim: Length of the vectors that labels known so far become.
    """

    widths: tuple[int, int, int] = (64, 128, 192)
    dilations: tuple[int, ...] = (1, 2, 4)
    attention_blocks: int = 2
    heads: int = 3
    label_dim: int = 16


@dataclass(frozen=True)
class ModelConfig:
    """A whole model and the size it works best at.

    Attributes:
        segmenter: None = the model knows nothing of labels.
        working_px: Longer side of the crop that the network sees at run time.
        closest_px: Longer side up to which larger crops are then looked at from closer; 0 = they are not.
    """

    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    generator: GeneratorConfig = field(default_factory=GeneratorConfig)
    segmenter: SegmenterConfig | None = None
    working_px: int = 256
    closest_px: int = 0

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), sort_keys=True)

    @staticmethod
    def from_json(text: str) -> ModelConfig:
        """Rebuilds a config; unknown keys are errors, so that no newer checkpoint is half understood.

        Raises:
            WeightsError: The text is not a config of this version.
        """
        try:
            data = json.loads(text)
            generator = GeneratorConfig(**_with_tuples(data.pop("generator")))
            encoder = EncoderConfig(**data.pop("encoder"))
            # Checkpoints from before there were labels do not mention them.
            told = data.pop("segmenter", None)
            segmenter = None if told is None else SegmenterConfig(**_with_tuples(told))
            return ModelConfig(encoder=encoder, generator=generator, segmenter=segmenter, **data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise WeightsError("The weights were made for another version of Lacuna.") from error


def _with_tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
