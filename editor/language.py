"""The window's language: which there are, how one is chosen, and how texts in tables are marked.

The texts are English in the code. Qt Linguist's files are in resources/translations: `.ts` is what
translators edit, `.qm` what is loaded. English has a file too, for its plural forms.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from resources.locate import resource

SYSTEM = "system"
# Every language is written in itself, as somebody who is lost in another one can read it.
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text of a table for lupdate, which knows it by this name; it is translated when it is shown.

    PySide's own one returns an `object`, as far as type checkers know.
    """
    del context
    return text


def language_for(choice: str) -> str:
    """The language to speak: the chosen one, or for "system" the first of the desktop's that there is."""
    if choice in LANGUAGES:
        return choice
    for wanted in QLocale.system().uiLanguages():
        locale = QLocale(wanted)
        # Somebody who reads traditional characters reads simplified ones more easily than English.
        if locale.language() == QLocale.Language.Chinese:
            return "zh_CN"
        if locale.language() == QLocale.Language.English:
            return "en"
    return "en"


def speak(language: str) -> list[QTranslator]:
    """Makes the program, and what Qt brings along, speak a language.

    Args:
        language: A key of `LANGUAGES`.

    Returns:
        What was installed, in order, for whoever wants to take it away again.
    """
    app = QCoreApplication.instance()
    assert app is not None, "a program speaks"
    QLocale.setDefault(QLocale(language))
    installed = []
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt), ("lacuna", str(resource("translations")))):
        translator = QTranslator(app)
        if translator.load(f"{name}_{language}", folder) and app.installTranslator(translator):
            installed.append(translator)
    return installed
