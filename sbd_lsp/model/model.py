"""Nodes and edges of one version of a document, found by id.

A `Model` is immutable. `Model.after` makes the next one from the blocks that an edit removed and
added, so that its cost grows with the edit.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple, Union

from sbd_lsp.catalogue.entries import EdgeKind, Service
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.index import Difference, Index
from sbd_lsp.model.intrinsics import Reference, may_refer, references_in
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import EDGE, END, NODE, TOP, WHOLE
from sbd_lsp.syntax.document import Document
from sbd_lsp.syntax.row import Stretch
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree, key_text
from sbd_lsp.text.nearest import Words

ENDS = ("from", "to")
NODE_KEYS = frozenset(CATALOGUE.node).union(*(row.options for row in CATALOGUE.services.values()))


class Place(NamedTuple):
    """A stretch of text in a block; offsets count from the start of the block."""

    block: Block
    start: int
    end: int


class Entry:
    """A node, an edge, or a key of the document: a block, or part of one, and what it says."""

    __slots__ = ("block", "body", "fields", "value")

    def __init__(self, block: Block, value: Tree | None) -> None:
        self.block = block
        self.value = value
        self.body = value if isinstance(value, Mapping) else None
        self.fields = _fields(self.body)

    def text(self, key: str) -> str | None:
        """The text of the scalar at `key`, None if there is no text there."""
        pair = self.fields.get(key)
        if pair is not None and isinstance(pair.value, Scalar) and pair.value.text:
            return pair.value.text
        return None

    def place(self, tree: Tree) -> Place:
        """Where `tree`, a part of this entry, stands."""
        return Place(self.block, tree.start, tree.end)

    def place_of(self, key: str) -> Place | None:
        """Where the value at `key` stands, or the key if it has none; None without such a key."""
        pair = self.fields.get(key)
        return None if pair is None else self.place(pair.value or pair.key)


class Node(Entry):
    """A node: `key` is its id as written, without length if the line with the id is missing;
    `service` what its type means, None if not known."""

    __slots__ = ("id", "key", "service")

    def __init__(self, block: Block, key: Scalar, value: Tree | None) -> None:
        super().__init__(block, value)
        self.key = key
        self.id = key.text
        self.service: Service | None = CATALOGUE.services.get(self.text("type") or "")

    @property
    def type(self) -> str | None:
        """The service type, None unless it is a known one."""
        return self.service.type if self.service else None

    @property
    def nameless(self) -> bool:
        """Whether the line with the id is missing above the keys of the node."""
        return self.key.start == self.key.end

    @property
    def facts(self) -> tuple[str, ...]:
        """What of the node its neighbours may depend on."""
        return tuple(
            f"{key}={_said(pair.value)}"
            for key, pair in self.fields.items()
            if key not in ("description", "properties")
        )

    @property
    def name_place(self) -> Place:
        """Where the id stands."""
        return self.place(self.key)


class Edge(Entry):
    """An edge: `source` and `target` are the ids that it names, None where none is written."""

    __slots__ = ("index", "source", "target")

    def __init__(self, block: Block, value: Tree | None, index: int = 0) -> None:
        super().__init__(block, value)
        self.source = self.text("from")
        self.target = self.text("to")
        self.index = index

    @property
    def kind(self) -> str | None:
        """The kind as written, None if it is left out."""
        return self.text("kind")

    @property
    def whole(self) -> Place:
        """Where the edge stands, without its dash."""
        if self.value is None:
            return Place(self.block, 0, 0)
        return self.place(self.value)


Named = Union[Node, Edge]


class Section(NamedTuple):
    """A key of the document and its value, if that stands with it."""

    block: Block
    pair: Pair


class Call(NamedTuple):
    """A call of one of CloudFormation's functions that names an id, be it of a node or not."""

    block: Block
    reference: Reference

    @property
    def place(self) -> Place:
        """Where the id stands."""
        return Place(self.block, *self.reference.place)


