"""Detail: the photo's own texture in the hole, guided by the field. No torch in this room."""

from engine.detail.membrane import harmonic, harmonize
from engine.detail.method import GUIDED, UNGUIDED, Method
from engine.detail.slopes import rim_bridge
from engine.detail.synthesis import (
    level_count,
    synthesize,
    synthesize_by_steps,
    synthesize_unguided,
)
from engine.detail.task import DetailLevel, DetailTask
from engine.detail.warmup import warm_up
from engine.detail.work import DetailStep, Work, work_of

__all__ = [
    "GUIDED",
    "UNGUIDED",
    "DetailLevel",
    "DetailStep",
    "DetailTask",
    "Method",
    "Work",
    "harmonic",
    "harmonize",
    "level_count",
    "rim_bridge",
    "synthesize",
    "synthesize_by_steps",
    "synthesize_unguided",
    "warm_up",
    "work_of",
]
