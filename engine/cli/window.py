"""What `lacuna` may be told when it opens its window: here, so that help and completion know it too.

The window itself is the editor's business, which reads these arguments in `editor.__main__`.
"""

from __future__ import annotations

import argparse

from engine.cli.options import file_path

FORMATS = ("jpeg", "png", "tiff", "webp")

USAGE = """lacuna [PHOTO]
       lacuna --edit PHOTO [-o OUT] [--format FORMAT]
       lacuna COMMAND ..."""

EPILOG = """\
examples:
  lacuna photo.jpg                                     open it in the window that is there, or in a new one
  lacuna --edit in.tif -o out.tif                      for other programs: waits for Done or Cancel
  lacuna fill photo.jpg --mask mask.png -o clean.jpg   without a window; white in the mask = hole
  lacuna verify photo.jpg clean.jpg --mask mask.png    proof that only the mask changed
  lacuna sample -o try --fill                          a sample to see it work
  eval "$(lacuna completion bash)"                     Tab completes (zsh and fish likewise)

exit codes:
  0  done                             --edit: OUT is written
  1  something broke inside           --edit: canceled, nothing was touched; verify: more than the mask
  2  bad input, said in a sentence    nothing was written
  130  interrupted                    no file is left half written; those that were finished are named

“lacuna COMMAND --help” lists the options of a command. F1 in the window lists its keys."""


def add_window_options(parser: argparse._ActionsContainer) -> None:
    """The options with which a window opens."""
    parser.add_argument(
        "--edit",
        type=file_path,
        metavar="PHOTO",
        help="work for another program: a window with Done and Cancel for this photo alone",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=file_path,
        metavar="OUT",
        help="with --edit: where Done writes; default: PHOTO itself",
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="with --edit: what Done writes; default: by the suffix of OUT"
    )
    parser.add_argument(
        "--new-window", action="store_true", help="open a window even if there is one on this screen"
    )


def check_window_options(arguments: argparse.Namespace) -> str:
    """What is wrong with the options together, in a sentence; "" = nothing."""
    if arguments.edit is None:
        for name in ("output", "format"):
            if getattr(arguments, name) is not None:
                return f"--{name} belongs to --edit PHOTO."
    elif arguments.photo is not None:
        return "With --edit there is one photo: lacuna --edit PHOTO -o OUT."
    return ""
