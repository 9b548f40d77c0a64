"""A written file is there completely or not at all, and never where it should not be."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.photo import atomic, writing
from engine.photo.photo import Photo, WriteOptions
from engine.photo.reading import read_photo
from engine.photo.writing import check_output, write_photo
from engine.protocol import PhotoError
from tests.engine.photo import makers


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    (tmp_path / "in").mkdir()
    return read_photo(makers.save_vips(tmp_path / "in" / "a.png", makers.smooth_pixels(60, 80)))


@pytest.mark.parametrize("letters", ["n" * 248, "名" * 82])
def test_a_name_may_be_as_long_as_the_file_system_allows(photo: Photo, tmp_path: Path, letters: str) -> None:
    path = tmp_path / f"{letters}.png"
    write_photo(path, photo.pixels, photo)
    assert np.array_equal(read_photo(path).pixels, photo.pixels)
    assert sorted(tmp_path.iterdir()) == sorted([path, tmp_path / "in"])


@pytest.mark.parametrize("place", ["{}.png", "{}/a.png"])
def test_longer_names_are_refused_in_a_sentence(photo: Photo, tmp_path: Path, place: str) -> None:
    with pytest.raises(PhotoError, match="too long for the file system"):
        check_output(tmp_path / place.format("n" * 256), photo)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems know no such names")
def test_names_that_are_no_text_are_refused_in_a_sentence(
    photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    copy = photo.path.rename(folder / "a.png")
    monkeypatch.chdir(folder)
    for path in (folder / "b.png", Path("b.png")):  # the part is written by its whole name
        with pytest.raises(PhotoError, match="not valid UTF-8"):
            check_output(path, photo)
    with pytest.raises(PhotoError, match="not valid UTF-8"):
        read_photo(copy)


def test_the_photo_itself_needs_to_be_asked_for(photo: Photo) -> None:
    before = photo.path.read_bytes()
    with pytest.raises(PhotoError, match="the photo itself"):
        write_photo(photo.path, photo.pixels, photo)
    assert photo.path.read_bytes() == before
    changed = photo.pixels.copy()
    changed[0, 0] = 7
    write_photo(photo.path, changed, photo, WriteOptions(overwrite=True))
    assert np.array_equal(read_photo(photo.path).pixels, changed)


def test_the_photo_behind_a_link_is_the_photo(photo: Photo, tmp_path: Path) -> None:
    link = tmp_path / "link.png"
    link.symlink_to(photo.path)
    with pytest.raises(PhotoError, match="the photo itself"):
        check_output(link, photo)
    write_photo(link, photo.pixels, photo, WriteOptions(overwrite=True))
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["out", "out.gif", "out.psd"])
def test_unknown_suffixes(photo: Photo, tmp_path: Path, name: str) -> None:
    with pytest.raises(PhotoError, match="should end in"):
        check_output(tmp_path / name, photo)


def test_a_missing_folder_and_a_folder(photo: Photo, tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="There is no folder"):
        check_output(tmp_path / "nowhere" / "out.png", photo)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(PhotoError, match="is a folder"):
        check_output(tmp_path / "folder.png", photo)


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EACCES, "read-only"), (errno.EROFS, "read-only"), (errno.ENOSPC, "not enough room")],
)
def test_folders_that_cannot_be_written(
    photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(atomic.tempfile, "mkstemp", refuse)
    monkeypatch.setattr(atomic.tempfile, "TemporaryFile", refuse)
    with pytest.raises(PhotoError, match=words):
        check_output(tmp_path / "out.png", photo)
    with pytest.raises(PhotoError, match=words), atomic.replacing(tmp_path / "out.png"):
        pass


@pytest.mark.parametrize("missing_bytes", [100, 30_000])
@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".jpg"])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, suffix: str, missing_bytes: int) -> None:
    """A limit on the size of files, set in a process of its own, stands for the full disk."""
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3)).astype(np.uint8)
    makers.save_vips(tmp_path / "a.png", noise)
    out = tmp_path / f"out{suffix}"
    source = read_photo(tmp_path / "a.png")
    limit_bytes = write_photo(out, source.pixels, source).size_bytes - missing_bytes
    out.write_bytes(b"the old file")
    program = (
        "import sys\n"
        "from engine.photo.reading import read_photo\n"
        "from engine.photo.writing import write_photo\n"
        "from engine.protocol import PhotoError\n"
        "photo = read_photo(sys.argv[1])\n"
        "try: write_photo(sys.argv[2], photo.pixels, photo)\n"
        "except PhotoError as error: print(error.user_message)\n"
    )

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.png"), str(out)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "not enough room" in done.stdout, done.stderr
    assert out.read_bytes() == b"the old file"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.png", out.name])


def test_a_full_disk_is_told_when_only_the_joined_blocks_do_not_fit(tmp_path: Path) -> None:
    """Each half of the photo fits, the blocks of the one with those of the other do not."""
    noise = np.random.default_rng(0).integers(0, 256, (160, 160, 3)).astype(np.uint8)
    before = noise.copy()
    before[:, 80:] = 128
    Image.fromarray(before).save(tmp_path / "a.jpg", quality=60, subsampling=0)
    limit_bytes = (tmp_path / "a.jpg").stat().st_size + 2048
    program = (
        "import resource, sys\n"
        "import numpy as np\n"
        "from engine.photo.reading import read_photo\n"
        "from engine.photo.writing import write_photo\n"
        "from engine.protocol import PhotoError\n"
        "photo = read_photo(sys.argv[1])\n"
        "pixels = photo.pixels.copy()\n"
        "pixels[:, 80:] = np.random.default_rng(1).integers(0, 256, (160, 80, 3))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)\n"
        "try: write_photo(sys.argv[2], pixels, photo)\n"
        "except PhotoError as error: print(error.user_message)\n"
    )
    arguments = [str(tmp_path / "a.jpg"), str(tmp_path / "out.jpg"), str(limit_bytes)]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert "not enough room" in done.stdout, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_a_failure_half_way_leaves_nothing(
    photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise RuntimeError("power cut")

    monkeypatch.setattr(writing, "encode", fail)
    with pytest.raises(RuntimeError):
        write_photo(tmp_path / "out.png", photo.pixels, photo)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg"])
def test_kill_at_any_moment_leaves_one_whole_file(tmp_path: Path, suffix: str) -> None:
    """A process writes two pictures in turn until it is killed, always somewhere else in its work."""
    source = makers.save_vips(tmp_path / "a.png", makers.smooth_pixels(400, 500))
    out = tmp_path / f"out{suffix}"
    program = (
        "import sys\n"
        "from engine.photo.reading import read_photo\n"
        "from engine.photo.writing import write_photo\n"
        "photo = read_photo(sys.argv[1])\n"
        "while True:\n"
        "    for pixels in (photo.pixels, 255 - photo.pixels):\n"
        "        write_photo(sys.argv[2], pixels, photo)\n"
        "        print('written', flush=True)\n"
    )
    first = read_photo(source).pixels.astype(int)
    for wait in (1, 4, 9):
        child = subprocess.Popen(
            [sys.executable, "-c", program, str(source), str(out)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(wait):
            child.stdout.readline()
        child.kill()
        child.wait()
        child.stdout.close()
        found = read_photo(out).pixels.astype(int)
        # JPEG rounds by some levels; the two pictures differ by far more.
        nearest = min(np.abs(found - first).max(), np.abs(found - (255 - first)).max())
        assert nearest <= (40 if suffix == ".jpg" else 0)


def test_jpeg_and_transparency(tmp_path: Path) -> None:
    pixels = makers.smooth_pixels(20, 20, 4)
    clear = read_photo(makers.save_vips(tmp_path / "a.png", pixels))
    with pytest.raises(PhotoError, match="transparency"):
        check_output(tmp_path / "out.jpg", clear)
    pixels[..., 3] = 255
    opaque = read_photo(makers.save_vips(tmp_path / "b.png", pixels))
    assert read_photo(write_photo(tmp_path / "out.jpg", opaque.pixels, opaque).path).size == (20, 20)


def test_formats_end_somewhere(tmp_path: Path) -> None:
    wide = read_photo(makers.save_vips(tmp_path / "a.png", np.zeros((1, 16384, 3), np.uint8)))
    with pytest.raises(PhotoError, match="16383"):
        check_output(tmp_path / "out.webp", wide)
    wider = read_photo(makers.save_vips(tmp_path / "b.png", np.zeros((1, 65501, 3), np.uint8)))
    with pytest.raises(PhotoError, match="65500"):
        check_output(tmp_path / "out.jpg", wider)


def test_rights_are_those_of_the_old_file_or_the_usual_ones(photo: Photo, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        out = tmp_path / "out.png"
        write_photo(out, photo.pixels, photo)
        assert out.stat().st_mode & 0o777 == 0o644
        out.chmod(0o640)
        write_photo(out, photo.pixels, photo)
        assert out.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(old)


def test_file_systems_without_rights(photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    written = write_photo(tmp_path / "out.png", photo.pixels, photo)
    assert np.array_equal(read_photo(written.path).pixels, photo.pixels)


def test_folders_that_may_be_written_and_not_read(
    photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse_folders(path: str | Path, *rest: int, **more: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse_folders)
    written = write_photo(tmp_path / "out.png", photo.pixels, photo)
    assert np.array_equal(read_photo(written.path).pixels, photo.pixels)


def test_gray_photos_stay_gray_when_a_fill_is_tinted(tmp_path: Path) -> None:
    gray = makers.smooth_pixels(20, 20)[..., :1]
    photo = read_photo(makers.save_vips(tmp_path / "a.png", gray))
    filled = photo.pixels.copy()
    filled[5:9, 5:9] = (200, 100, 50)
    again = read_photo(write_photo(tmp_path / "b.png", filled, photo).path)
    assert again.was_gray
    untouched = np.ones((20, 20), bool)
    untouched[5:9, 5:9] = False
    assert np.array_equal(again.pixels[untouched], photo.pixels[untouched])
    # Rec. 709: 0.2126 * 200 + 0.7152 * 100 + 0.0722 * 50
    assert np.abs(again.pixels[5:9, 5:9].astype(float) - 117.65).max() <= 1
