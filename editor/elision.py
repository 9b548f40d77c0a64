"""Long names in sentences: their beginning and their end, which tell them apart, and nothing between."""

from __future__ import annotations

import re

MOST_CHARACTERS = 60
"""Of a name in a sentence: about a line of a dialog."""

# Lines are never broken inside of these; Chinese and Japanese are broken between any two characters.
_UNBROKEN = re.compile(rf"[^\s\u2e80-\uffff]{{{MOST_CHARACTERS + 1},}}")


def elided(name: str) -> str:
    """A name, or path, without its middle where it is long; the end, with its suffix, stays."""
    if len(name) <= MOST_CHARACTERS:
        return name
    end = (MOST_CHARACTERS - 1) // 2
    return f"{name[: MOST_CHARACTERS - 1 - end]}…{name[-end:]}"


def with_names_elided(sentence: str) -> str:
    """A sentence that fits into lines: names too long for one, whatever put them there, lose their middle."""
    return _UNBROKEN.sub(lambda found: elided(found[0]), sentence)
