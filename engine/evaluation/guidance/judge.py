"""A segmentation network that no loss has used: it says whether a fill shows what it was asked for.

It learns from the labelled training scenes alone, from nothing, in minutes; it shares neither weights nor
features nor teacher with what it judges.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import SCENE_CODES, UNKNOWN
from engine.model.layers import DilatedBlock, ResidualBlock, upsampled
from engine.training.augmentation import random_labelled_crop
from engine.training.street import StreetScenes

FILE = "judge.safetensors"
_WIDTHS = (48, 96, 128)
_CROP_PX, _BATCH, _RATE = 192, 8, 1.5e-3
STEPS = 700


class Judge(nn.Module):
    """A U-Net from 1/4 to 1/16 and back; tells scene classes of whole pictures."""

    def __init__(self) -> None:
        super().__init__()
        quarter, eighth, sixteenth = _WIDTHS
        self.stem = nn.Sequential(
            nn.PixelUnshuffle(2), nn.Conv2d(12, 32, 3, padding=1), nn.GELU(), nn.Conv2d(32, quarter, 3, 2, 1)
        )
        self.first = ResidualBlock(quarter)
        self.down = nn.Conv2d(quarter, eighth, 3, 2, 1)
        self.second = ResidualBlock(eighth)
        self.deeper = nn.Conv2d(eighth, sixteenth, 3, 2, 1)
        self.wide = nn.ModuleList(DilatedBlock(sixteenth, 1, d) for d in (1, 2, 4, 2))
        for block in self.wide:
            assert isinstance(block, DilatedBlock)
            block.modulation.open_gate()  # nothing steers these blocks
        self.up = nn.Conv2d(sixteenth, eighth, 1)
        self.third = ResidualBlock(eighth)
        self.last = nn.Conv2d(eighth, quarter, 1)
        self.fourth = ResidualBlock(quarter)
        self.out = nn.Conv2d(quarter, len(SCENE_CODES), 1)

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, H, W) in 0..1, H and W multiples of 16, to logits (B, 11, H/4, W/4)."""
        nothing = images.new_zeros(len(images), 1)
        quarter = self.first(self.stem(images - 0.5))
        eighth = self.second(self.down(functional.gelu(quarter)))
        deep = self.deeper(functional.gelu(eighth))
        for block in self.wide:
            deep = block(deep, nothing)
        eighth = self.third(eighth + upsampled(self.up(deep)))
        return self.out(self.fourth(quarter + upsampled(self.last(eighth))))

    @torch.inference_mode()
    def codes(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """(H, W, 3) uint8 with sides that are multiples of 16 to (H, W) codes."""
        image = torch.from_numpy(picture.astype(np.float32) / 255).permute(2, 0, 1)[None]
        logits = functional.interpolate(self(image), scale_factor=4, mode="bilinear", align_corners=False)
        return (logits[0].argmax(dim=0).numpy() + SCENE_CODES[0]).astype(np.uint8)


def trained_judge(
    scenes: StreetScenes, folder: Path, steps: int = STEPS, crop_px: int = _CROP_PX, seed: int = 99
) -> Judge:
    """A judge that has learned; kept in the folder, so that another report needs no other training."""
    path = folder / FILE
    torch.manual_seed(seed)
    judge = Judge()
    if path.exists():
        judge.load_state_dict(load_file(path))
        return judge.eval()
    judge.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(judge.parameters(), lr=_RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.1)
    rng = np.random.default_rng(seed)
    for step in range(steps):
        images, targets = _batch(scenes, crop_px, rng)
        logits = functional.interpolate(judge(images), scale_factor=4, mode="bilinear", align_corners=False)
        loss = functional.cross_entropy(logits, targets, ignore_index=-100)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        if (step + 1) % 50 == 0:
            print(f"judge {step + 1}/{steps}  {loss.item():.3f}", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in judge.state_dict().items()}, path)
    return judge.eval()


def _batch(scenes: StreetScenes, crop_px: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    images = np.empty((_BATCH, crop_px, crop_px, 3), np.float32)
    targets = np.empty((_BATCH, crop_px, crop_px), np.int64)
    for i in range(_BATCH):
        photo, codes = scenes.scene(int(rng.integers(len(scenes))))
        images[i], labels = random_labelled_crop(photo, codes, crop_px, rng)
        targets[i] = np.where(labels == UNKNOWN, -100, labels.astype(np.int64) - SCENE_CODES[0])
    pictures = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
    return pictures, torch.from_numpy(targets)
