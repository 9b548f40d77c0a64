"""The evidence: closed forms of its figures, honest classes, and one small run of the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.evaluation.cases import SHARE_CLASSES, small_cases
from engine.evaluation.evidence.__main__ import main
from engine.evaluation.evidence.alignment import nearness_by_share
from engine.evaluation.evidence.collapse import token_deviation, token_rank, vote_accuracy
from engine.evaluation.evidence.parts import Speed, fill_parts, machine_speed
from engine.evaluation.evidence.reliance import ADAPTED, STEERINGS, reliances
from engine.evaluation.evidence.shares import share_cases
from engine.model.checkpoint import save_checkpoint
from engine.model.config import EncoderConfig, GeneratorConfig, ModelConfig
from engine.model.encoder import Features
from engine.model.inpainter import Inpainter
from engine.training.data import PhotoShards
from engine.training.perceptual import Teacher
from tests.engine.evaluation.fake_engine import FakeEngine
from tests.pictures import make_tiny_shard

TINY = ModelConfig(
    encoder=EncoderConfig(image_px=64, dim=32, depth=1, heads=2, adaptation_depth=1),
    generator=GeneratorConfig(
        widths=(8, 8, 16, 16), dilations=(1,), attention_blocks=1, heads=2, closing_dilations=(1,)
    ),
    working_px=64,
)


@pytest.fixture(scope="module")
def model() -> Inpainter:
    torch.manual_seed(0)
    return Inpainter(TINY).eval()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make_tiny_shard(folder / "photos-val.tar", 3, (256, 280))
    make_tiny_shard(folder / "photos-00.tar", 12, (256, 256), seed=1)
    names = [f"tiny_{number:05d}.webp" for number in range(12)]
    rows = [f"photos\t{name}\t280\t256\tsource {number % 2}\t\t" for number, name in enumerate(names)]
    head = "shard\tfile\twidth\theight\tsource\tlicence_as_stated\tsource_path"
    (folder / "photos.tsv").write_text("\n".join([head, *rows]) + "\n")
    return folder


def test_an_adaptation_that_says_nothing_gains_nothing_and_the_hole_costs(model: Inpainter) -> None:
    pictures = torch.rand(6, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        rows = nearness_by_share(model, pictures, seed=0, shares=(0.1, 0.6))
    for row in rows:
        assert row.summary_raw == row.summary_adapted
        assert row.hole_raw == row.hole_adapted
        assert row.hole_gain_error == 0
    assert rows[1].hole_raw < 1
    assert rows[1].summary_raw < rows[0].summary_raw < 1


def test_what_all_tokens_share_is_not_in_the_cosine(model: Inpainter) -> None:
    class Shifted(torch.nn.Module):
        """Adds the same large token to everything that an encoder says."""

        def __init__(self, encoder: torch.nn.Module) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, pictures: torch.Tensor) -> Features:
            seen = self.encoder(pictures)
            return Features(seen.summary + 100, seen.patches + 100)

    pictures = torch.rand(6, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    other = Inpainter(TINY).eval()
    other.load_state_dict(model.state_dict())
    other.encoder = Shifted(model.encoder)  # type: ignore[assignment]
    with torch.inference_mode():
        plain, shifted = (nearness_by_share(m, pictures, seed=0, shares=(0.4,))[0] for m in (model, other))
    assert shifted.hole_raw == pytest.approx(plain.hole_raw, abs=1e-3)
    assert shifted.summary_raw == pytest.approx(plain.summary_raw, abs=1e-3)


def test_neighbors_vote_for_their_label() -> None:
    rng = torch.Generator().manual_seed(0)
    centers = torch.eye(3, 16) * 4
    labels = [str(number % 3) for number in range(60)]
    points = centers[torch.arange(60) % 3] + 0.3 * torch.randn(60, 16, generator=rng)

    assert vote_accuracy(points[:45], labels[:45], points[45:], labels[45:]) == 1
    noise = torch.randn(600, 16, generator=rng)
    chance = vote_accuracy(noise[:300], labels * 5, noise[300:], labels * 5)
    assert 0.2 < chance < 0.5


def test_collapsed_tokens_have_no_deviation_and_one_direction_is_rank_one() -> None:
    rng = torch.Generator().manual_seed(0)
    free = torch.randn(4000, 8, generator=rng)
    line = torch.randn(4000, 1, generator=rng) * torch.randn(1, 8, generator=rng)

    assert token_deviation(free) == pytest.approx(1, abs=0.02)
    assert token_deviation(torch.ones(100, 8)) == pytest.approx(0, abs=1e-5)
    assert token_rank(free) == pytest.approx(8, rel=0.02)
    assert token_rank(line) == pytest.approx(1, abs=1e-3)


def test_every_class_of_hole_share_has_as_many_cases(data: Path) -> None:
    cases = list(share_cases(PhotoShards([data / "photos-val.tar"]), seed=0, each=4))

    for low, high in SHARE_CLASSES:
        assert sum(low <= case.share < high for case in cases) == 4
    assert {case.family for case in cases if case.share < 0.2} == {"thin", "wide", "box", "object"}


def test_features_matter_as_far_as_the_generator_listens(data: Path, teacher: Teacher) -> None:
    torch.manual_seed(3)
    model = Inpainter(TINY).eval()
    cases = list(small_cases(PhotoShards([data / "photos-val.tar"]), 0))

    def differences() -> dict[str, float]:
        with torch.inference_mode():
            rows = reliances(model, teacher, cases)
        return {row.name: abs(row.psnr_gain[0]) + abs(row.perceptual_gain[0]) for row in rows}

    # Untrained, AdaLN's gates are shut: whatever the features say, the field is the same.
    assert differences() == dict.fromkeys(STEERINGS, 0.0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    opened = differences()
    assert opened.pop(ADAPTED) == 0
    assert min(opened.values()) > 0


def test_parts_of_the_time_and_their_limits(model: Inpainter) -> None:
    device = torch.device("cpu")
    speed = machine_speed(device, side=64, copied=4096)
    small, large = (fill_parts(model, device, speed, px) for px in (64, 128))

    assert [part.name for part in small] == ["semantics", "network", "rasterizer", "copy"]
    assert all(part.seconds > 0 and part.limit_s > 0 for part in small + large)
    # A convolution's work grows with the area; what the encoder sees has one size.
    assert large[1].gflop == pytest.approx(4 * small[1].gflop, rel=0.1)
    assert large[0].gflop == small[0].gflop


def test_a_closer_look_is_a_part_of_its_own(model: Inpainter) -> None:
    torch.manual_seed(0)
    generator = replace(model.config.generator, second_look=True)
    sharp_eyed = Inpainter(replace(model.config, generator=generator, closest_px=128))

    parts = fill_parts(sharp_eyed, torch.device("cpu"), Speed(flops=1e11, bytes=1e10), 64)

    assert [part.name for part in parts] == ["semantics", "network", "closer look", "rasterizer", "copy"]
    # Two looks at the small view, one at a view of four times its area.
    assert parts[2].gflop == pytest.approx(2 * parts[1].gflop, rel=0.1)


def test_the_command_writes_all_sections(data: Path, model: Inpainter, teacher_weights: Path, tmp_path: Path):
    save_checkpoint(model, tmp_path / "tiny.safetensors", {})
    arguments = ["--data", str(data), "-o", str(tmp_path / "report"), "--teacher", str(teacher_weights)]
    arguments += ["--weights", str(tmp_path / "tiny.safetensors"), "--each", "2", "--device", "cpu"]
    with pytest.MonkeyPatch.context() as patch:
        # Compiling the exemplar search would take longer than all the rest.
        patch.setattr("engine.evaluation.methods.unguided", lambda case, working_px: case.truth)
        speed = Speed(flops=1e11, bytes=1e10)
        patch.setattr("engine.evaluation.evidence.__main__.machine_speed", lambda device: speed)
        assert main(arguments, lambda device, weights: FakeEngine()) == 0

    text = (tmp_path / "report" / "evidence.md").read_text()
    for words in (
        "10%",
        "70%",
        "teacher",
        "another picture's",
        "Holes of 40-60 %",
        "standard deviation",
        "rasterizer",
        "SHA-256",
    ):
        assert words in text
    found = json.loads((tmp_path / "report" / "evidence.json").read_text())
    assert len(found["nearness"]) == 7
    assert 0 <= found["spreads"][0]["accuracy"] <= 1
    assert found["kernel_distances"]["default"]["crops"] == 60
    assert set(found["fills"]) == {"0-20 %", "20-40 %", "40-60 %"}
    assert np.isfinite(found["fills"]["20-40 %"]["default"]["psnr_db"])


def test_bad_input_is_one_sentence(data: Path, tmp_path: Path, capsys) -> None:
    assert main(["--data", str(tmp_path), "-o", str(tmp_path / "r")]) == 2
    assert "no photos-val.tar" in capsys.readouterr().err
    assert main(["--data", str(data), "-o", str(tmp_path / "r"), "--each", "0"]) == 2
    assert "at least 1" in capsys.readouterr().err
    missing = [
        "--data",
        str(data),
        "-o",
        str(tmp_path / "r"),
        "--weights",
        str(tmp_path / "none.safetensors"),
    ]
    assert main(missing) == 2
    assert "not found" in capsys.readouterr().err
