"""Completion scripts for shells, made from the parser: they know every command and option there is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.cli.options import file_path

SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True)
class _Option:
    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...]
    takes_path: bool


@dataclass(frozen=True)
class _Command:
    name: str
    help: str
    options: list[_Option] = field(default_factory=list)
    words: tuple[str, ...] = ()


def script(shell: str, parser: argparse.ArgumentParser) -> str:
    """The completion script of a shell.

    Args:
        shell: One of `SHELLS`.
        parser: The whole command line, with its commands as subparsers.
    """
    makers = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    return makers[shell](_options(parser), list(_commands(parser)))


def _commands(parser: argparse.ArgumentParser) -> Iterator[_Command]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {entry.dest: entry.help or "" for entry in action._choices_actions}
            for name, sub in action.choices.items():
                words = [str(word) for entry in sub._get_positional_actions() for word in entry.choices or ()]
                yield _Command(name, helps.get(name, ""), _options(sub), tuple(words))


def _options(parser: argparse.ArgumentParser) -> list[_Option]:
    return [
        _Option(
            tuple(action.option_strings),
            _plain(action.help or ""),
            action.nargs != 0,
            tuple(map(str, action.choices or ())),
            action.type is file_path,
        )
        for action in parser._actions
        if action.option_strings and action.help is not argparse.SUPPRESS
    ]


def _plain(text: str) -> str:
    """Help without what shells would read as their own."""
    return text.replace("%%", "%").translate({ord(sign): None for sign in "'\"`[]$\\:"})


def _among(words: tuple[str, ...]) -> str:
    return f"COMPREPLY=($(compgen -W '{' '.join(words)}' -- \"$current\"))"


def _bash(top: list[_Option], commands: list[_Command]) -> str:
    def names(options: list[_Option]) -> str:
        return " ".join(name for option in options for name in option.names)

    cases = [f"    {command.name}) words='{names(command.options)}' ;;" for command in commands]
    words = [
        f"    {command.name}) {_among(command.words)}; return ;;" for command in commands if command.words
    ]
    every = [option for options in (top, *(command.options for command in commands)) for option in options]
    values: dict[str, str] = {}
    for option in every:
        if option.choices:
            values["|".join(option.names)] = _among(option.choices)
        elif option.takes_value and not option.takes_path:
            values["|".join(option.names)] = "COMPREPLY=()"
    asked = [f"    {pattern}) {action}; return ;;" for pattern, action in values.items()]
    paths = [name for option in every if option.takes_path for name in option.names]
    asked.append(f"    {'|'.join(dict.fromkeys(paths))}) _lacuna_files; return ;;")
    return "\n".join(
        [
            "# bash completion for lacuna",
            # Names of files may hold spaces; bash 3, which Macs have, knows no mapfile.
            "_lacuna_files() { local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"$current\")); }",
            "_lacuna() {",
            '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words',
            '  local command="${COMP_WORDS[1]}"',
            '  case "$previous" in',
            *asked,
            "  esac",
            '  case "$command" in',
            *cases,
            f"    *) words='{names(top)}' ;;",
            "  esac",
            '  if [[ "$current" == -* ]]; then',
            '    COMPREPLY=($(compgen -W "$words" -- "$current")); return',
            "  fi",
            '  if [[ $COMP_CWORD -gt 1 ]]; then case "$command" in',
            *words,
            "  esac; fi",
            "  _lacuna_files",
            "  if [[ $COMP_CWORD -eq 1 ]]; then",
            f"    COMPREPLY+=($(compgen -W '{' '.join(c.name for c in commands)}' -- \"$current\"))",
            "  fi",
            "}",
            "complete -o filenames -F _lacuna lacuna",
            "",
        ]
    )


def _zsh(top: list[_Option], commands: list[_Command]) -> str:
    def specs(options: list[_Option]) -> str:
        lines = []
        for option in options:
            value = ""
            if option.choices:
                value = f":value:({' '.join(option.choices)})"
            elif option.takes_value:
                value = ":file:_files" if option.takes_path else ":value:"
            lines += [f"'{name}[{option.help}]{value}'" for name in option.names]
        return " \\\n      ".join(lines)

    described = " ".join(f"'{command.name}:{_plain(command.help)}'" for command in commands)
    cases = []
    for command in commands:
        rest = f"'*:word:({' '.join(command.words)})'" if command.words else "'*:file:_files'"
        cases.append(f"    {command.name})\n      _arguments {specs(command.options)} \\\n      {rest} ;;")
    return "\n".join(
        [
            "#compdef lacuna",
            "_lacuna() {",
            "  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then",
            "    local -a commands",
            f"    commands=({described})",
            "    _describe command commands",
            "    _files",
            "    return",
            "  fi",
            "  case $words[2] in",
            *cases,
            f"    *)\n      _arguments {specs(top)} \\\n      '*:file:_files' ;;",
            "  esac",
            "}",
            # Both ways of loading: as a file in $fpath, and by `eval "$(lacuna completion zsh)"`.
            'if [[ $funcstack[1] == _lacuna ]]; then _lacuna "$@"; else compdef _lacuna lacuna; fi',
            "",
        ]
    )


def _fish(top: list[_Option], commands: list[_Command]) -> str:
    def line(option: _Option, condition: str) -> str:
        parts = ["complete -c lacuna", f"-n '{condition}'"]
        for name in option.names:
            parts.append(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}")
        if option.choices:
            parts.append(f"-x -a '{' '.join(option.choices)}'")
        elif option.takes_value:
            parts.append("-r" if option.takes_path else "-x")
        return " ".join([*parts, f"-d '{option.help}'"])

    lines = ["# fish completion for lacuna"]
    lines += [line(option, "__fish_use_subcommand") for option in top]
    for command in commands:
        inside = f"__fish_seen_subcommand_from {command.name}"
        lines.append(
            f"complete -c lacuna -n __fish_use_subcommand -a {command.name} -d '{_plain(command.help)}'"
        )
        lines += [line(option, inside) for option in command.options]
        if command.words:
            lines.append(f"complete -c lacuna -n '{inside}' -f -a '{' '.join(command.words)}'")
    return "\n".join([*lines, ""])
