"""A tree as plain values, as a YAML loader would give them."""

from __future__ import annotations

from collections.abc import Mapping as Names
from datetime import date
from typing import Any

from sbd_lsp.syntax.tree import Alias, Mapping, Pair, Scalar, Sequence, Tree

# CloudFormation's short forms: `!Ref x` is {"Ref": "x"}, `!Sub x` is {"Fn::Sub": "x"}
WITHOUT_PREFIX = ("Ref", "Condition")
LARGEST = 100_000


class TooLarge(Exception):
    """Aliases would make the value larger than anyone means."""


def plain(tree: Tree | None, anchors: Names[str, Tree] | None = None) -> Any:
    """The value of `tree`: dicts, lists, text, numbers, truth values, None. Dates and times are as
    they are written, since JSON has none.

    `anchors` are the nodes that aliases may mean besides those of `tree` itself. Of duplicate
    keys the last counts, as in PyYAML. Raises TooLarge if aliases make more than 100,000 nodes.
    """
    return _Plain(dict(anchors or {})).value(tree)


class _Plain:
    def __init__(self, anchors: dict[str, Tree]) -> None:
        self.anchors = anchors
        self.open: set[str] = set()
        self.made = 0

    def value(self, tree: Tree | None) -> Any:
        self.made += 1
        if self.made > LARGEST:
            raise TooLarge
        if tree is None:
            return None
        if isinstance(tree, Alias):
            return self._alias(tree)
        if tree.anchor:
            self.anchors[tree.anchor] = tree
        if isinstance(tree, Scalar):
            value = tree.value
            return self._tagged(tree.tag, tree.text if isinstance(value, date) else value)
        if isinstance(tree, Sequence):
            return self._tagged(tree.tag, [self.value(item) for item in tree.items])
        return self._tagged(tree.tag, self._mapping(tree))

    def _alias(self, alias: Alias) -> Any:
        target = self.anchors.get(alias.name)
        if target is None or alias.name in self.open:
            return None
        self.open.add(alias.name)
        value = self.value(target)
        self.open.discard(alias.name)
        return value

    def _mapping(self, tree: Mapping) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        own: dict[Any, Any] = {}
        for pair in tree.pairs:
            if _is_merge(pair):
                self._merge(self.value(pair.value), merged)
            else:
                key = self.value(pair.key)
                value = self.value(pair.value)
                own[key if _hashable(key) else repr(key)] = value
        return {**merged, **own}

    def _merge(self, value: Any, into: dict[Any, Any]) -> None:
        for source in value if isinstance(value, list) else [value]:
            if isinstance(source, dict):
                for key, item in source.items():
                    into.setdefault(key, item)

    def _tagged(self, tag: str, value: Any) -> Any:
        if not tag.startswith("!") or tag == "!":
            return value
        name = tag[1:]
        if name == "GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
        return {name if name in WITHOUT_PREFIX else f"Fn::{name}": value}


def _is_merge(pair: Pair) -> bool:
    return isinstance(pair.key, Scalar) and pair.key.text == "<<" and not pair.key.style


def _hashable(value: Any) -> bool:
    return not isinstance(value, (dict, list))
