"""Where shipped files lie: in a checkout, an installed wheel and a frozen program alike."""

from __future__ import annotations

from pathlib import Path

# A frozen program keeps its packages' data beside where their modules would be, as a wheel does.
_ROOT = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of a shipped file, "weights/lacuna.safetensors" for instance; it need not exist."""
    return _ROOT.joinpath(*name.split("/"))
