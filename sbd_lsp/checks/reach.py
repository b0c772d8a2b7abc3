"""Which nodes anything ever reaches."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sbd_lsp.model.model import Model, Node

# what is known of a version of a design, as long as somebody holds that version
_KNOWN: WeakKeyDictionary[Model, dict[str, bool]] = WeakKeyDictionary()


def reached(id: str, model: Model) -> bool:
    """Whether the node `id` ever does something: it acts by itself, a deployment calls it as a
    hook, or a way leads to it from a node of which that is true."""
    known = _KNOWN.get(model)
    if known is None:
        known = _KNOWN[model] = {id: True for _, id in model.hooks()}
    found = known.get(id)
    return _search(id, model, known) if found is None else found


def _search(id: str, model: Model, known: dict[str, bool]) -> bool:
    """Looks back along the edges, and notes for each node on the way what was found."""
    waiting, towards = [id], {id: ""}
    while waiting:
        at = waiting.pop()
        if known.get(at) or _acts(model.nodes.get(at)):
            while at:
                known[at] = True
                at = towards[at]
            return True
        for edge in model.reaching.get(at):
            source = edge.source
            if not source or source not in model.nodes or source in towards:
                continue
            if known.get(source) is not False:
                towards[source] = at
                waiting.append(source)
    known.update(dict.fromkeys(towards, False))
    return False


def _acts(nodes: Iterable[Node]) -> bool:
    return any(node.service is None or not node.service.called for node in nodes)
