"""What undo writes to disk: many pieces to a file, each read back as it was, nothing left lying about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import spill
from editor.document.spill import Piece, SpillFolder


def files(folder: Path) -> list[Path]:
    return list(folder.rglob("*.bin"))


@given(st.lists(st.one_of(st.binary(max_size=40), st.integers(0, 20)), max_size=40))
def test_pieces_are_read_as_they_were_written_whatever_was_dropped(
    tmp_path_factory: pytest.TempPathFactory, steps: list[bytes | int]
) -> None:
    """Bytes are written; a number drops that one of what there is."""
    root = tmp_path_factory.mktemp("spill")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spill, "_FILE_BYTES", 64)
        folder, known = SpillFolder(root), list[tuple[Piece, bytes]]()
        for step in steps:
            if isinstance(step, bytes):
                known.append((folder.write(step), step))
            elif step < len(known):
                folder.drop(known.pop(step)[0])
            assert [folder.read(piece) for piece, _ in known] == [data for _, data in known]
            assert len(files(root)) == len({piece.file for piece, _ in known})


def test_a_thousand_pieces_are_few_files(tmp_path: Path) -> None:
    folder = SpillFolder(tmp_path)
    pieces = [folder.write(bytes([number % 256]) * 100) for number in range(1000)]
    assert len(files(tmp_path)) == 1
    for piece in pieces:
        folder.drop(piece)
    assert files(tmp_path) == []


def test_what_a_full_disk_cut_off_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = SpillFolder(tmp_path)
    first = folder.write(b"first")
    real = Path.open

    def cut_off(path: Path, mode: str = "r", *rest: Any) -> Any:
        file = real(path, mode, *rest)
        if mode == "r+b":
            file.seek(5)
            file.write(b"ha")
            file.close()
            raise OSError(28, "No space left on device")
        return file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", cut_off)
        with pytest.raises(OSError, match="space"):
            folder.write(b"half")
    second = folder.write(b"second")
    assert (folder.read(first), folder.read(second)) == (b"first", b"second")


def test_the_folder_goes_with_the_object(tmp_path: Path) -> None:
    folder = SpillFolder(tmp_path)
    folder.write(b"x")
    del folder
    assert list(tmp_path.iterdir()) == []
