"""Lints what no Python tool looks at: desktop files, plug-ins, installers. `make check-packaging`."""
