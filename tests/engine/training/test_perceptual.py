from pathlib import Path

import pytest
import timm
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from engine.protocol import WeightsError
from engine.training.perceptual import Teacher, load_teacher, perceptual_distance


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights of the teacher's shape, with batch norms that are not neutral."""
    torch.manual_seed(0)
    network = timm.create_model("mobilenetv2_100", pretrained=False, pad_type="same")
    state = {k: v for k, v in network.state_dict().items() if "num_batches" not in k}
    for name, value in state.items():
        if "running_mean" in name or name.endswith("bias"):
            state[name] = torch.randn_like(value) * 0.1
        elif "running_var" in name:
            state[name] = 0.5 + torch.rand_like(value)
    path = tmp_path_factory.mktemp("teacher") / "teacher.safetensors"
    save_file({k: v.half().contiguous() for k, v in state.items()}, path)
    return path


@pytest.fixture(scope="module")
def teacher(weights: Path) -> Teacher:
    return load_teacher(weights)


@pytest.fixture
def pictures() -> torch.Tensor:
    torch.manual_seed(1)
    coarse = torch.rand(2, 3, 12, 12)
    return (F.interpolate(coarse, size=(96, 96), mode="bilinear") + 0.1 * torch.rand(2, 3, 96, 96)).clamp(
        0, 1
    )


def blurred(pictures: torch.Tensor, times: int) -> torch.Tensor:
    for _ in range(times):
        pictures = F.avg_pool2d(F.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    return pictures


def test_folding_the_batch_norms_changes_no_feature(weights: Path, teacher: Teacher, pictures) -> None:
    from safetensors.torch import load_file

    network = timm.create_model("mobilenetv2_100", pretrained=False, pad_type="same")
    network.load_state_dict({k: v.float() for k, v in load_file(weights).items()})
    network.eval()
    with torch.no_grad():
        expected = network.forward_head(network.forward_features(pictures * 2 - 1), pre_logits=True)
        found = teacher.pooled(pictures)
    assert found.shape == (2, teacher.pooled_channels)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-5)


def test_features_come_at_every_stride(teacher: Teacher) -> None:
    maps = teacher.features(torch.rand(1, 3, 70, 96))
    assert [tuple(m.shape[1:]) for m in maps] == [
        (16, 35, 48),
        (24, 18, 24),
        (32, 9, 12),
        (96, 5, 6),
        (320, 3, 3),
    ]
    assert [m.shape[1] for m in maps] == list(teacher.feature_channels)
    assert len(teacher.features(torch.rand(1, 3, 64, 64), strides=3)) == 3


def test_the_teacher_is_frozen_and_stays_so(teacher: Teacher) -> None:
    assert not any(p.requires_grad for p in teacher.parameters())
    assert all(p.dtype == torch.float32 for p in teacher.parameters())
    assert not torch.nn.Sequential(teacher).train()[0].training


def test_equal_pictures_are_at_no_distance(teacher: Teacher, pictures: torch.Tensor) -> None:
    assert torch.equal(perceptual_distance(teacher, pictures, pictures), torch.zeros(2))


def test_blur_and_noise_raise_the_distance(teacher: Teacher, pictures: torch.Tensor) -> None:
    noise = torch.randn_like(pictures)
    for worse in (
        [blurred(pictures, times) for times in (1, 3, 9)],
        [(pictures + strength * noise).clamp(0, 1) for strength in (0.03, 0.1, 0.3)],
    ):
        distances = [perceptual_distance(teacher, w, pictures).mean().item() for w in worse]
        assert 0 < distances[0] < distances[1] < distances[2]


def test_only_the_neighborhood_of_the_hole_counts(teacher: Teacher, pictures: torch.Tensor) -> None:
    hole = torch.zeros(2, 1, 96, 96)
    hole[..., :16, :16] = 1
    changed = pictures.clone()
    changed[..., 80:, 80:] = 0
    far = perceptual_distance(teacher, changed, pictures, hole, strides=3)
    near = perceptual_distance(teacher, changed, pictures, hole.flip(2, 3), strides=3)
    assert (far < 0.02 * near).all()


def test_pictures_of_a_batch_do_not_meet(teacher: Teacher, pictures: torch.Tensor) -> None:
    other = blurred(pictures, 2)
    both = perceptual_distance(teacher, other, pictures)
    alone = perceptual_distance(teacher, other[1:], pictures[1:])
    torch.testing.assert_close(both[1:], alone, rtol=1e-4, atol=1e-6)


def test_the_distance_guides_a_picture_towards_the_truth(teacher: Teacher, pictures: torch.Tensor) -> None:
    guess = blurred(pictures, 5).requires_grad_()
    before = perceptual_distance(teacher, guess, pictures).sum()
    (gradient,) = torch.autograd.grad(before, guess)
    assert torch.isfinite(gradient).all()
    after = perceptual_distance(teacher, guess - 1e-3 * gradient / gradient.abs().max(), pictures).sum()
    assert after < before


def test_black_pictures_have_finite_gradients(teacher: Teacher) -> None:
    black = torch.zeros(1, 3, 64, 64, requires_grad=True)
    perceptual_distance(teacher, black, torch.zeros(1, 3, 64, 64)).sum().backward()
    assert torch.isfinite(black.grad).all()


def test_bad_weights_are_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="do not exist"):
        load_teacher(tmp_path / "none.safetensors")
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"\x08\x00\x00\x00")
    with pytest.raises(WeightsError, match="cannot be read"):
        load_teacher(damaged)
    other = tmp_path / "other.safetensors"
    save_file({"weight": torch.zeros(3)}, other)
    with pytest.raises(WeightsError, match="not those of a MobileNetV2"):
        load_teacher(other)
