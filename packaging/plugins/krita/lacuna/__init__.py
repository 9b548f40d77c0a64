"""Krita finds its plug-ins by importing their folders."""

from krita import Krita

from .lacuna import Lacuna

Krita.instance().addExtension(Lacuna(Krita.instance()))
