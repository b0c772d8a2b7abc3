"""missing-key: a key that must be there is not, or has no value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import add_key, give_value, line_break, remove_pair, written
from sbd_lsp.checks.halves import parted, stands_for
from sbd_lsp.checks.invalid_id import is_comment
from sbd_lsp.checks.joining import met, room, types_that_fit
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity, replace
from sbd_lsp.checks.torn import torn
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import DESIGN, NODE, WHOLE
from sbd_lsp.syntax.scanner import short
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, key_text
from sbd_lsp.syntax.within import lacks_brace

RULE = Rule("missing-key", Severity.ERROR, "a key that must be there is missing", unfinished=True)
EXAMPLES = {"sbd": "1", "name": "my-app"}
# keys of the document whose entries stand below it
SECTIONS = ("nodes", "edges")
MOST = 3


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node that says nothing at all."""
    if node.value is not None or node.block.reading.faults or is_comment(node):
        return
    option = CATALOGUE.node["type"]
    yield RULE.at(node.name_place, _message(f"`{node.id}`", option), partial(_typed, node))


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge that says nothing at all."""
    if edge.value is None:
        end = len(edge.block.text.rstrip())
        place = Place(edge.block, 0, min(end, _line_end(edge.block, 0)))
        yield RULE.at(place, "the edge has no `from` and no `to`; name the nodes that it joins")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Required keys that are not there, and keys without a value."""
    body = keys.body
    if keys.block.reading.faults:
        return
    for option, pair in keys.empty:
        if body is not None or option.name not in SECTIONS or pair.colon < 0:
            yield _empty(option, pair, keys, model)
    parts = list(torn(keys)) if any(pair.colon < 0 for pair in keys.unknown) else []
    for pair, value, fix in parts:
        place = Place(keys.block, pair.key.start, pair.key.end)
        message = f"a comma ends the value `{short(value)}`; put all of it in quotes"
        yield RULE.at(place, message, [fix])
    for pair in keys.unknown:
        if pair.colon < 0 and not any(_follows(pair, fix) for _, _, fix in parts):
            yield _word(pair, keys)
    for option in keys.required if body is not None else ():
        if body is not None and body.get(option.name) is None and _certain(option, keys):
            if any(stands_for(key_text(p) or "", option.name, keys.options) for p in keys.unknown):
                continue  # another finding says so
            fixes = partial(_completed, option, keys)
            yield RULE.at(_place(keys), _message(_name(keys), option), fixes)


def check_design(model: Model) -> Iterator[Finding]:
    """A document without its version or its name."""
    given = {key_text(section.pair) or "" for section in model.sections}
    for option in CATALOGUE.document.values():
        told = any(parted(text, (option.name,)) for text in given)
        if option.required and option.name not in given and not told:
            yield _top(option.name, model)


def _certain(option: Option, keys: Keys) -> bool:
    """Whether the key is needed for certain: options of a type only if the type is known."""
    owner = keys.owner
    if not isinstance(owner, Node) or owner.service is not None:
        return True
    return keys.option is None and option.name == "type"


def _message(name: str, option: Option) -> str:
    example = next(iter((*option.examples, *option.values)), None)
    if example is not None:
        return f"{name} has no `{option.name}`; write for example `{option.name}: {example}`"
    return f"{name} has no `{option.name}`; {_meaning(option)}"


def _meaning(option: Option) -> str:
    return f"it is the {option.summary[0].lower()}{option.summary[1:]}"


def _name(keys: Keys) -> str:
    if keys.option is not None:
        return f"`{keys.option.name}`"
    if isinstance(keys.owner, Node):
        return "the node" if keys.owner.nameless else f"`{keys.owner.id}`"
    return "the edge"


def _place(keys: Keys) -> Place:
    """The key whose value lacks one, the id of a node, the first line of an edge."""
    if keys.at is not None:
        return Place(keys.block, keys.at.start, keys.at.end)
    if isinstance(keys.owner, Node) and not keys.owner.nameless:
        return keys.owner.name_place
    start, end = (keys.body.start, keys.body.end) if keys.body else (0, 0)
    return Place(keys.block, start, min(end, _line_end(keys.block, start)))


def _line_end(block: Block, start: int) -> int:
    """Where the content of the line at `start` ends."""
    end = block.text.find("\n", start)
    line = block.text[start : end if end >= 0 else len(block.text)]
    return start + len(line.rstrip())


