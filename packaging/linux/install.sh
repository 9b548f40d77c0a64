#!/bin/sh
# Makes an unpacked Lacuna known to the desktop, for one person (default) or, as root, for everybody.
#
#   ./install.sh               links into ~/.local
#   ./install.sh /usr/local    links into /usr/local
#   ./install.sh --remove [PREFIX]
set -eu

remove=no
if [ "${1:-}" = --remove ]; then
  remove=yes
  shift
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
prefix=${1:-${HOME:?there is no home folder: name a prefix}/.local}

# Everything is a link: who moves or deletes the folder runs this again.
place() {
  target=$prefix/$2
  if [ "$remove" = yes ]; then
    if [ -L "$target" ]; then rm -f -- "$target"; fi
  else
    mkdir -p -- "$(dirname -- "$target")"
    ln -sfn -- "$here/$1" "$target"
  fi
}

place lacuna bin/lacuna
cd "$here"
find share -type f | while IFS= read -r file; do
  place "$file" "$file"
done

if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$prefix/share/applications" 2>/dev/null || true; fi
if command -v update-mime-database >/dev/null && [ -d "$prefix/share/mime" ]; then update-mime-database "$prefix/share/mime" 2>/dev/null || true; fi
if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" 2>/dev/null || true; fi

if [ "$remove" = yes ]; then
  echo "Lacuna is no longer known to the desktop; its folder is still $here."
else
  echo "Lacuna is installed: $prefix/bin/lacuna"
  case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "Add $prefix/bin to PATH to start it in a terminal." ;;
  esac
fi
