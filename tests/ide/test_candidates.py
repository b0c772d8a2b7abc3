"""Which nodes are offered as the ends of an edge, and what of them fits what is typed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.ide import candidates, offer
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.completion import completion
from sbd_lsp.model.model import Model, Node
from sbd_lsp.syntax.document import Document

ids = st.text(st.sampled_from("abAB.-\n İß"), min_size=1, max_size=6)


def _has_in_order(word: str, letters: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


@pytest.mark.parametrize("most", [0, 100])
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(ids, st.booleans()), max_size=150), st.text("aAbB.-İ", max_size=4))
def test_what_fits_is_what_fits_one_by_one(
    most: int, given: list[tuple[str, bool]], typed: str
) -> None:
    """All ids are searched at once, and the same is found as in each by itself."""
    rows = ((json.dumps(id), "queue" if other else "function") for id, other in given)
    text = "nodes:\n" + "".join(f"  {id}: {{type: {type}}}\n" for id, type in rows)
    model, letters = Model.of(Document.of(text)), typed.lower()
    assert [node.id for node in model.every_node()] == [id for id, _ in given]

    def word(node: Node) -> str:
        return node.id.lower().replace("\n", " ")

    for type in ("function", None):
        nodes = [node for node in model.every_node() if type in (None, node.type)]
        begin = [node for node in nodes if word(node).startswith(letters)]
        others = [node for node in nodes if _has_in_order(word(node), letters)]
        others = [node for node in others if node not in begin] if len(begin) <= most else []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(offer, "MOST", most)
            assert offer.fitting(model, typed, type) == (begin, others)


@pytest.mark.parametrize(
    ("edge", "first"),
    [
        ("{from: F1, to: |}", "Waiting"),
        ("{from: |}", "Loose"),
        ("{from: W|}", "Waiting"),
        ("{from: F1, to: wn|}", "Waiting"),
    ],
)
def test_of_too_many_nodes_the_likely_ones_are_compared(
    edge: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What still waits for an edge comes first even if it stands behind more than are compared."""
    functions = "".join(f"  F{n}: {{type: function}}\n" for n in range(300))
    chain = "".join(f"  - {{from: F{n}, to: F{n + 1}}}\n" for n in range(299))
    text = f"nodes:\n{functions}  Loose: {{type: api}}\n  Waiting: {{type: function}}\n"
    text += f"edges:\n{chain}  - {{from: F299, to: F0}}\n"
    text += "  - {from: F7, to: F9}\n  - {from: Waiting, to: F8}\n" * (first == "Loose")
    before, after = edge.split("|")
    monkeypatch.setattr(candidates, "MOST", 20)
    text += f"  - {before}"
    found = completion(Analysis.of(f"{text}{after}\n"), len(text))
    labels = [item.label for item in found.items]
    assert first in labels[:3], labels[:5]
    assert len(labels) == len(set(labels))


def test_the_edge_at_the_cursor_is_no_reason_against_its_own_end() -> None:
    """Who goes back to the end of an edge is offered what stands there before what is taken."""
    nodes = "".join(f"  {id}: {{type: function}}\n" for id in ("F", "G", "WaitA", "WaitB"))
    text = f"nodes:\n{nodes}edges:\n  - {{from: F, to: WaitA}}\n  - {{from: G, to: Wait"
    found = completion(Analysis.of(f"{text}B}}\n"), len(text))
    assert [item.label for item in found.items] == ["WaitB", "WaitA"]
