"""What a step of training costs: plain, with a magnified window, and against the discriminator.

    python -m benchmarks.training [PX BATCH]

Steps of the kinds are taken in turn, so that a machine that slows down slows all of them. Pictures are noise
and the teacher is untrained: neither changes the arithmetic.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import timm
import torch

from engine.memory import keep_freed_memory
from engine.model.config import ModelConfig
from engine.model.inpainter import Inpainter
from engine.training.adversarial_task import PENALTY_EVERY, AdversarialTask
from engine.training.config import PRESETS, TrainConfig
from engine.training.data import Batch
from engine.training.discriminator import Discriminator
from engine.training.generator_task import GeneratorTask
from engine.training.perceptual import Teacher
from engine.training.step import new_optimizer, train_step
from engine.training.task import Task

ROUNDS = 6
PLAIN, MAGNIFIED, ADVERSARIAL = "plain", "with a magnified window", "and a discriminator"


def tasks(teacher: Teacher, device: torch.device) -> dict[str, Task]:
    plain = replace(PRESETS["generator"], magnified=0.0)
    judged = replace(PRESETS["adversarial"], discriminator_warmup=0)

    def made(kind: type[GeneratorTask], config: TrainConfig) -> Task:
        torch.manual_seed(0)
        model = Inpainter(ModelConfig()).train().to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        task = kind(model, teacher, config).to(device)
        task.begin(None, device)
        return task

    return {
        PLAIN: made(GeneratorTask, plain),
        MAGNIFIED: made(GeneratorTask, PRESETS["generator"]),
        ADVERSARIAL: made(AdversarialTask, judged),
    }


def batch_of(px: int, count: int, scale: float, device: torch.device) -> Batch:
    rng = torch.Generator().manual_seed(0)
    masks = torch.zeros(count, 1, px, px)
    masks[..., px // 4 : -px // 4, px // 5 : -px // 5] = 1
    closer = round(px * scale)
    batch = Batch(torch.rand(count, 3, px, px, generator=rng), masks)
    if scale > 1:
        large = torch.rand(count, 3, closer, closer, generator=rng)
        batch = batch._replace(closer=large, has_closer=torch.arange(count) % 2 == 0)
    return batch.to(device)


def step_seconds(task: Task, optimizer: torch.optim.Optimizer, batch: Batch, step: int) -> float:
    began = time.perf_counter()
    # Reading the losses waits for the device.
    train_step(task, optimizer, batch, PRESETS["generator"], step)
    return time.perf_counter() - began


def main() -> None:
    px, count = (int(value) for value in sys.argv[1:3]) if len(sys.argv) > 2 else (160, 8)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_flush_denormal(True)
    keep_freed_memory()
    network = timm.create_model("mobilenetv2_100", pretrained=False, pad_type="same")
    teacher = Teacher(network).to(device)
    teacher.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    seconds: dict[str, list[float]] = {}
    runs = {
        name: (task, new_optimizer(task, PRESETS["generator"]))
        for name, task in tasks(teacher, device).items()
    }
    for round_number in range(-1, ROUNDS):
        for name, (task, optimizer) in runs.items():
            batch = batch_of(px, count, 1.0 if name == PLAIN else 1.5, device)
            spent = step_seconds(task, optimizer, batch, 1)
            if round_number >= 0:  # the first round compiles and warms up
                seconds.setdefault(name, []).append(spent)
    judged, optimizer = runs[ADVERSARIAL]
    penalized = [
        step_seconds(judged, optimizer, batch_of(px, count, 1.5, device), PENALTY_EVERY) for _ in range(3)
    ]
    print(f"{px} px, batch {count}, {device}, {torch.get_num_threads()} threads; shortest of {ROUNDS}")
    print(
        f"the discriminator has {sum(p.numel() for p in Discriminator().parameters()) / 1e6:.2f} M parameters"
    )
    base = min(seconds[PLAIN])  # the machine's own noise only adds
    for name, spent in seconds.items():
        shortest = min(spent)
        more, rate = shortest / base - 1, count / shortest
        print(f"  {name:<26} {shortest:6.3f} s a step  {more:+.0%}  {rate:6.1f} images/s")
    extra = min(penalized) - min(seconds[ADVERSARIAL])
    print(f"  the gradient penalty, every {PENALTY_EVERY}th step: {extra / PENALTY_EVERY / base:+.0%}")


if __name__ == "__main__":
    main()