def _empty(option: Option, pair: Pair, keys: Keys, model: Model) -> Finding:
    place = Place(keys.block, pair.key.start, pair.key.end)
    if option.required and not (option.examples or option.values):
        hint = _meaning(option)
    else:
        value = next(iter(_values(option, keys, model)), None)
        hint = f"write for example `{option.name}: {value}`" if value else "write one behind it"
    fixes = partial(_filled, option, pair, keys)
    return RULE.at(place, f"`{option.name}` has no value; {hint}", fixes)


def _typed(node: Node, model: Model) -> Iterator[Fix]:
    """A type for a node that says nothing."""
    explicit = node.block.text[: node.key.start].rstrip().endswith("?")  # `? A`
    for type in [] if explicit else _types(node, model):
        yield Fix(f"Write `type: {type}`", (*_first_key(node, type),), safe=False)


def _completed(option: Option, keys: Keys, model: Model) -> Iterator[Fix]:
    """A value for an option that is not there, with its key."""
    for value in _values(option, keys, model):
        change = _added(option.name, value, keys)
        yield Fix(f"Write `{option.name}: {value}`", (change,), safe=False)


def _filled(option: Option, pair: Pair, keys: Keys, model: Model) -> Iterator[Fix]:
    """A value for an option of which only the key is there."""
    only = len(option.values) == 1
    for value in _values(option, keys, model):
        yield Fix(f"Write `{option.name}: {value}`", (give_value(keys.block, pair, value),), only)


def _follows(pair: Pair, fix: Fix) -> bool:
    """Whether a word stands within what is put in quotes."""
    return any(place.start <= pair.key.start < place.end for place, _ in fix.changes)


def _word(pair: Pair, keys: Keys) -> Finding:
    """A word that is no key yet."""
    key = keys.block.text[pair.key.start : pair.key.end]
    place = Place(keys.block, pair.key.start, pair.key.end)
    fixes = []
    better = parted(key, keys.options) if pair.value is None else None
    if better is not None:
        message = f"`{key}` has no `: ` between key and value; write `{better}`"
        return RULE.at(place, message, [replace(place, better)])
    if key.startswith("//"):
        change = Change(Place(keys.block, pair.key.start, pair.key.start + 2), "#")
        fix = Fix("Begin the comment with `#`", (change,))
        return RULE.at(place, "a comment begins with `#`, not with `//`", [fix])
    if keys.body is not None:
        fixes = [Fix(f"Remove `{key}`", (remove_pair(keys.block, keys.body, pair),), False)]
    return RULE.at(place, f"`{key}` says nothing by itself; write a key and its value", fixes)


def _values(option: Option, keys: Keys, model: Model) -> list[str]:
    """Values that would do, as they are written; where there is no telling, none."""
    owner = keys.owner
    if isinstance(owner, Node) and keys.option is None and option.name == "type":
        return _types(owner, model)
    if isinstance(owner, Edge) and option.format == "nodeId":
        return [written(id) for id in _ends(owner, option.name, model)]
    examples = [option.default, *option.examples, *option.values]
    plain = [v for v in examples if isinstance(v, (str, int))]
    first = next(iter(plain), None)
    if first is None:
        return []
    return [str(first) if option.type == "integer" else written(first)]


def _added(key: str, value: str, keys: Keys) -> Change:
    assert keys.body is not None
    after = {"to": "from"}.get(key) if isinstance(keys.owner, Edge) else None
    if keys.option is None and isinstance(keys.owner, Node) and key != "type":
        after = "type"
    return add_key(keys.block, keys.body, key, value, after)


def _types(node: Node, model: Model) -> list[str]:
    """Service types that the node's other keys and its edges allow."""
    found = [type for type in types_that_fit(node.fields) if _joins(type, node, model)]
    return sorted(found, key=lambda type: _likeness(type, node.id))[:MOST]


def _likeness(type: str, id: str) -> tuple[bool, int]:
    """By which types are sorted: those that the id names first, then those with most edges."""
    service = CATALOGUE.services[type]
    words = (type, service.id_example, *service.aliases)
    named = any(word and word.lower() in id.lower() for word in words)
    return not named, -sum(type in (row.source, row.target) for row in CATALOGUE.edges)


def _joins(type: str, node: Node, model: Model) -> bool:
    for edge in model.leaving.get(node.id):
        target = model.node(edge.target)
        if target is None or target.type is None:
            continue
        row = CATALOGUE.kind(type, target.type, edge.kind)
        if row is None or not met(row.requirements, None, target) or not _takes(row.options, edge):
            return False
    for edge in model.reaching.get(node.id):
        source = model.node(edge.source)
        if source is None or source.type is None:
            continue
        row = CATALOGUE.kind(source.type, type, edge.kind)
        if row is None or not met(row.requirements, source, None) or not _takes(row.options, edge):
            return False
    return True


