"""Methods and paths of the requests that an API answers; the template and the code ask here."""

from __future__ import annotations

from sbd_lsp.model.design import Design, Edge
from sbd_lsp.targets.naming import kebab


def route(design: Design, edge: Edge) -> tuple[str, str]:
    """Method and path of the requests that `edge`, from an API, passes on.

    An edge without a path gets one made of the id of its target: `/list-photos` for `ListPhotos`.
    """
    path = edge.options.get("path")
    return edge.options["method"], path or default_path(design, edge)


def default_path(design: Design, edge: Edge) -> str:
    """The path of an edge that names none, apart from that of any other target of the API."""
    path = f"/{kebab(edge.target.id)}"
    others = [other.target.id for other in design.outgoing(edge.source)]
    clash = any(kebab(id) == path[1:] and id != edge.target.id for id in others)
    return f"/{edge.target.id}" if clash else path
