"""What PyYAML says of a text: the judge for whatever the quick reader does not take for certain.

The only importer of PyYAML in this layer; imported when first needed, since most designs never
leave the quick reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Sequence_
from typing import Any

import yaml

from sbd_lsp.syntax.scanner import CLOSING
from sbd_lsp.syntax.tree import (
    DEEPEST,
    TOO_DEEP,
    Alias,
    Fault,
    Mapping,
    Pair,
    Reading,
    Scalar,
    Sequence,
    Tree,
    moved,
)


def scalar_value(text: str) -> Any:
    """The value of the plain scalar `text`; the text itself where PyYAML makes nothing of it."""
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    try:
        return loader.construct_object(yaml.ScalarNode(tag, text))
    except (yaml.YAMLError, ValueError, IndexError, OverflowError):
        return text


def read_strictly(text: str, opening: str = "") -> Reading:
    """`text` as PyYAML reads it, behind a bracket if there is one: a tree without faults, or no
    tree and the one fault it names.

    Aliases stay aliases, so that no text grows. Of several documents the first counts.
    """
    return _read_between(text, opening) if opening else _read(text)


def _read_between(text: str, opening: str) -> Reading:
    """As `read_strictly`; the collection begins before the text and ends behind it."""
    end = len(text) + 1
    tree, faults = _read(f"{opening}{text}\n{CLOSING[opening]}")
    found = (f._replace(start=max(f.start - 1, 0), end=min(f.end - 1, len(text))) for f in faults)
    faults = tuple(found)
    if not isinstance(tree, (Mapping, Sequence)) or tree.column >= 0 or tree.end < end:
        return Reading(None, faults or (Fault(0, len(text), "closes more than it opens"),))
    tree = moved(tree, lambda offset: min(offset - 1, end))
    return Reading(tree, faults)


def _read(text: str) -> Reading:
    try:
        events = _events(text)
    except yaml.YAMLError as error:
        return Reading(None, (_fault(error, text),))
    if events is None:
        return Reading(None, (Fault(0, len(text), TOO_DEEP),))
    left = iter(events)
    for event in left:
        if isinstance(event, yaml.DocumentStartEvent):
            return Reading(_tree(next(left), left), ())
    return Reading(None, ())


def reach_of(text: str) -> int:
    """How far `text` can be YAML: the offset at which PyYAML gives up, its length if it does not.

    What ends behind that offset is no YAML either, since PyYAML reads from the front.
    """
    try:
        return len(text) if _events(text) is not None else 0
    except yaml.YAMLError as error:
        return _fault(error, text).start


def _events(text: str) -> list[Any] | None:
    """The events of `text`; None if it nests too deeply. Raises yaml.YAMLError if it is no YAML."""
    events: list[Any] = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return None
        events.append(event)
    return events


def _fault(error: yaml.YAMLError, text: str) -> Fault:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        start = min(error.problem_mark.index, len(text))
        message = error.problem or str(error.context)
        return Fault(start, min(start + 1, len(text)), f"not YAML: {message}")
    if isinstance(error, yaml.reader.ReaderError):
        return Fault(error.position, error.position + 1, "not YAML: a control character; remove it")
    return Fault(0, len(text), f"not YAML: {error}")


def _tree(event: Any, events: Iterator[Any]) -> Tree | None:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.AliasEvent):
        return Alias(start, end, event.anchor or "")
    tag, anchor = event.tag or "", event.anchor or ""
    if isinstance(event, yaml.ScalarEvent):
        if event.value == "" and start == end and not tag and not anchor:
            return None
        return Scalar(start, end, event.value, event.style or "", tag, anchor)
    column = -1 if event.flow_style else event.start_mark.column
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Tree | None] = []
        for inner in events:
            if isinstance(inner, yaml.SequenceEndEvent):
                end = _end(inner, column, items)
                break
            if column >= 0 and not items and tag + anchor:  # they may stand on another line
                column = _column_of_dash(inner.start_mark)
            items.append(_tree(inner, events))
        return Sequence(start, end, tuple(items), (), column, tag, anchor)
    pairs: list[Pair] = []
    for inner in events:
        if isinstance(inner, yaml.MappingEndEvent):
            parts = [part for pair in pairs for part in (pair.key, pair.value)]
            end = _end(inner, column, parts)
            break
        place = inner.start_mark.index
        if column >= 0 and not pairs and tag + anchor:
            column = inner.start_mark.column
        key = _tree(inner, events) or Scalar(place, place, "")
        value = _tree(next(events), events)
        colon = key.end if value is not None or _colon_follows(inner) else -1
        pairs.append(Pair(key, colon, value))
    return Mapping(start, end, tuple(pairs), column, tag, anchor)


def _column_of_dash(mark: Any) -> int:
    """Column of the dash behind which the item at `mark` stands."""
    dash = mark.buffer.rfind("-", 0, mark.pointer)
    column: int = mark.column - (mark.pointer - dash)
    return column if column >= 0 else dash - (mark.buffer.rfind("\n", 0, dash) + 1)


def _colon_follows(key: Any) -> bool:
    """Whether a colon stands behind a key; in braces it may be left out."""
    mark = key.end_mark
    return not isinstance(key, yaml.ScalarEvent) or mark.buffer[mark.pointer :].lstrip()[:1] == ":"


def _end(event: Any, column: int, parts: Sequence_[Tree | None]) -> int:
    """Where a collection ends: in block style PyYAML's mark is that of what comes after it."""
    ends = [part.end for part in parts if part is not None]
    marked: int = event.end_mark.index
    return max(ends) if ends and column >= 0 else marked
