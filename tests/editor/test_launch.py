"""How the program starts, in processes of their own: there is one application per process."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir(mode=0o700)
    return tmp_path


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a start with a home, a runtime folder and a fake engine of its own."""
    prelude = """
        import sys
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from PySide6.QtGui import QFileOpenEvent
        from editor import launch
        from editor.app import Editor
        from editor.panels.questions import Questions
        from tests.fakes import FakeLoader

        def make(settings):
            global editor
            editor = Editor(settings, FakeLoader(), Questions)
            return editor
    """
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(prelude) + textwrap.dedent(code)],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_photo_of_a_macs_finder_opens(folder: Path) -> None:
    done = python(
        """
        def opened():
            print(editor.document.name)
            editor.window.close()

        def ask():
            app = launch.QApplication.instance()
            app.sendEvent(app, QFileOpenEvent(str(Path("docs/images/welcome.png").absolute())))

        def make_and_ask(settings):
            made = make(settings)
            made.document.photo_changed.connect(opened)
            QTimer.singleShot(0, ask)
            return made

        sys.exit(launch.run(None, make_and_ask))
        """,
        folder,
    )
    assert (done.stdout, done.returncode) == ("welcome.png\n", 0), done.stderr


def test_an_errand_ends_with_its_own_exit_code(folder: Path) -> None:
    done = python(
        """
        from editor.round_trip import Errand

        source = Path("docs/images/welcome.png").absolute()
        output = Path.home() / "out.png"

        def hand_back():
            editor.findChild(launch.RoundTrip).hand_back()

        def make_and_wait(settings):
            made = make(settings)
            made.document.photo_changed.connect(lambda: QTimer.singleShot(0, hand_back))
            return made

        code = launch.run_errand(Errand(source, output), make_and_wait)
        print(code, output.is_file())
        """,
        folder,
    )
    assert done.stdout == "0 True\n", done.stderr


def test_a_canceled_errand_ends_with_one(folder: Path) -> None:
    done = python(
        """
        from editor.round_trip import Errand

        source, output = Path("docs/images/welcome.png").absolute(), Path.home() / "out.png"

        def make_and_cancel(settings):
            made = make(settings)
            made.document.photo_changed.connect(lambda: QTimer.singleShot(0, made.window.close))
            return made

        print(launch.run_errand(Errand(source, output), make_and_cancel), output.exists())
        """,
        folder,
    )
    assert done.stdout == "1 False\n", done.stderr
