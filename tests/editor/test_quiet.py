"""The guard of `conftest.py` catches what it is there for."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]


def test_a_qt_warning_fails_a_test(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> None:
    guard = request.path.with_name("conftest.py").read_text()
    pytester.makeconftest(guard)
    pytester.makepyfile(
        """
        from PySide6.QtCore import qWarning

        def test_loud():
            qWarning("something is wrong")

        def test_quiet():
            pass
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, errors=1)
