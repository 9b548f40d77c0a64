"""Long names lose their middle; short ones, and sentences that can be broken into lines, are left alone."""

from __future__ import annotations

from editor.elision import MOST_CHARACTERS, elided, with_names_elided

_LONG = "IMG_" + "0123456789" * 20 + ".jpg"


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = elided(_LONG)
    assert len(shown) == MOST_CHARACTERS
    assert shown.startswith("IMG_0123")
    assert shown.endswith("789.jpg")
    assert "…" in shown
    assert elided("photo.jpg") == "photo.jpg"


def test_only_what_no_line_holds_is_shortened_in_a_sentence() -> None:
    assert with_names_elided(f"{_LONG} cannot be read.") == f"{elided(_LONG)} cannot be read."
    for sentence in ("Plain words of any number. " * 10, "照片无法读取，请选择另一个文件。" * 10):
        assert with_names_elided(sentence) == sentence
