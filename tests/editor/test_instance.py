"""Several starts of the program, one window: real sockets and locks in a temporary folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.instance import Instance


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # Short: the path of a socket has 108 bytes at most.
    path = tmp_path / "run"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], Instance]]:
    """Makes one more start of the program."""
    started: list[Instance] = []

    def make() -> Instance:
        started.append(Instance(folder))
        return started[-1]

    yield make
    for instance in started:
        instance.close()


def test_a_second_start_hands_its_photo_over(
    start: Callable[[], Instance], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = start(), start()
    assert not first.hand_over(Path("one.jpg"))
    first.serve()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token-7")

    with qtbot.waitSignal(first.asked) as asked:
        assert second.hand_over(Path("Größe & co.jpg"))

    assert asked.args == [str(Path("Größe & co.jpg").absolute()), "token-7"]


def test_a_start_without_a_photo_only_wants_the_window(start: Callable[[], Instance], qtbot: QtBot) -> None:
    first = start()
    first.hand_over(None)
    first.serve()

    with qtbot.waitSignal(first.asked) as asked:
        assert start().hand_over(None)

    assert asked.args is not None
    assert asked.args[0] == ""


def test_after_the_window_is_closed_the_next_start_opens_one(start: Callable[[], Instance]) -> None:
    first, second = start(), start()
    first.hand_over(None)
    first.serve()
    first.close()

    assert not second.hand_over(Path("photo.jpg"))
    second.serve()
    assert start().hand_over(Path("photo.jpg"))


def test_an_owner_that_was_killed_is_in_nobodys_way(start: Callable[[], Instance], folder: Path) -> None:
    code = f"""
        import os, signal
        from pathlib import Path
        from editor.instance import Instance
        instance = Instance(Path({str(folder)!r}))
        print(instance.hand_over(None), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("False\n", -signal.SIGKILL)
    assert list(folder.glob("window-*"))  # it left its socket behind

    second = start()
    assert not second.hand_over(Path("photo.jpg"))
    second.serve()
    assert start().hand_over(Path("photo.jpg"))


def test_a_photo_handed_over_while_the_window_comes_up_waits_for_it(
    start: Callable[[], Instance], qtbot: QtBot
) -> None:
    """Two photos opened at once in a file manager start two processes."""
    first, second = start(), start()
    first.hand_over(None)
    taken: list[bool] = []
    waiting = threading.Thread(target=lambda: taken.append(second.hand_over(Path("two.jpg"))))
    waiting.start()

    with qtbot.waitSignal(first.asked) as asked:
        first.serve()
    waiting.join()

    assert asked.args is not None
    assert asked.args[0] == str(Path("two.jpg").absolute())
    assert taken == [True]


def test_nonsense_on_the_socket_does_not_end_the_listening(
    start: Callable[[], Instance], qtbot: QtBot
) -> None:
    first = start()
    first.hand_over(None)
    first.serve()
    for nonsense in (b"{", b"[]", b'{"photo": "x"}'):
        with first._connect() as connection:
            connection.send_bytes(nonsense)

    with qtbot.waitSignal(first.asked):
        assert start().hand_over(Path("photo.jpg"))


def test_another_screen_has_a_window_of_its_own(
    start: Callable[[], Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start()
    monkeypatch.setenv("DISPLAY", ":1")
    first.hand_over(None)
    monkeypatch.setenv("DISPLAY", ":2")
    assert not start().hand_over(Path("photo.jpg"))
    monkeypatch.setenv("DISPLAY", ":1")  # for first.close()


def test_a_folder_that_others_can_write_is_not_trusted(start: Callable[[], Instance], folder: Path) -> None:
    folder.chmod(0o777)
    assert not start().hand_over(Path("photo.jpg"))
    assert not start().hand_over(Path("photo.jpg"))
    assert os.listdir(folder) == []
