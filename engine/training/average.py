"""`python -m engine.training.average A B ... -o OUT`: the mean of checkpoints, to train on or to ship.

Runs that left the same weights a while ago lie in one valley, and their mean is about as good as the better
of them (Wortsman et al. 2022). So a run may be split among processes that share nothing, with a mean from
time to time; and the mean with the weights before a run balances what it gained and what it lost.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.model.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from engine.protocol import EngineError, InvalidRequestError
from engine.training.train import COUNTS


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0, or 2 with one sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m engine.training.average", description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="checkpoints of one architecture")
    parser.add_argument("-o", "--output", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("--shares", type=float, nargs="+", help="their shares; without it all count alike")
    parser.add_argument(
        "--since",
        type=Path,
        help="checkpoint that all of them left: the pictures they saw since are added up; without it the "
        "mean has seen as many as the one that saw most",
    )
    options = parser.parse_args(arguments)
    try:
        checkpoints = [load_checkpoint(path) for path in options.checkpoints]
        shares = _normalized(options.shares or [1.0] * len(checkpoints), len(checkpoints))
        start = load_checkpoint(options.since).facts if options.since else None
        facts = dict(checkpoints[-1].facts) | _counted([c.facts for c in checkpoints], start)
        digest = save_checkpoint(average(checkpoints, shares).model, options.output, facts)
    except (EngineError, OSError) as error:
        print(f"lacuna average: {getattr(error, 'user_message', error)}", file=sys.stderr)
        return 2
    print(f"{options.output}: {digest}")
    return 0


def average(checkpoints: Sequence[Checkpoint], shares: Sequence[float]) -> Checkpoint:
    """The first checkpoint with weighted means for weights.

    Args:
        checkpoints: At least one; the first one's model is changed.
        shares: As many, that sum to 1.

    Raises:
        InvalidRequestError: They are of different architectures.
    """
    first = checkpoints[0]
    if any(other.model.config != first.model.config for other in checkpoints):
        raise InvalidRequestError("Only checkpoints of one architecture have a mean.")
    states = [checkpoint.model.state_dict() for checkpoint in checkpoints]
    mean = {
        name: sum(share * state[name] for share, state in zip(shares, states, strict=True))
        if tensor.is_floating_point()
        else tensor
        for name, tensor in states[0].items()
    }
    first.model.load_state_dict(mean)
    return first


def _normalized(shares: Sequence[float], count: int) -> list[float]:
    if len(shares) != count or min(shares) < 0 or sum(shares) <= 0:
        raise InvalidRequestError(
            "There must be a share of at least 0 for every checkpoint, not all of them 0."
        )
    return [share / sum(shares) for share in shares]


def _counted(seen: Sequence[dict[str, str]], start: dict[str, str] | None) -> dict[str, str]:
    """Pictures that a mean has seen, by what was trained with them."""
    counts: dict[str, str] = {}
    for name in COUNTS:
        if all(name not in facts for facts in seen):
            continue
        each = [int(facts.get(name, "0")) for facts in seen]
        before = int((start or {}).get(name, "0"))
        total = max(each) if start is None else before + sum(count - before for count in each)
        counts[name] = str(total)
    return counts


if __name__ == "__main__":
    sys.exit(main())
