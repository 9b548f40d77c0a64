"""What a checkpoint needs to know to rebuild its network. Frozen; travels inside the checkpoint."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class ModelConfig:
    """A whole model and the size it works best at.

    Attributes:
        working_px: Longer side of the crop that the network sees at run time.
    """

    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    generator: GeneratorConfig = field(default_factory=GeneratorConfig)
    working_px: int = 256

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
            generator = dict(data.pop("generator"))
            for name in ("widths", "dilations", "closing_dilations"):
                if name in generator:
                    generator[name] = tuple(generator[name])
            encoder = EncoderConfig(**data.pop("encoder"))
            return ModelConfig(encoder=encoder, generator=GeneratorConfig(**generator), **data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise WeightsError("The weights were made for another version of Lacuna.") from error
