"""CloudFormation's intrinsic functions in their long form, as plain values: `dict`, `list`, text,
numbers, truth values, None.

`sub` is how text with values in it is made: what a person wrote is never taken for a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Value = Any

PLACE = re.compile(r"\$\{(\w+)\}")
REFERENCE = re.compile(r"\$\{([A-Za-z0-9_:.]+)\}")
REFERRING = frozenset(("Ref", "Fn::GetAtt", "Fn::Sub"))
VARIABLE = re.compile(r"\$\{(?!!)")

ACCOUNT: Value = {"Ref": "AWS::AccountId"}


class Noted(dict[str, Any]):
    """A mapping with a remark for the reader of the template, written as a comment above it."""

    def __init__(self, note: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.note = note


def ref(id: str) -> Value:
    """What CloudFormation's `Ref` of the resource or parameter `id` gives."""
    return {"Ref": id}


def attribute(id: str, name: str) -> Value:
    """The attribute `name` of the resource `id`."""
    return {"Fn::GetAtt": [id, name]}


def literal(text: str) -> str:
    """`text` as it must stand in a `Fn::Sub` to come out unchanged."""
    return text.replace("${", "${!")


def sub(template: str, **values: Value) -> Value:
    """`template` with each `${name}` of `values` replaced, for CloudFormation to compute.

    Other `${…}` in `template` are CloudFormation's own, such as `${AWS::Region}`. Text among
    `values` is put in as it is; a plain string comes back if nothing is left to compute.
    """
    variables: dict[str, Value] = {}

    def inline(match: re.Match[str]) -> str:
        if match[1] not in values:
            return match[0]
        text, needs = _inline(match[1], values[match[1]])
        variables.update(needs)
        return text

    text = PLACE.sub(inline, template)
    if not VARIABLE.search(text):
        return text.replace("${!", "${")
    return {"Fn::Sub": [text, variables] if variables else text}


def arn(service: str, resource: str, **values: Value) -> Value:
    """The ARN of `resource` of `service` in the stack's own account and region."""
    return sub(
        f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}",
        **values,
    )


def _inline(name: str, value: Value) -> tuple[str, dict[str, Value]]:
    """How `value` stands inside a `Fn::Sub`, and the variables that it needs there."""
    if not isinstance(value, dict):
        return literal(str(value)), {}
    function, argument = next(iter(value.items()))
    if function == "Ref" and "." not in argument:
        return f"${{{argument}}}", {}
    if function == "Fn::GetAtt":
        return (
            f"${{{argument if isinstance(argument, str) else '.'.join(argument)}}}",
            {},
        )
    if function == "Fn::Sub" and isinstance(argument, str):
        return argument, {}
    if function == "Fn::Sub":
        return argument[0], dict(argument[1])
    return f"${{{name}}}", {name: dict(value)}


def as_text(value: Any, ids: frozenset[str]) -> Any:
    """`value` with each text that looks like a reference to one of `ids` taken apart.

    `${AWS::Region}` in a person's text is text; cfn-lint takes it for a forgotten `Fn::Sub`.
    """
    if isinstance(value, str):
        return _apart(value) if looks_like_reference(value, ids) else value
    if is_intrinsic(value):
        return value
    if isinstance(value, dict):
        made = {key: as_text(item, ids) for key, item in value.items()}
        return Noted(value.note, made) if isinstance(value, Noted) else made
    if isinstance(value, list):
        return [as_text(item, ids) for item in value]
    return value


def looks_like_reference(text: str, ids: frozenset[str]) -> bool:
    """Whether `text` has something in it that would refer to AWS or one of `ids` in a `Fn::Sub`."""
    return "${" in text and any(
        name.startswith("AWS::") or name.split(".")[0] in ids for name in REFERENCE.findall(text)
    )


def _apart(text: str) -> Value:
    return {"Fn::Join": ["{", text.split("{")]}


def merged(base: Any, over: Any) -> Any:
    """`base` with `over` laid on top: mappings merge key by key, anything else is replaced."""
    if not _merges(base) or not _merges(over):
        return _plain(over)
    made = {key: merged(value, over[key]) if key in over else value for key, value in base.items()}
    made.update((str(key), _plain(value)) for key, value in over.items() if key not in base)
    return Noted(base.note, made) if isinstance(base, Noted) else made


def references(value: Any) -> Iterator[str]:
    """The logical ids that `value` refers to."""
    waiting = [value]
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict):
            for key in REFERRING & at.keys():
                yield from _referred(key, at[key])
            waiting += at.values()
        elif isinstance(at, (list, tuple)):
            waiting += at


def _referred(function: str, argument: Any) -> list[str]:
    first = argument if isinstance(argument, str) else argument[0]
    names = REFERENCE.findall(first) if function == "Fn::Sub" else [first]
    return [name.split(".")[0] for name in names]


def is_intrinsic(value: Any) -> bool:
    """Whether `value` is a call of an intrinsic function."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    (key,) = value
    return key == "Ref" or str(key).startswith("Fn::")


def _merges(value: Any) -> bool:
    return isinstance(value, dict) and not is_intrinsic(value)


def _plain(value: Any) -> Any:
    """A copy of `value` made of plain dictionaries and lists."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
