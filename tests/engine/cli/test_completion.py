"""Completion scripts, asked as the shells themselves ask them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.cli import COMMANDS
from engine.cli.completion import SHELLS
from engine.cli.main import main


def script_of(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def bash_answers(script: str, words: list[str], folder: Path) -> list[str]:
    """What Tab offers after these words; the last one is being typed."""
    typed = " ".join(f"'{word}'" for word in words)
    ask = f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _lacuna"
    code = f'{script}\n{ask}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_known(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    script = script_of(shell, capsys)

    commands = [name for name in COMMANDS if not name.startswith("-")]
    assert [name for name in commands if name not in script] == []
    wanted = {"--edit", "--mask", "--format", "--seed"}
    names = {name[2:] for name in wanted} if shell == "fish" else wanted
    assert [name for name in names if name not in script] == []


@pytest.mark.parametrize(("shell", "check"), [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])])
def test_the_shell_itself_can_read_it(
    shell: str, check: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lacuna"
    path.write_text(script_of(shell, capsys))
    # A shell that is not installed cannot complain; bash is wherever these tests run.
    program = shutil.which(shell)
    assert program or shell != "bash"
    if program:
        subprocess.run([program, *check, str(path)], capture_output=True, check=True)


def test_bash_offers_commands_options_values_and_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = script_of("bash", capsys)
    (tmp_path / "a photo.jpg").touch()

    assert {"fill", "verify", "sample"} < set(bash_answers(script, ["lacuna", ""], tmp_path))
    assert bash_answers(script, ["lacuna", "a"], tmp_path) == ["a photo.jpg"]
    assert bash_answers(script, ["lacuna", "fill", "--mas"], tmp_path) == ["--mask"]
    assert bash_answers(script, ["lacuna", "fill", "--mask", "a"], tmp_path) == ["a photo.jpg"]
    assert bash_answers(script, ["lacuna", "fill", "--device", "c"], tmp_path) == ["cpu", "cuda"]
    assert bash_answers(script, ["lacuna", "fill", "--seed", ""], tmp_path) == [""]
    assert bash_answers(script, ["lacuna", "--format", "t"], tmp_path) == ["tiff"]
    assert bash_answers(script, ["lacuna", "completion", "z"], tmp_path) == ["zsh"]


def test_help_says_all_that_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    text = capsys.readouterr().out

    for word in (*COMMANDS, "--edit", "--new-window", "exit codes", "examples"):
        assert word in text
    assert max(map(len, text.splitlines())) <= 110
