"""`lacuna verify`: what differs between two photos, inside and outside a mask."""

from __future__ import annotations

import argparse

from engine.photo.proof import compare
from engine.photo.reading import read_mask, read_photo
from engine.photo.writing import sha256_of


def verify_command(arguments: argparse.Namespace) -> int:
    """Prints the proof; returns 0 where nothing outside the mask changed, else 1.

    Raises:
        PhotoError: A file cannot be read.
        InvalidRequestError: The sizes differ.
    """
    before = read_photo(arguments.before)
    after = read_photo(arguments.after)
    proof = compare(before.pixels, after.pixels, read_mask(arguments.mask, before.size))
    print(proof.sentence())
    if before.profile != after.profile:
        print("The color profiles differ.")
    for path in (arguments.before, arguments.after, arguments.mask):
        print(f"sha256 {sha256_of(path)}  {path}")
    return 0 if proof.outside_changed == 0 else 1
