"""How the texture of a hole is found: all that can be set, and the two ways in use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """How the texture is found.

    Attributes:
        guide_weights: Weight of the guide in the patch distance at the finest and at the coarsest level;
            evenly between them.
        bias: How much lighter, darker or otherwise tinted sources may be than what they serve, see `bias`.
        rounds: Rounds of search and vote, finest level first; the last one holds for all coarser levels. Very
            large holes have one less at the finest.
        sharpness: How much more a good patch says than a poor one in votes, finest first; likewise.
        least_heard: Share of its weight that a field without any structure keeps.
        roughness: Weight of the expected roughness in the patch distance.
        mirror: Mirrored patches are sources too.
        overuse: Cost of a source's second use, mean squared difference per channel.
        echo: Cost of a source that a place nearby shows too, in units of the variance of the texture that is
            expected, where it is no pattern; see `echoes`.
        nearness: Weight of the distances between places and their sources, see `vetoes`.
        offsets: Offsets of the photo against itself that the first guess is made of, see `shift_map`; 0 =
            the first guess is the field itself. Thin holes always start from the field.
        shift_guide: Weight of the guide in that choice.
        contours: Lines and arcs that a hole interrupts lead through it, whatever the field says along them,
            see `continuation`.
        lines: Wires and poles that a hole interrupts go on in front of what is made in it, see `line_layer`.
        backdrop: Where photo and copies are smooth the photo's colors go on, see `backdrop`.
        slopes: The photo's slopes run on into the rim of the fill, see `slopes`.
        threads: 0 = as many as there are processors. Changes no result.
    """

    guide_weights: tuple[float, float] = (0.15, 3.0)
    bias: float = 0.08
    rounds: tuple[int, ...] = (3, 3, 4, 6, 8, 12)
    sharpness: tuple[float, ...] = (6.0,)
    least_heard: float = 0.08
    roughness: float = 1.0
    mirror: bool = True
    overuse: float = 0.006
    echo: float = 2.0
    nearness: float = 1.0
    offsets: int = 48
    shift_guide: float = 10.0
    contours: bool = True
    lines: bool = True
    backdrop: bool = True
    slopes: bool = True
    threads: int = 0

    def rounds_at(self, fineness: int) -> int:
        """Rounds at a level; 0 is the finest."""
        return self.rounds[min(fineness, len(self.rounds) - 1)]

    def sharpness_at(self, fineness: int) -> float:
        """Sharpness of the votes at a level; 0 is the finest."""
        return self.sharpness[min(fineness, len(self.sharpness) - 1)]


GUIDED = Method()
UNGUIDED = Method(
    guide_weights=(0.0, 0.0),
    bias=0.0,
    roughness=0.0,
    nearness=0.0,
    offsets=0,
    contours=False,
    lines=False,
    backdrop=False,
    slopes=False,
)
