"""Where ids of nodes are used: in edges, as hooks, in CloudFormation's functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sbd_lsp.model.model import ENDS, Model, Place
from sbd_lsp.syntax.write import inline


class Use(NamedTuple):
    """Where an id stands, without its quotes; `whole` if nothing else stands in its scalar."""

    place: Place
    whole: bool

    def written(self, id: str) -> str:
        """Another id as it is written here: in quotes if it needs them and there are none."""
        quoted = self.place.block.text[: self.place.start].endswith(("'", '"'))
        return id if quoted or not self.whole else inline(id)


def whole(place: Place) -> Use:
    """The id that is all of the scalar at `place`."""
    block, start, end = place
    text = block.text[start:end]
    quote = int(len(text) > 1 and text[0] in "'\"" and text[0] == text[-1])
    return Use(Place(block, start + quote, end - quote), True)


def uses(id: str, model: Model) -> list[Use]:
    """Where `id` is used, in the order of the text."""
    offset_of = model.document.offset_of

    def order(use: Use) -> int:
        return offset_of(use.place.block) + use.place.start

    return sorted((*_named(id, model), *_called(id, model)), key=order)


def _named(id: str, model: Model) -> Iterator[Use]:
    """Ends of edges and hooks."""
    for key, edges in zip(ENDS, (model.leaving, model.reaching), strict=True):
        places = (edge.place_of(key) for edge in edges.get(id))
        yield from (whole(place) for place in places if place is not None)
    yield from (whole(place) for place, hook in model.hooks() if hook == id)


def _called(id: str, model: Model) -> Iterator[Use]:
    """Arguments of CloudFormation's functions."""
    return (Use(call.place, call.reference.whole) for call in model.calls.get(id))
