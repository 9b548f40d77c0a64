"""Panels are shown as windows of their own here, with the same leniency as the whole window."""

from tests.editor.window.conftest import qt_is_quiet

__all__ = ["qt_is_quiet"]
