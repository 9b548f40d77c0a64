--[[
Lacuna for darktable: edits the developed photo in Lacuna's window and takes the result back.

Adds a button "edit in Lacuna" to the module "selected image(s)" of the lighttable, and a shortcut. Each photo is
exported as a 16-bit TIFF beside its original, opened in Lacuna, and, if Done is pressed there, imported and
grouped with the original; Cancel removes the TIFF again.

Needs darktable 4.4 or newer with Lua, and Lacuna on PATH or its path in the preferences (Lua options).
Install: copy this file to ~/.config/darktable/lua and add   require "lacuna"   to ~/.config/darktable/luarc
(on Windows %LOCALAPPDATA%\darktable).
]]

local dt = require "darktable"

local NAME = "lacuna"
local LABEL = "edit in Lacuna"
local DONE, CANCELED = 0, 1
local is_windows = dt.configuration.running_os == "windows"

dt.preferences.register(
  NAME, "program", "string", "Lacuna: program",
  "path of the program lacuna; on Windows lacuna.exe", is_windows and "lacuna.exe" or "lacuna")

-- One argument for the shell, whatever characters it has.
local function quoted(text)
  if is_windows then
    return '"' .. text .. '"'
  end
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

-- A name beside the original that no file has yet.
local function free_name(image)
  local stem = image.path .. (is_windows and "\\" or "/") .. image.filename:gsub("%.[^.]*$", "")
  local path, number = stem .. "-lacuna.tif", 1
  while exists(path) do
    number = number + 1
    path = stem .. "-lacuna-" .. number .. ".tif"
  end
  return path
end

local function export(image, path)
  local format = dt.new_format("tiff")
  format.bpp = 16
  format.compress = 0
  format.max_width = 0
  format.max_height = 0
  -- false: no upscaling
  return format:write_image(image, path, false)
end

local function take_back(image, path)
  local edited = dt.database.import(path)
  if not edited then
    dt.print(LABEL .. ": the result could not be imported: " .. path)
    return
  end
  for _, tag in ipairs(dt.tags.get_tags(image)) do
    if not tag.name:match("^darktable|") then
      dt.tags.attach(tag, edited)
    end
  end
  edited.rating = image.rating
  edited:group_with(image.group_leader)
end

local function edit(image)
  local path = free_name(image)
  dt.print(LABEL .. ": exporting " .. image.filename)
  export(image, path)
  if not exists(path) then
    dt.print(LABEL .. ": " .. image.filename .. " could not be exported")
    return
  end
  local program = dt.preferences.read(NAME, "program", "string")
  local code = dt.control.execute(quoted(program) .. " --edit " .. quoted(path))
  if code == DONE then
    take_back(image, path)
    return
  end
  os.remove(path)
  if code ~= CANCELED then
    dt.print(LABEL .. ": Lacuna could not edit the photo; is its path right in the Lua options?")
  end
end

local function edit_all(images)
  if #images == 0 then
    dt.print(LABEL .. ": select a photo first")
  end
  for _, image in ipairs(images) do
    edit(image)
  end
end

local function install()
  dt.gui.libs.image.register_action(
    NAME, LABEL, function(_, images) edit_all(images) end,
    "export as 16-bit TIFF, erase objects in Lacuna, take the result back")
  dt.register_event(NAME, "shortcut", function() edit_all(dt.gui.action_images) end, LABEL)
end

local function remove()
  dt.gui.libs.image.destroy_action(NAME)
  dt.destroy_event(NAME, "shortcut")
end

install()

-- For darktable's script manager.
return {
  metadata = {
    name = LABEL,
    purpose = "erase objects in Lacuna and take the result back",
    author = "The Lacuna authors",
    help = "docs/round-trip/darktable.md",
  },
  destroy = remove,
}
