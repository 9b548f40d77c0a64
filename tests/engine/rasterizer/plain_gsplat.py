"""A slow stand-in for the three CUDA functions of gsplat 1.5.3 that the backend calls, with their
signatures, layouts and rules (tiles, radii, depth order), so that the hand-over is tested without a GPU."""

from __future__ import annotations

import torch
from torch import Tensor


def isect_tiles(
    means2d: Tensor, radii: Tensor, depths: Tensor, tile_size: int, tile_width: int, tile_height: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Per Gaussian its number of tiles; (image, tile) of each hit; flat Gaussian number of each hit, sorted
    by image, tile and depth."""
    assert radii.dtype == torch.int32
    assert means2d.dtype == depths.dtype == torch.float32
    assert means2d.shape == radii.shape == (*depths.shape, 2)
    images, count = depths.shape
    hits: list[tuple[int, int, float, int]] = []
    tiles = torch.zeros(images, count, dtype=torch.int32)
    for image in range(images):
        for n in range(count):
            (x, y), (rx, ry) = means2d[image, n].tolist(), radii[image, n].tolist()
            if rx <= 0 or ry <= 0:
                continue
            for row in range(tile_height):
                for column in range(tile_width):
                    top, left = row * tile_size, column * tile_size
                    if (
                        x + rx > left
                        and x - rx < left + tile_size
                        and y + ry > top
                        and y - ry < top + tile_size
                    ):
                        depth = float(depths[image, n])
                        hits.append((image, row * tile_width + column, depth, image * count + n))
                        tiles[image, n] += 1
    hits.sort()
    keys = torch.tensor([image * tile_width * tile_height + tile for image, tile, _, _ in hits])
    return tiles, keys, torch.tensor([n for *_, n in hits], dtype=torch.int32)


def isect_offset_encode(isect_ids: Tensor, n_images: int, tile_width: int, tile_height: int) -> Tensor:
    starts = torch.searchsorted(isect_ids, torch.arange(n_images * tile_width * tile_height))
    return starts.to(torch.int32).view(n_images, tile_height, tile_width)


def rasterize_to_pixels(
    means2d: Tensor,
    conics: Tensor,
    colors: Tensor,
    opacities: Tensor,
    image_width: int,
    image_height: int,
    tile_size: int,
    isect_offsets: Tensor,
    flatten_ids: Tensor,
) -> tuple[Tensor, Tensor]:
    """Colors (B, H, W, 3) and alphas (B, H, W, 1)."""
    images, rows, columns = isect_offsets.shape
    assert means2d.shape == (*opacities.shape, 2)
    assert conics.shape == colors.shape == (*opacities.shape, 3)
    assert rows * tile_size >= image_height
    assert columns * tile_size >= image_width
    bounds = [*isect_offsets.flatten().tolist(), len(flatten_ids)]
    flat = [tensor.flatten(0, 1) for tensor in (means2d, conics, colors, opacities)]
    canvas = []
    for tile in range(images * rows * columns):
        row, column = tile // columns % rows, tile % columns
        canvas.append(_tile(flat, flatten_ids[bounds[tile] : bounds[tile + 1]], row, column, tile_size))
    whole = torch.stack(canvas).view(images, rows, columns, tile_size, tile_size, 4)
    whole = whole.permute(0, 1, 3, 2, 4, 5).reshape(images, rows * tile_size, columns * tile_size, 4)
    whole = whole[:, :image_height, :image_width]
    return whole[..., :3], whole[..., 3:]


def _tile(flat: list[Tensor], order: Tensor, row: int, column: int, size: int) -> Tensor:
    place = torch.arange(size) + 0.5
    y, x = (row * size + place)[:, None].expand(size, size), (column * size + place).expand(size, size)
    color, transmittance = torch.zeros(size, size, 3), torch.ones(size, size)
    done = torch.zeros(size, size, dtype=torch.bool)
    for n in order.tolist():
        mean, conic, own, opacity = (tensor[n] for tensor in flat)
        dx, dy = mean[0] - x, mean[1] - y
        sigma = 0.5 * (conic[0] * dx * dx + conic[2] * dy * dy) + conic[1] * dx * dy
        alpha = (opacity * torch.exp(-sigma)).clamp(max=0.999)
        is_seen = (sigma >= 0) & (alpha >= 1 / 255) & ~done
        after = transmittance * (1 - alpha)
        done = done | (is_seen & (after <= 1e-4))
        is_seen = is_seen & ~done
        color = color + torch.where(is_seen, alpha * transmittance, 0.0)[..., None] * own
        transmittance = torch.where(is_seen, after, transmittance)
    return torch.cat([color, (1 - transmittance)[..., None]], -1)
