"""The command line. Importing it costs nothing: torch comes with the first fill.

Bad input ends in one sentence on stderr and exit code 2; nothing is written then.
"""

from engine.cli.main import COMMANDS, UsageError, main, window_arguments

__all__ = ["COMMANDS", "UsageError", "main", "window_arguments"]