def _takes(options: object, edge: Edge) -> bool:
    return all(key in CATALOGUE.edge or key in options for key in edge.fields)  # type: ignore[operator]


def _ends(edge: Edge, key: str, model: Model) -> list[str]:
    """Ids of nodes that the edge could begin or end at, the nearest below the other end first."""
    other = model.node(edge.source if key == "to" else edge.target)
    if other is None or other.type is None:
        return []
    fitting = []
    for node, *more in model.nodes.values():
        ends = (other, node) if key == "to" else (node, other)
        if more or node.type is None or node is other:
            continue
        row = CATALOGUE.kind(ends[0].type or "", ends[1].type or "", edge.kind)
        if row is not None and _takes(row.options, edge) and room(model, *ends, row, edge):
            fitting.append(node)
    start = model.document.offset_of(other.block)
    fitting.sort(key=lambda node: _distance(node, start, model))
    return [node.id for node in fitting[:MOST]]


def _distance(node: Node, start: int, model: Model) -> tuple[bool, int]:
    offset = model.document.offset_of(node.block) + node.key.start
    return offset < start, offset


def _first_key(node: Node, type: str) -> Iterator[Change]:
    """Changes that give a node without anything its type."""
    block, text = node.block, node.block.text
    end = node.key.end
    place = end + len(text[end:]) - len(text[end:].lstrip(" "))
    colon = text[place : place + 1] == ":"
    if colon:
        end = place + 1
    tree = block.reading.tree
    if block.kind == NODE and not (isinstance(tree, Mapping) and tree.column < 0):
        indent = " " * (node.key.start - text.rfind("\n", 0, node.key.start) - 1 + 2)
        value = f"{line_break(block)}{indent}type: {type}"
        if not colon:
            yield Change(Place(block, end, end), f":{value}")
        else:
            end = _line_end(block, end)
            yield Change(Place(block, end, end), value)
    else:
        yield Change(Place(block, end, end), f"{'' if colon else ':'} {{type: {type}}}")


def _top(key: str, model: Model) -> Finding:
    first = model.document.blocks[0]
    start = len(first.text) - len(first.text.lstrip("\ufeff"))
    message = f"the design has no `{key}`; write `{key}: {EXAMPLES[key]}`"
    place = Place(first, start, max(start, _line_end(first, start)))
    change = _top_change(key, model)
    only = len(CATALOGUE.document[key].values) == 1  # else it is an example, to be written over
    fixes = [Fix(f"Write `{key}: {EXAMPLES[key]}`", (change,), only)] if change else []
    return RULE.at(place, message, fixes)


def _top_change(key: str, model: Model) -> Change | None:
    """The change that writes `key` on top, or below the version; None in a design in braces that is
    one block."""
    blocks = model.document.blocks
    if any(block.kind == WHOLE for block in blocks):
        return None
    if blocks[-1].after.flow == DESIGN:
        return _first_in_braces(key, model)
    line = f"{key}: {EXAMPLES[key]}"
    version = model.section("sbd")
    if key != "sbd" and version is not None and isinstance(version.pair.value, Scalar):
        end = _line_end(version.block, version.pair.value.start)
        end = max(end, version.pair.value.end)
        return Change(Place(version.block, end, end), f"{line_break(version.block)}{line}")
    block = next((b for b in blocks if b.reading.tree is not None), blocks[-1])
    start = len(block.text) if block.reading.tree is None else 0
    start = 1 if block.text.startswith("\ufeff") and start == 0 else start
    lead = line_break(block) if start > 1 and not block.text.endswith("\n") else ""
    return Change(Place(block, start, start), f"{lead}{line}{line_break(block)}")


def _first_in_braces(key: str, model: Model) -> Change:
    """The change that writes `key` behind the brace of a design, in quotes if its keys are."""
    root = next(block for block in model.document.blocks if block.flow)
    first = next((section.pair.key for section in model.sections), None)
    quote = "" if isinstance(first, Scalar) and not first.style else '"'
    value = EXAMPLES[key] if EXAMPLES[key].isdigit() else f"{quote}{EXAMPLES[key]}{quote}"
    base = model.document.blocks[-1].after.base
    indent = " " * (base if base >= 0 else 2)
    if lacks_brace(root.text, root.state, root.after):
        line = f"{indent}{quote}{key}{quote}: {value},{line_break(root)}"
        return Change(Place(root, 0, 0), line)
    end = _line_end(root, root.text.index("{"))
    return Change(Place(root, end, end), f"{line_break(root)}{indent}{quote}{key}{quote}: {value},")
