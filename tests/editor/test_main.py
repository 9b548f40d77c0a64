"""The one command: subcommands work without Qt, the editor refuses what it cannot open in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from editor.__main__ import main


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QT_", "DISPLAY", "WAYLAND"))
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**kept, **environment},
        check=False,
    )


def test_the_command_line_needs_no_qt_and_no_torch() -> None:
    done = run(
        "import sys; from editor.__main__ import main; code = main(['fill']);"
        "print(code, 'PySide6' in sys.modules, 'torch' in sys.modules)"
    )
    assert done.stdout.split() == ["2", "False", "False"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["engine.cli", "editor.instance", "torch"])
def test_an_interruption_while_modules_are_imported_says_nothing_of_them(module: str) -> None:
    code = (
        "import builtins, sys\n"
        "real = builtins.__import__\n"
        "def interrupted(name, *more):\n"
        f"    if name == '{module}': raise KeyboardInterrupt\n"
        "    return real(name, *more)\n"
        "from editor.__main__ import main\n"
        "builtins.__import__ = interrupted\n"
        f"sys.exit(main({['info'] if module == 'torch' else []}))"
    )
    done = run(code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 130
    assert done.stderr == ("lacuna: interrupted; nothing was written.\n" if module == "torch" else "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_there_is_a_sentence() -> None:
    done = run("import sys; from editor.__main__ import main; sys.exit(main([sys.executable]))")
    assert done.returncode == 2
    assert done.stderr.startswith("lacuna: There is no display")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_a_word_that_is_neither_file_nor_command_is_named() -> None:
    done = run("import sys; from editor.__main__ import main; sys.exit(main(['bogus']))")
    assert done.returncode == 2
    assert done.stderr == "lacuna: There is no file or command bogus (see lacuna --help).\n"


def test_two_photos_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one.png", "two.png"]) == 2
    assert "one photo" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--edit", "absent.png"], "no photo"),
        (["--edit", "a.png", "b.png"], "one photo"),
        (["photo.png", "-o", "out.png"], "belongs to --edit"),
        (["--format", "png"], "belongs to --edit"),
        (["--edit", "a.png", "--format", "gif"], "--format"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wishes_that_make_no_sense_are_refused_in_a_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("lacuna: ")
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("first", ["PySide6.QtWidgets", "cv2"])
def test_a_window_opens_whichever_of_qt_and_opencv_comes_first(first: str) -> None:
    code = (
        f"import {first}, editor.inference, os, sys;"
        "from PySide6.QtWidgets import QApplication; QApplication([]);"
        "print(os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH', '') if sys.argv[0] == '-c' else '')"
    )
    done = run(code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
