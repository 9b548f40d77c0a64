"""Labels while training: scenes as they are drawn, kinds as they are found, edits where they are made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.labels.vocabulary import CODES, REGION_CODES, SCENE_CODES, UNKNOWN
from engine.model.segmentation import LabelLogits
from engine.protocol import PhotoError, WeightsError
from engine.training.data import PhotoShards
from engine.training.label_judge import shares_of, shares_of_truth
from engine.training.label_maps import (
    class_weights,
    in_cells,
    in_pixels,
    known_so_far,
    label_loss,
    perturbed,
    told,
)
from engine.training.perceptual import load_teacher
from engine.training.regions import discover, guided, load_regions, raw_features, save_regions
from engine.training.street import LabelledBatches, StreetScenes
from tests.engine.training.scenes import CAR, ROAD, SKY, make_scenes


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scenes(tmp_path_factory.mktemp("scenes") / "camvid.tar")


def test_scenes_come_with_the_codes_of_their_classes_and_unlabelled_is_unknown(scenes):
    photo, codes = StreetScenes(scenes, "train").scene(0)
    assert photo.shape == (80, 96, 3)
    assert codes[0, 0] == SCENE_CODES[SKY]
    assert codes[-1, 0] == SCENE_CODES[ROAD]
    assert codes[40, 30] == SCENE_CODES[CAR]
    assert (codes[:, -4:] == UNKNOWN).all()


def test_missing_scenes_and_splits_are_sentences(tmp_path, scenes):
    with pytest.raises(PhotoError, match="do not exist"):
        StreetScenes(tmp_path / "none.tar", "train")
    with pytest.raises(PhotoError, match="no labelled scenes"):
        StreetScenes(scenes, "elsewhere")


def test_labels_keep_their_places_in_crops(scenes, data):
    shards = PhotoShards([data / "photos-00.tar"])
    batches = LabelledBatches(shards, StreetScenes(scenes, "train"), 64, 6, seed=3, street_share=0.5)
    batch = batches.batch_at(2)
    assert batch.images.shape == (6, 3, 64, 64)
    assert batch.is_street is not None
    assert batch.is_street.tolist() == [False] * 3 + [True] * 3
    assert batch.labels is not None
    assert (batch.labels[:3] == UNKNOWN).all()
    for image, labels in zip(batch.images[3:], batch.labels[3:], strict=True):
        red_over_blue = image[0] - image[2]
        is_car = labels == SCENE_CODES[CAR]
        assert is_car.any()
        assert red_over_blue[is_car].mean() > 0.2 > red_over_blue[labels == SCENE_CODES[SKY]].mean()
    again = LabelledBatches(shards, StreetScenes(scenes, "train"), 64, 6, seed=3, street_share=0.5)
    assert torch.equal(again.batch_at(2).images, batch.images)


def test_a_cell_has_the_label_of_most_of_its_pixels():
    labels = torch.zeros(1, 8, 8, dtype=torch.uint8)
    labels[0, :4, :3] = 5
    cells = in_cells(labels)
    assert cells.tolist() == [[[5, 0], [0, 0]]]
    assert torch.equal(in_cells(in_pixels(cells)), cells)


def test_right_labels_cost_nothing_and_unknown_ones_count_nothing():
    truth = torch.tensor([[[SCENE_CODES[3], UNKNOWN]], [[REGION_CODES[7], REGION_CODES[7]]]])
    scene, regions = torch.zeros(2, 11, 1, 2), torch.zeros(2, 32, 1, 2)
    scene[:, 3], regions[:, 7] = 50, 50
    masks = torch.ones(2, 1, 4, 8)
    assert label_loss(LabelLogits(scene, regions, torch.zeros(2)), truth, masks).item() < 1e-5
    scene[0, :, 0, 1] = torch.randn(11)  # where the label is unknown
    assert label_loss(LabelLogits(scene, regions, torch.zeros(2)), truth, masks).item() < 1e-5
    regions[1, 8, 0, 0] = 100
    assert label_loss(LabelLogits(scene, regions, torch.zeros(2)), truth, masks).item() > 1


def test_rare_classes_weigh_more_and_all_cells_together_what_they_did(scenes):
    shares = torch.from_numpy(StreetScenes(scenes, "train").class_shares()).float()
    assert shares.sum().item() == pytest.approx(1)
    assert shares[SKY] > shares[CAR] > 0
    alike, tempered = class_weights(shares, 0.0), class_weights(shares, 0.5)
    assert torch.allclose(alike[shares > 0], torch.ones(()))
    assert (tempered * shares).sum().item() == pytest.approx(1)
    assert tempered[CAR] > tempered[SKY]
    assert tempered[shares == 0].eq(0).all()


def test_a_mistake_costs_as_its_class_weighs():
    truth = torch.tensor([[[SCENE_CODES[0], SCENE_CODES[4]]]])
    logits = LabelLogits(torch.zeros(1, 11, 1, 2), torch.zeros(1, 32, 1, 2), torch.zeros(1))
    weights = torch.ones(11)
    weights[4] = 3
    masks = torch.zeros(1, 1, 4, 8)
    assert label_loss(logits, truth, masks, weights) == pytest.approx(2 * label_loss(logits, truth, masks))


def test_what_is_not_likely_enough_is_unknown():
    scene = torch.zeros(1, 11, 1, 2)
    scene[0, 3, 0] = torch.tensor([5.0, 0.5])
    logits = LabelLogits(scene, torch.zeros(1, 32, 1, 2), torch.zeros(1))
    is_street = torch.tensor([True])
    assert told(logits, is_street).tolist() == [[[SCENE_CODES[3], SCENE_CODES[3]]]]
    assert told(logits, is_street, 0.5).tolist() == [[[SCENE_CODES[3], UNKNOWN]]]
    assert told(logits, ~is_street, 0.5).tolist() == [[[UNKNOWN, UNKNOWN]]]


def test_shares_and_codes_agree():
    scene, regions = torch.randn(2, 11, 3, 4), torch.randn(2, 32, 3, 4)
    logits = LabelLogits(scene, regions, torch.zeros(2))
    is_street = torch.tensor([True, False])
    shares = shares_of(logits, is_street)
    assert torch.allclose(shares.sum(dim=1), torch.ones(2, 3, 4))
    assert torch.equal(shares.argmax(dim=1) + 1, told(logits, is_street))
    truth = told(logits, is_street)
    assert torch.equal(shares_of_truth(truth).argmax(dim=1) + 1, truth)
    assert shares_of_truth(torch.zeros(1, 2, 2, dtype=torch.long)).sum() == 0


def test_what_is_told_is_true_and_never_more_than_asked():
    torch.manual_seed(0)
    truth = torch.randint(1, CODES, (64, 16, 16))
    masks = torch.zeros(64, 1, 16, 16)
    masks[..., 4:12, 4:12] = 1
    known = known_so_far(truth, masks)
    assert ((known == truth) | (known == UNKNOWN)).all()
    inside, outside = known[:, 4:12, 4:12] != UNKNOWN, known[:, :4] != UNKNOWN
    silent = ~outside.flatten(1).any(1)
    assert 0.5 < silent.float().mean() < 0.8
    assert not inside[silent].any()
    some = inside.flatten(1).any(1)
    assert 0.05 < some.float().mean() < 0.3
    assert inside[some].float().mean() < 0.7


def test_edits_are_labels_of_the_picture_inside_the_hole_and_leave_the_rest_alone():
    torch.manual_seed(1)
    labels = torch.full((16, 16, 16), 1)
    labels[:, 8:] = 4
    masks = torch.zeros(16, 1, 16, 16)
    masks[:, :, 2:8, 2:14] = 1
    edited, where = perturbed(labels, masks)
    assert (edited[where[:, 0]] == 4).all()
    assert torch.equal(edited[~where[:, 0]], labels[~where[:, 0]])
    assert not (where & (masks < 0.5)).any()
    shares = where.flatten(1).sum(1) / masks.flatten(1).sum(1)
    assert shares.max() == 1
    assert 0.3 < shares.min() < 0.7


def test_a_picture_of_one_label_cannot_be_edited():
    edited, where = perturbed(torch.full((3, 16, 16), 2), torch.ones(3, 1, 16, 16))
    assert not where.any()
    assert (edited == 2).all()


def test_kinds_of_regions_are_found_again_and_survive_their_file(tmp_path, teacher):
    torch.manual_seed(2)
    looked = load_teacher(teacher)
    colors = torch.tensor([[0.9, 0.2, 0.1], [0.1, 0.7, 0.2], [0.2, 0.3, 0.9]])
    images = torch.empty(6, 3, 64, 64)
    for i in range(6):
        images[i, :, :, :32] = colors[i % 3, :, None, None]
        images[i, :, :, 32:] = colors[(i + 1) % 3, :, None, None]
    with torch.inference_mode():
        found = discover(*raw_features(images, looked.features(images)), 3, seed=0)
    path = tmp_path / "regions.safetensors"
    save_regions(found, path, {})
    labels = load_regions(path)(images, looked.features(images))
    left, right = labels[:, 2:-2, 2:6], labels[:, 2:-2, 10:14]
    for i in range(3):
        assert left[i].float().std() == 0
        assert torch.equal(left[i], left[i + 3])
        assert torch.equal(right[i], left[(i + 1) % 3])
    with pytest.raises(WeightsError):
        load_regions(tmp_path / "none.safetensors")


def test_the_guided_filter_keeps_constants_and_follows_edges():
    guide = torch.zeros(1, 1, 16, 16)
    guide[..., 8:] = 1
    assert torch.allclose(guided(torch.full((1, 2, 16, 16), 0.3), guide), torch.tensor(0.3), atol=1e-5)
    soft = torch.from_numpy(np.clip(np.linspace(-1, 2, 16), 0, 1).astype(np.float32)).expand(1, 1, 16, 16)
    sharp = guided(soft.contiguous(), guide)[0, 0, 8]
    assert (sharp[8] - sharp[7]) > 2 * (soft[0, 0, 8, 8] - soft[0, 0, 8, 7])
