"""The darktable script, run by a real Lua against a stand-in of darktable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lupa
import pytest

SCRIPT = Path(__file__).parents[2] / "packaging/plugins/darktable/lacuna.lua"

# Everything of darktable that the script uses, noting what it was asked for.
DARKTABLE = """
local said, commands, imported = {}, {}, {}
local tagged, grouped = {}, {}
local dt = {
  configuration = { running_os = "linux" },
  preferences = { register = function() end, read = function() return "/opt/La cuna/lacuna" end },
  print = function(text) said[#said + 1] = text end,
  new_format = function()
    return { write_image = function(_, _, path)
      if not can_export then return end
      local file = assert(io.open(path, "wb")); file:write("tiff"); file:close()
    end }
  end,
  control = { execute = function(command) commands[#commands + 1] = command; return code end },
  database = { import = function(path)
    imported[#imported + 1] = path
    return { group_with = function(_, leader) grouped[#grouped + 1] = leader end }
  end },
  tags = {
    get_tags = function() return { { name = "places|Bergen" }, { name = "darktable|format|nef" } } end,
    attach = function(tag) tagged[#tagged + 1] = tag.name end,
  },
  gui = { action_images = {}, libs = { image = {
    register_action = function(_, label, callback) action = callback; action_label = label end,
    destroy_action = function() action = nil end,
  } } },
  register_event = function() end,
  destroy_event = function() end,
}
package.loaded.darktable = dt
return { said = said, commands = commands, imported = imported, tagged = tagged, grouped = grouped }
"""


@pytest.fixture
def darktable(tmp_path: Path) -> Callable[..., Any]:
    """Runs the script's button on one photo; gives what darktable was asked for."""

    def press(code: int, can_export: bool = True) -> Any:
        lua = lupa.LuaRuntime()
        lua.globals().code, lua.globals().can_export = code, can_export
        noted = lua.execute(DARKTABLE)
        lua.execute(SCRIPT.read_text(encoding="utf-8"))
        image = {"path": str(tmp_path), "filename": "it's.nef", "rating": 3, "group_leader": "leader"}
        lua.globals().action(None, lua.table_from([lua.table_from(image)]))
        return noted

    return press


def listed(table: Any) -> list[str]:
    return list(table.values())


def test_done_imports_the_result_beside_the_original(darktable: Callable[..., Any], tmp_path: Path) -> None:
    noted = darktable(code=0)

    tiff = tmp_path / "it's-lacuna.tif"
    assert listed(noted.imported) == [str(tiff)]
    quoted = str(tiff).replace("'", "'\\''")
    assert listed(noted.commands) == [f"'/opt/La cuna/lacuna' --edit '{quoted}'"]
    assert listed(noted.grouped) == ["leader"]
    assert listed(noted.tagged) == ["places|Bergen"]
    assert tiff.exists()


def test_cancel_leaves_nothing_behind(darktable: Callable[..., Any], tmp_path: Path) -> None:
    noted = darktable(code=1)

    assert listed(noted.imported) == []
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_result_is_not_overwritten(darktable: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "it's-lacuna.tif").write_text("kept")

    noted = darktable(code=0)

    assert listed(noted.imported) == [str(tmp_path / "it's-lacuna-2.tif")]
    assert (tmp_path / "it's-lacuna.tif").read_text() == "kept"


@pytest.mark.parametrize(("code", "can_export"), [(127, True), (0, False)])
def test_what_goes_wrong_is_said(
    darktable: Callable[..., Any], tmp_path: Path, code: int, can_export: bool
) -> None:
    noted = darktable(code, can_export)

    assert any("could not" in said for said in listed(noted.said))
    assert listed(noted.imported) == []
    assert list(tmp_path.iterdir()) == []
