#!/bin/sh
# For programs that can only name an editor and pass one photo: opens it for a round trip and waits.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
for program in "$here/../../../MacOS/lacuna" "$here/../../lacuna" /Applications/Lacuna.app/Contents/MacOS/lacuna; do
  if [ -x "$program" ]; then exec "$program" --edit "$1"; fi
done
exec lacuna --edit "$1"
