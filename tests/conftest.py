"""For all tests: the engine's thread settings come before torch is imported by whichever test is first."""

import engine  # noqa: F401 - sets how OpenMP threads wait
