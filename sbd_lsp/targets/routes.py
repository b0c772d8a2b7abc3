"""Methods and paths of the requests that an API answers; the template and the code ask here."""

from __future__ import annotations

from sbd_lsp.model.design import Design, Edge
from sbd_lsp.model.routes import default_path, shared_paths


def route(design: Design, edge: Edge) -> tuple[str, str]:
    """Method and path of the requests that `edge`, from an API, passes on.

    An edge without a path gets one made of the id of its target: `/list-photos` for `ListPhotos`.
    """
    path = edge.options.get("path")
    if not path:
        targets = (other.target.id for other in design.outgoing(edge.source))
        path = default_path(edge.target.id, shared_paths(targets))
    return edge.options["method"], path
