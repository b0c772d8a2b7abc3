"""Plain values with intrinsic functions to YAML text, in CloudFormation's short forms.

Writes a small part of YAML: block mappings and lists, flow lists inside tags, plain and quoted
scalars. What it writes reads back as the same values under YAML 1.1, which CloudFormation reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sbd_lsp.targets.intrinsics import Noted, is_intrinsic

STEP = "  "
# text that needs no quotes wherever it stands, unless it is one of WORDS or looks like a number
PLAIN = re.compile(r"[A-Za-z_/.][A-Za-z0-9_/.+@$(){}*=;<>^~'\"!?&|%,:# -]*\Z")
UNSAFE = re.compile(r": |:\Z| #|\s\Z|\A[.]{3}(?:\s|\Z)")
NUMBER = re.compile(r"[.][0-9_]*\Z|[.][0-9]|[.](?:inf|nan)\Z", re.IGNORECASE)
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "="}
# text that may stand unquoted inside brackets
FLOW_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
# the printable characters of ASCII; others may stand in quotes if Python calls them printable
SHORT = {"Ref": "!Ref", "Condition": "!Condition"}


def to_yaml(value: Mapping[str, Any], indent: str = "") -> str:
    """`value` as block-style YAML text, each line behind `indent`."""
    lines: list[str] = []
    _mapping(value, indent, lines)
    return "".join(f"{line}\n" for line in lines)


def comment(text: str, indent: str = "") -> str:
    """`text` as a comment of one line, whatever it contains."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"{indent}# {words}"


def scalar(value: Any, flow: bool = False) -> str:
    """A scalar as it stands in YAML; in brackets if `flow`."""
    if isinstance(value, str):
        return _text(value, flow)
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return _text(str(value), flow)


@lru_cache(maxsize=4096)  # a template says the same words over and over
def _text(text: str, flow: bool) -> str:
    if flow:
        plain = FLOW_PLAIN.match(text) is not None
    else:
        plain = PLAIN.match(text) is not None and not UNSAFE.search(text)
    if plain and text.lower() not in WORDS and not NUMBER.match(text):
        return text
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    code = ord(character)
    if named is not None:
        return named
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _mapping(value: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    """Adds the lines of `value` to `lines`, as the functions below do."""
    for key, item in value.items():
        if isinstance(item, Noted):
            lines.append(comment(item.note, indent))
        _entry(f"{indent}{scalar(str(key))}:", item, indent, lines)


def _sequence(value: Sequence[Any], indent: str, lines: list[str]) -> None:
    for item in value:
        if isinstance(item, Noted):
            lines.append(comment(item.note, indent))
        _item(item, indent, lines)


def _item(item: Any, indent: str, lines: list[str]) -> None:
    """An item of a list: a mapping begins on the line of its hyphen."""
    if not item or not isinstance(item, (dict, list)) or is_intrinsic(item):
        _entry(f"{indent}-", item, indent, lines)
        return
    inner, first = indent + STEP, len(lines)
    if isinstance(item, dict):
        _mapping(item, inner, lines)
    else:
        _sequence(item, inner, lines)
    if lines[first].lstrip().startswith("#"):
        lines.insert(first, f"{indent}-")
    else:
        lines[first] = f"{indent}- {lines[first][len(inner) :]}"


def _entry(head: str, value: Any, indent: str, lines: list[str]) -> None:
    """`head` (a key with its colon, or a hyphen) and `value` behind or below it."""
    inner = indent + STEP
    if isinstance(value, str):
        if _is_block(value):
            lines.append(f"{head} |{'' if value.endswith(chr(10)) else '-'}")
            lines += (f"{inner}{line}" if line else "" for line in value.splitlines())
        else:
            lines.append(f"{head} {_text(value, False)}")
    elif isinstance(value, dict):
        if is_intrinsic(value):
            _call(head, value, indent, lines)
        elif value:
            lines.append(head)
            _mapping(value, inner, lines)
        else:
            lines.append(f"{head} {{}}")
    elif isinstance(value, (list, tuple)):
        if value:
            lines.append(head)
            _sequence(value, inner, lines)
        else:
            lines.append(f"{head} []")
    else:
        lines.append(f"{head} {scalar(value)}")


def _is_block(text: str) -> bool:
    """Whether `text` can stand as a literal block: lines of plain characters, none ragged."""
    if "\n" not in text:
        return False
    lines = text.split("\n")
    if text.endswith("\n\n") or not lines[0] or lines[0][0] == " ":
        return False
    return all(line.isprintable() and line == line.rstrip() for line in lines)


def _call(head: str, value: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    """A call of an intrinsic function in its short form."""
    name, argument = next(iter(value.items()))
    tag = SHORT.get(name, "!" + name.removeprefix("Fn::"))
    if name == "Fn::GetAtt" and _dotted(argument):
        lines.append(f"{head} {tag} {'.'.join(argument)}")
    elif isinstance(argument, dict) and not argument:
        lines.append(f"{head} {tag} {{}}")
    elif _fits_in_brackets(argument):
        lines.append(f"{head} {tag} {_flow(argument)}")
    else:
        _entry(f"{head} {tag}", argument, indent, lines)


def _dotted(argument: Any) -> bool:
    return isinstance(argument, list) and all(isinstance(part, str) for part in argument)


def _fits_in_brackets(argument: Any) -> bool:
    """Whether `argument` is a list of scalars and calls on such lists."""
    return isinstance(argument, list) and all(
        not isinstance(item, (dict, list))
        or (isinstance(item, dict) and is_intrinsic(item) and _simple(*item.values()))
        for item in argument
    )


def _simple(argument: Any) -> bool:
    return not isinstance(argument, (dict, list)) or _fits_in_brackets(argument)


def _flow(value: Any) -> str:
    """`value` (a list, call or scalar) on one line."""
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if not isinstance(value, dict):
        return scalar(value, flow=True)
    name, argument = next(iter(value.items()))
    tag = SHORT.get(name, "!" + name.removeprefix("Fn::"))
    if name == "Fn::GetAtt" and _dotted(argument):
        return f"{tag} {scalar('.'.join(argument), flow=True)}"
    return f"{tag} {_flow(argument)}"