class Meaning(NamedTuple):
    """What one block contributes."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    sections: tuple[Section, ...] = ()
    calls: tuple[Call, ...] = ()


NO_MEANING = Meaning()


class Roll(NamedTuple):
    """Nodes that have an id, in the order of the text; and their ids in lower case, each behind a
    line break, so that all of them are searched at once."""

    nodes: tuple[Node, ...]
    ids: str


class Model:
    """Nodes, edges and calls by id. Where an id is given twice, both nodes stand under it.

    `columns` says how many entries of each kind stand in which column; `uneven` has, by kind, those
    that stand in another one than the entry before them. (None of them stand in brackets.)
    """

    def __init__(
        self,
        document: Document,
        nodes: Index[Node],
        leaving: Index[Edge],
        reaching: Index[Edge],
        calls: Index[Call],
        sections: tuple[Section, ...],
        columns: Counter[tuple[str, int]],
        uneven: Index[Block],
    ) -> None:
        self.document = document
        self.nodes = nodes
        self.leaving = leaving
        self.reaching = reaching
        self.calls = calls
        self.sections = sections
        self.columns = columns
        self.uneven = uneven
        self._rule_of: dict[Edge, EdgeKind | None] = {}
        # by what asks for them; the versions that follow go on with these
        self._differences = defaultdict[str, Difference](Difference)

    @classmethod
    def of(cls, document: Document) -> Model:
        """The model of a whole document."""
        whole = _merged(document.blocks)
        return cls(
            document,
            Index.of(_named(whole)),
            Index.of(_sources(whole)),
            Index.of(_targets(whole)),
            Index.of(_called(whole)),
            whole.sections,
            Counter(_columns(document.blocks)),
            Index.of(_uneven(document.blocks)),
        )

    def after(self, document: Document, removed: list[Block], added: list[Block]) -> Model:
        """The model of `document`, which differs from this one's by `removed` and `added`."""
        old, new = _merged(removed), _merged(added)
        columns = Counter(self.columns)
        columns.update(_columns(added))
        columns.subtract(_columns(removed))
        sections = self.sections
        if old.sections or new.sections:
            blocks = (block for block in document.blocks if block.kind in (TOP, END, WHOLE))
            sections = tuple(s for block in blocks for s in meaning_of(block).sections)
        model = Model(
            document,
            self.nodes.changed(_named(old), _named(new)),
            self.leaving.changed(_sources(old), _sources(new)),
            self.reaching.changed(_targets(old), _targets(new)),
            self.calls.changed(_called(old), _called(new)),
            sections,
            +columns,
            self.uneven.changed(_uneven(removed), _uneven(added)),
        )
        if "words" in self.__dict__:
            ids = {node.id for node in (*old.nodes, *new.nodes)}
            model.__dict__["words"] = self.words.changed(
                ids, (id for id in ids if id in model.nodes)
            )
        model._differences = self._differences
        return model

    @cached_property
    def words(self) -> Words:
        """The ids of nodes, among which to look for one that was misspelt."""
        return Words.of(self.nodes)

    def every_node(self) -> list[Node]:
        """The nodes that have an id, in the order of the text."""
        return [*chain.from_iterable(roll.nodes for roll in self.rolls())]

    def rolls(self) -> list[Roll]:
        """The same nodes in portions, each with their ids."""
        return [*map(_roll, self.document.blocks.stretches)]

    def unreached(self) -> set[str]:
        """The ids of nodes that no edge reaches."""
        return self._differences["unreached"].between(self.nodes, self.reaching)

    def ending(self) -> set[str]:
        """The ids of nodes that no edge leaves."""
        return self._differences["ending"].between(self.nodes, self.leaving)

    def undeclared(self) -> list[str]:
        """The ids that edges name and no node has, in the order of the text."""
        sources = self._differences["sources"].between(self.leaving, self.nodes)
        targets = self._differences["targets"].between(self.reaching, self.nodes)
        return sorted(sources | targets, key=self._first_named)

    def _first_named(self, id: str) -> int:
        edges = (*self.leaving.get(id), *self.reaching.get(id))
        places = (edge.place_of(key) for edge in edges for key in ENDS if edge.text(key) == id)
        return min(self.document.offset_of(p.block) + p.start for p in places if p is not None)

    def node(self, id: str | None) -> Node | None:
        """The one node of that id; None if there is none, or more than one."""
        found = self.nodes.get(id) if id else ()
        return found[0] if len(found) == 1 else None

    def ends(self, edge: Edge) -> tuple[Node | None, Node | None]:
        """The nodes that `edge` joins, None where an end is not known beyond doubt."""
        return self.node(edge.source), self.node(edge.target)

    def kinds(self, edge: Edge) -> tuple[EdgeKind, ...]:
        """What AWS allows between the ends of `edge`; empty also where an end is not known."""
        source, target = self.ends(edge)
        if source is None or target is None:
            return ()
        return CATALOGUE.kinds(source.type or "", target.type or "")

    def rule(self, edge: Edge) -> EdgeKind | None:
        """The row of the catalogue that `edge` is, None if that is not known beyond doubt."""
        if edge not in self._rule_of:
            rows = (row for row in self.kinds(edge) if edge.kind in (None, row.kind))
            self._rule_of[edge] = next(rows, None)
        return self._rule_of[edge]

    def rules_from(self, node: Node) -> Iterator[tuple[Edge, EdgeKind]]:
        """Edges that leave `node`, with the rows that they are; none if another has its id."""
        for edge in self.leaving.get(node.id) if self.node(node.id) else ():
            rule = self.rule(edge)
            if rule is not None:
                yield edge, rule

    def rules_to(self, node: Node) -> Iterator[tuple[Edge, EdgeKind]]:
        """Edges that reach `node`, with the rows that they are; none if another has its id."""
        for edge in self.reaching.get(node.id) if self.node(node.id) else ():
            rule = self.rule(edge)
            if rule is not None:
                yield edge, rule

    def section(self, key: str) -> Section | None:
        """The first key of the document that is `key`."""
        return self._section_of.get(key)

    @cached_property
    def _section_of(self) -> dict[str | None, Section]:
        found: dict[str | None, Section] = {}
        for section in self.sections:
            found.setdefault(key_text(section.pair), section)
        return found

    def hooks(self) -> Iterator[tuple[Place, str]]:
        """Ids of the functions that deployments call before and after traffic moves, with their
        places."""
        section = self.section("deployment")
        value = section.pair.value if section else None
        hooks = value.get("hooks") if isinstance(value, Mapping) else None
        if section is None or hooks is None or not isinstance(hooks.value, Mapping):
            return
        for _, _, hook in hooks.value.pairs:
            if isinstance(hook, Scalar) and hook.text:
                yield Place(section.block, hook.start, hook.end), hook.text

    def runtime(self) -> str | None:
        """The runtime that the document gives to its functions, None if it gives none."""
        section = self.section("runtime")
        value = section.pair.value if section else None
        return value.text if isinstance(value, Scalar) else None


