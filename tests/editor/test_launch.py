"""How the program starts, in processes of their own: there is one application per process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, unlike pytest's own: the path of a socket has 108 bytes at most."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "run").mkdir(mode=0o700)
        yield Path(name)


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

        sys.exit(launch.run(None, make=make_and_ask))
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


def test_a_second_start_is_over_before_the_windows_modules_are_imported(folder: Path) -> None:
    done = python(
        """
        import subprocess
        from editor.instance import Instance

        second = "import sys; from editor.__main__ import main; code = main(['photo.jpg']);"
        second += "print(code, 'editor.app' in sys.modules)"
        instance = Instance()
        assert not instance.hand_over(None)

        def start_again():
            process = subprocess.Popen([sys.executable, "-c", second], stdout=subprocess.PIPE, text=True)

            def look():
                if process.poll() is None:
                    QTimer.singleShot(20, look)
                else:
                    print(process.communicate()[0], end="")
                    editor.window.close()

            look()

        def make_and_start_again(settings):
            made = make(settings)
            instance.asked.connect(lambda photo, _: print(Path(photo).name))
            QTimer.singleShot(0, start_again)
            return made

        sys.exit(launch.run(None, instance, make_and_start_again))
        """,
        folder,
    )
    assert (done.stdout, done.returncode) == ("photo.jpg\n0 False\n", 0), done.stderr


def test_without_a_runtime_folder_nobody_is_bothered(folder: Path) -> None:
    done = python(
        """
        import os
        from editor.instance import Instance

        del os.environ["XDG_RUNTIME_DIR"]
        Instance()
        """,
        folder,
    )
    assert done.stderr == ""
