#!/usr/bin/env python3
"""GIMP 3: fills the selection with Lacuna and puts the result above as a layer with a mask.

The picture as it is seen and the selection go to `lacuna fill`; what comes back is a layer of its own, so the
picture below stays as it was. Copy the folder `lacuna` into one of the folders that GIMP lists under
Edit > Preferences > Folders > Plug-ins; the file must stay executable.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio, GLib  # noqa: E402 - the version must be named first

PROCEDURE = "lacuna-fill-selection"
_PULSE_S = 0.2


def program() -> str:
    """Where Lacuna is: the variable LACUNA, PATH, or one of the usual places.

    Raises:
        RuntimeError: It is nowhere.
    """
    usual = (
        Path.home() / ".local/bin/lacuna",
        Path("/usr/local/bin/lacuna"),
        Path("/opt/lacuna/lacuna"),
        Path("/Applications/Lacuna.app/Contents/MacOS/lacuna"),
        Path(os.environ.get("LOCALAPPDATA", "")) / "Programs/Lacuna/lacuna-cli.exe",
        Path(os.environ.get("PROGRAMFILES", "")) / "Lacuna/lacuna-cli.exe",
    )
    found = os.environ.get("LACUNA") or shutil.which("lacuna-cli") or shutil.which("lacuna")
    found = found or next((str(path) for path in usual if path.is_file()), "")
    if not found:
        raise RuntimeError("Lacuna was not found. Put it on PATH, or name it in the variable LACUNA.")
    return found


def environment() -> dict[str, str]:
    """GIMP's own libraries and modules are not for other programs."""
    own = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "GI_TYPELIB_PATH", "QT_PLUGIN_PATH")
    return {name: value for name, value in os.environ.items() if name not in own}


def fill(photo: Path, mask: Path, result: Path) -> None:
    """Runs Lacuna and waits, with GIMP's progress bar moving.

    Raises:
        RuntimeError: Lacuna could not do it; its own sentence says why.
    """
    command = [program(), "fill", str(photo), "--mask", str(mask), "-o", str(result), "--quiet"]
    running = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)
    while True:
        try:
            _, told = running.communicate(timeout=_PULSE_S)
            break
        except subprocess.TimeoutExpired:
            Gimp.progress_pulse()
    if running.returncode:
        raise RuntimeError(
            told.strip().removeprefix("lacuna: ") or f"Lacuna ended with {running.returncode}."
        )


def write_picture(image: Gimp.Image, path: Path) -> None:
    """Writes what is seen of an image, with its depth and color profile."""
    seen = image.duplicate()
    try:
        seen.merge_visible_layers(Gimp.MergeType.CLIP_TO_IMAGE)
        save(seen, path)
    finally:
        seen.delete()


def write_selection(image: Gimp.Image, path: Path) -> None:
    """Writes the selection as a gray picture, white = selected."""
    mask = Gimp.Image.new(image.get_width(), image.get_height(), Gimp.ImageBaseType.GRAY)
    try:
        mask.insert_layer(Gimp.Layer.new_from_drawable(image.get_selection(), mask), None, 0)
        mask.flatten()
        save(mask, path)
    finally:
        mask.delete()


def save(image: Gimp.Image, path: Path) -> None:
    if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)), None):
        raise RuntimeError(f"GIMP could not write {path.name}.")


def add_result(image: Gimp.Image, path: Path) -> None:
    """Puts the result above everything; a mask shows it inside the selection only."""
    image.undo_group_start()
    try:
        layer = Gimp.file_load_layer(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)))
        layer.set_name("Lacuna")
        image.insert_layer(layer, None, 0)
        layer.add_alpha()
        layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))
    finally:
        image.undo_group_end()
    Gimp.displays_flush()


class Lacuna(Gimp.PlugIn):
    """Filters > Enhance > Fill Selection with Lacuna."""

    def do_query_procedures(self) -> list[str]:
        return [PROCEDURE]

    def do_set_i18n(self, _name: str) -> bool:
        return False

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, self.run, None)
        procedure.set_image_types("RGB*, GRAY*")
        procedure.set_sensitivity_mask(Gimp.ProcedureSensitivityMask.DRAWABLE)
        procedure.set_menu_label("Fill Selection with _Lacuna")
        procedure.add_menu_path("<Image>/Filters/Enhance")
        procedure.set_documentation(
            "Fills the selection with background",
            "Sends the visible picture and the selection to Lacuna and adds the result as a masked layer.",
            name,
        )
        procedure.set_attribution("The Lacuna authors", "The Lacuna authors", "2026")
        return procedure

    def run(
        self,
        procedure: Gimp.Procedure,
        _run_mode: Gimp.RunMode,
        image: Gimp.Image,
        _drawables: list[Gimp.Drawable],
        _config: Gimp.ProcedureConfig,
        _data: object,
    ) -> Gimp.ValueArray:
        """Does the whole of it, or says in a sentence why not."""
        try:
            if Gimp.Selection.is_empty(image):
                raise RuntimeError("Select what should disappear first.")
            Gimp.progress_init("Lacuna is filling the selection…")
            with tempfile.TemporaryDirectory(prefix="lacuna-gimp-") as folder:
                photo, mask, result = (Path(folder) / f"{name}.png" for name in ("photo", "mask", "result"))
                write_picture(image, photo)
                write_selection(image, mask)
                fill(photo, mask, result)
                add_result(image, result)
        except (RuntimeError, OSError, GLib.Error) as error:
            failure = GLib.Error(str(error))
            return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, failure)
        return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, GLib.Error())


if __name__ == "__main__":
    Gimp.main(Lacuna.__gtype__, sys.argv)