def meaning_of(block: Block) -> Meaning:
    """The nodes, edges and keys in a block; made once for each block."""
    if block.meaning is None:
        block.meaning = _meaning(block)
    found: Meaning = block.meaning
    return found


def call_at(block: Block, offset: int) -> Call | None:
    """The call of one of CloudFormation's functions whose id stands at `offset` in `block`."""
    calls = meaning_of(block).calls
    return next((call for call in calls if call.reference.place.touches(offset)), None)


def _roll(stretch: Stretch) -> Roll:
    """The nodes of a stretch; found once for each."""
    if stretch.meaning is None:
        blocks = (block for block in stretch.blocks if block.kind != EDGE)
        every = (node for block in blocks for node in meaning_of(block).nodes)
        nodes = tuple(node for node in every if node.id)
        stretch.meaning = Roll(nodes, "".join(f"\n{_on_a_line(node.id)}" for node in nodes))
    found: Roll = stretch.meaning
    return found


def _on_a_line(id: str) -> str:
    return id.lower().replace("\n", " ")


def is_displaced(block: Block) -> bool:
    """Whether the block is a node between others that stands where keys of the document stand."""
    tree = block.reading.tree
    if block.kind != TOP or block.flow or block.state.section != NODE:
        return False
    if not isinstance(tree, Mapping):
        return False
    key, value = (
        (key_text(tree.pairs[0]), tree.pairs[0].value) if len(tree.pairs) == 1 else ("", None)
    )
    typed = isinstance(value, Mapping) and value.get("type") is not None
    return typed and bool(key) and key not in CATALOGUE.document


def is_headless(block: Block) -> bool:
    """Whether the block has the keys of the first node of a section, which stand deeper than the
    other nodes, and not its id."""
    tree, indent = block.reading.tree, block.after.indent
    if block.kind != NODE or block.flow or not isinstance(tree, Mapping):
        return False
    first = tree.column > indent >= 0 > block.state.indent
    if not first or not any(map(_is_key_of_node, tree.pairs)):
        return False
    key, value = key_text(tree.pairs[0]), tree.pairs[0].value
    typed = isinstance(value, Mapping) and value.get("type") is not None
    return isinstance(value, Scalar) or (value is not None and key in NODE_KEYS and not typed)


def _meaning(block: Block) -> Meaning:
    meaning = _entries(block)
    if not may_refer(block.text):
        return meaning
    return meaning._replace(calls=tuple(Call(block, each) for each in references_in(block)))


