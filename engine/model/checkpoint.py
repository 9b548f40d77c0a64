"""Checkpoints: one safetensors file with its config inside, its SHA-256 in a manifest beside it.

No pickle is ever loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from engine.model.config import FORMAT, ModelConfig
from engine.model.encoder import EMBEDDED
from engine.model.inpainter import Inpainter
from engine.protocol import WeightsError

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Checkpoint:
    """A loaded model and what is known of it.

    Attributes:
        model: In evaluation mode, float32, on the CPU.
        sha256: Of the file.
        facts: What training wrote: images seen, presets, date.
    """

    model: Inpainter
    sha256: str
    facts: dict[str, str]


def save_checkpoint(model: Inpainter, path: Path, facts: dict[str, str]) -> str:
    """Writes the model in fp16 with its config, and its hash into the manifest of the folder.

    Encoders that are not ours are left out: the config names them.

    Returns:
        The SHA-256 of the file.
    """
    ours = model.config.encoder.name == EMBEDDED
    tensors = {
        name: tensor.detach().to("cpu", torch.float16).contiguous()
        for name, tensor in model.state_dict().items()
        if ours or not name.startswith("encoder.")
    }
    metadata = {"format": FORMAT, "config": model.config.to_json(), **facts}
    path.parent.mkdir(parents=True, exist_ok=True)
    checksums = _checksums(path)
    temporary = path.with_suffix(".part")
    save_file(tensors, temporary, metadata=metadata)
    temporary.chmod(0o644)  # safetensors writes files for their owner alone.
    digest = file_sha256(temporary)
    # A kill may come between any two of these: weights without a checksum load, with another one they do not.
    if checksums.pop(path.name, digest) != digest:
        _write_checksums(path, checksums)
    os.replace(temporary, path)
    _write_checksums(path, {**checksums, path.name: digest})
    return digest


def load_checkpoint(path: Path) -> Checkpoint:
    """Reads, checks and rebuilds a model.

    Raises:
        WeightsError: The file is missing, damaged, not ours, or does not match the manifest beside it; or
            the manifest is damaged.
    """
    if not path.is_file():
        raise WeightsError(f"The weights {path.name} were not found.")
    expected = _checksums(path).get(path.name)
    try:
        digest = file_sha256(path)
        if expected is not None and expected != digest:
            raise WeightsError(f"The weights {path.name} are damaged: their checksum does not match.")
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"The weights {path.name} are damaged or not a safetensors file.") from error
    if metadata.pop("format", None) != FORMAT:
        raise WeightsError(f"The weights {path.name} were not made for this version of Lacuna.")
    config = ModelConfig.from_json(metadata.pop("config", ""))
    model = Inpainter(config)
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    foreign = config.encoder.name != EMBEDDED
    if unexpected or any(not (foreign and name.startswith("encoder.")) for name in missing):
        raise WeightsError(f"The weights {path.name} do not fit the network that they describe.")
    # A run that diverged, or a conversion that overflowed: it would load, and fail in the middle of a fill.
    if not all(bool(tensor.isfinite().all()) for tensor in tensors.values()):
        raise WeightsError(f"The weights {path.name} are damaged: some of their numbers are not finite.")
    return Checkpoint(model=model.eval(), sha256=digest, facts=metadata)


def _checksums(path: Path) -> dict[str, str]:
    """The SHA-256 of weights in the folder of `path`, by name, as far as the manifest there knows them.

    Raises:
        WeightsError: The manifest is damaged or cannot be read.
    """
    manifest = path.parent / MANIFEST
    if not manifest.is_file():
        return {}
    try:
        known = json.loads(manifest.read_text())
        if not isinstance(known, dict):
            raise ValueError("no table")
    except (ValueError, OSError) as error:
        raise WeightsError(f"The checksums {manifest.name} beside {path.name} are damaged.") from error
    return known


def _write_checksums(path: Path, checksums: dict[str, str]) -> None:
    """Writes the manifest in the folder of `path`, all or nothing."""
    manifest = path.parent / MANIFEST
    temporary = manifest.with_suffix(".json.part")
    temporary.write_text(json.dumps(checksums, indent=2, sort_keys=True) + "\n")
    os.replace(temporary, manifest)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
