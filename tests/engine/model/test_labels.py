"""Labels in the model: a map that says nothing changes nothing, one that says something acts where it is."""

from __future__ import annotations

import pytest
import torch

from engine.labels.vocabulary import CODES, REGION_CODES, SCENE_CODES
from engine.model.config import EncoderConfig, GeneratorConfig, ModelConfig, SegmenterConfig
from engine.model.inpainter import Inpainter
from engine.model.label_modulation import LabelModulation, LabelTable

TINY = ModelConfig(
    encoder=EncoderConfig(image_px=32, dim=32, depth=1, heads=2, adaptation_depth=1),
    generator=GeneratorConfig(
        widths=(8, 8, 16, 16),
        dilations=(1,),
        attention_blocks=1,
        heads=2,
        closing_dilations=(1,),
        label_dim=8,
    ),
    segmenter=SegmenterConfig(widths=(8, 16, 16), dilations=(1,), attention_blocks=1, heads=2, label_dim=4),
)


@pytest.fixture(scope="module")
def model() -> Inpainter:
    """A small model whose modulations say something."""
    torch.manual_seed(3)
    model = Inpainter(TINY).eval()
    for module in model.modules():
        if isinstance(module, LabelModulation):
            torch.nn.init.normal_(module.say.weight, std=0.2)
    return model


@pytest.fixture
def picture() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    mask = torch.zeros(1, 1, 64, 64)
    mask[..., 16:48, 16:48] = 1
    return torch.rand(1, 3, 64, 64, generator=generator), mask


@torch.inference_mode()
def test_unknown_everywhere_is_the_unguided_field_to_the_last_bit(model, picture):
    semantics = model.semantics(*picture)
    free = model.generator(*picture, semantics)
    unknown = model.generator(*picture, semantics, torch.zeros(1, 64, 64, dtype=torch.long))
    assert torch.equal(free.colors, unknown.colors)
    # Not only because the generator looks whether there is a label: the modulation itself adds nothing.
    modulation = model.generator.under_labels["2"]
    x = torch.randn(1, 8, 32, 32)
    nothing = model.generator.label_table(torch.zeros(1, 64, 64, dtype=torch.long), 2)
    assert torch.equal(modulation(x, nothing), x)


@torch.inference_mode()
def test_labels_act_where_they_are_and_more_than_far_away(model, picture):
    semantics = model.semantics(*picture)
    free = model.generator(*picture, semantics)
    labels = torch.zeros(1, 64, 64, dtype=torch.long)
    labels[:, 24:40, 24:40] = SCENE_CODES[0]
    change = (model.generator(*picture, semantics, labels).colors - free.colors).abs()
    change = change[0, 0].mean(dim=0)
    assert change[12:20, 12:20].mean() > 1e-4
    assert change[:4].mean() < 0.1 * change[12:20, 12:20].mean()


@torch.inference_mode()
def test_labels_of_either_vocabulary_say_different_things(model, picture):
    semantics = model.semantics(*picture)
    fields = []
    for code in (SCENE_CODES[2], REGION_CODES[2]):
        fields.append(model.generator(*picture, semantics, torch.full((1, 64, 64), code)).colors)
    assert not torch.equal(*fields)


def test_a_label_is_the_mean_over_its_cell():
    table = LabelTable(4)
    labels = torch.zeros(1, 4, 4, dtype=torch.long)
    labels[0, :2, :2] = 7
    vectors = table(labels, 4)[0, :, 0, 0]
    assert torch.allclose(vectors, table.embedding.weight[7] / 4)
    assert table.embedding.num_embeddings == CODES


def test_unknown_stays_the_zero_vector_while_training():
    table = LabelTable(4)
    optimizer = torch.optim.AdamW(table.parameters(), lr=0.1, weight_decay=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        table(torch.tensor([[[0, 1], [0, 2]]]), 2).square().sum().backward()
        optimizer.step()
    assert torch.equal(table.embedding.weight[0], torch.zeros(4))


@torch.inference_mode()
def test_the_segmenter_tells_cells_of_both_vocabularies_and_hears_what_is_known(model, picture):
    semantics = model.semantics(*picture)
    known = torch.zeros(1, 64, 64, dtype=torch.long)
    said = model.segmenter(*picture, semantics, known)
    assert said.scene.shape == (1, 11, 16, 16)
    assert said.regions.shape == (1, 32, 16, 16)
    assert said.street.shape == (1,)
    known[:, 16:48, 16:48] = SCENE_CODES[3]
    assert not torch.equal(said.scene, model.segmenter(*picture, semantics, known).scene)


@torch.inference_mode()
def test_the_segmenter_does_not_look_into_the_hole(model, picture):
    image, mask = picture
    semantics = model.semantics(image, mask)
    known = torch.zeros(1, 64, 64, dtype=torch.long)
    other = torch.where(mask > 0, 1 - image, image)
    assert torch.equal(
        model.segmenter(image, mask, semantics, known).regions,
        model.segmenter(other, mask, semantics, known).regions,
    )


def test_a_config_with_labels_survives_its_json_and_one_from_before_them_is_read():
    assert ModelConfig.from_json(TINY.to_json()) == TINY
    old = '{"encoder": {"dim": 32}, "generator": {"widths": [8, 8, 16, 16]}, "working_px": 128}'
    config = ModelConfig.from_json(old)
    assert config.segmenter is None
    assert config.generator.label_dim == 0