def _entries(block: Block) -> Meaning:
    tree = block.reading.tree
    if tree is not None and is_headless(block):
        id = Scalar(tree.start, tree.start, "")
        return Meaning(nodes=(Node(block, id, tree),))
    if block.kind == NODE:
        return Meaning(nodes=tuple(_nodes(block, tree)))
    if block.kind == EDGE:
        return Meaning(edges=tuple(_edges(block, tree)))
    if block.kind not in (TOP, END, WHOLE) or not isinstance(tree, (Mapping, Scalar)):
        return NO_MEANING
    if is_displaced(block):
        return Meaning(nodes=tuple(_nodes(block, tree)))
    pairs = tree.pairs if isinstance(tree, Mapping) else (Pair(tree, -1, None),)
    nodes: list[Node] = []
    edges: list[Edge] = []
    for pair in pairs:
        if key_text(pair) == "nodes":
            nodes.extend(_nodes(block, pair.value))
        elif key_text(pair) == "edges":
            edges.extend(_edges(block, pair.value))
    return Meaning(tuple(nodes), tuple(edges), tuple(Section(block, pair) for pair in pairs))


def _nodes(block: Block, tree: Tree | None) -> Iterator[Node]:
    if isinstance(tree, Mapping):
        for pair in tree.pairs if len(tree.pairs) == 1 else _owned(tree):
            if isinstance(pair.key, Scalar):
                yield Node(block, pair.key, pair.value)
    elif isinstance(tree, Scalar) and block.kind == NODE:
        yield Node(block, tree, None)


def _owned(nodes: Mapping) -> Iterator[Pair]:
    """The pairs of `nodes`. Keys of a node that stand beside its id, which has nothing, are taken
    for its value."""
    pairs = deque(nodes.pairs)
    while pairs:
        pair, beside = pairs.popleft(), list[Pair]()
        while pair.value is None and nodes.column >= 0 and pairs and _is_key_of_node(pairs[0]):
            beside.append(pairs.popleft())
        if beside:
            last = beside[-1].value or beside[-1].key
            value = Mapping(beside[0].key.start, last.end, tuple(beside), nodes.column)
            pair = pair._replace(value=value)
        yield pair


def _is_key_of_node(pair: Pair) -> bool:
    """Whether a pair is a key of nodes, with a value that no node can have."""
    return key_text(pair) in NODE_KEYS and isinstance(pair.value, Scalar)


def _edges(block: Block, tree: Tree | None) -> Iterator[Edge]:
    if isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield Edge(block, item, index)
    elif tree is not None and not (isinstance(tree, Mapping) and not tree.pairs):
        yield Edge(block, tree)


def _said(value: Tree | None) -> str:
    """What a value says: `"true"` is a text, and `true` is not."""
    if isinstance(value, Scalar):
        return f"{value.tag}{value.style}{value.text}"
    return str(value)


def _fields(body: Mapping | None) -> dict[str, Pair]:
    fields: dict[str, Pair] = {}
    for pair in body.pairs if body else ():
        if isinstance(pair.key, Scalar):
            fields.setdefault(pair.key.text, pair)
    return fields


def _merged(blocks: Iterable[Block]) -> Meaning:
    meanings = [meaning_of(block) for block in blocks]
    return Meaning(
        tuple(node for meaning in meanings for node in meaning.nodes),
        tuple(edge for meaning in meanings for edge in meaning.edges),
        tuple(section for meaning in meanings for section in meaning.sections),
        tuple(call for meaning in meanings for call in meaning.calls),
    )


def _columns(blocks: Iterable[Block]) -> Iterator[tuple[str, int]]:
    """The kinds of entries and the columns in which they stand."""
    entries = (block for block in blocks if block.kind in (NODE, EDGE) and not block.flow)
    return ((entry.kind, indentation(entry)) for entry in entries)


def _uneven(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Entries that stand in another column than the one before them, or, the first of a section,
    than those below it, by their kinds."""
    for block in blocks:
        indent = block.state.indent if block.state.indent >= 0 else block.after.indent
        if block.kind in (NODE, EDGE) and not block.flow and indentation(block) != indent:
            yield block.kind, block


def indentation(block: Block) -> int:
    """How many spaces stand before the content of a block."""
    return len(block.text) - len(block.text.lstrip(" "))


def _named(meaning: Meaning) -> Iterator[tuple[str, Node]]:
    return ((node.id, node) for node in meaning.nodes if not node.nameless)


def _sources(meaning: Meaning) -> Iterator[tuple[str, Edge]]:
    return ((edge.source, edge) for edge in meaning.edges if edge.source)


def _called(meaning: Meaning) -> Iterator[tuple[str, Call]]:
    return ((call.reference.id, call) for call in meaning.calls)


def _targets(meaning: Meaning) -> Iterator[tuple[str, Edge]]:
    return ((edge.target, edge) for edge in meaning.edges if edge.target)
