"""Requests that functions make to APIs, and the parameters in paths."""

from __future__ import annotations

import re

from sbd_lsp.model.design import Design, Edge
from sbd_lsp.targets.routes import route

# methods of requests that carry a body
WITH_BODY = ("POST", "PUT", "PATCH")
PARAMETER = re.compile(r"\{([^}+]+)\+?\}")


def called_route(design: Design, edge: Edge) -> tuple[str, str]:
    """Method and path of the request that `edge`, to an API, makes.

    An edge without a path calls the first route of the API that answers its method, or else the
    root.
    """
    method, path = edge.options["method"], edge.options.get("path")
    if path:
        return method, path
    for other in design.outgoing(edge.target, "function", "stateMachine"):
        answered, path = route(design, other)
        if answered in (method, "ANY"):
            return method, path
    return method, "/"


def filled(path: str, value: str) -> str:
    """`path` with `value` for each parameter."""
    return PARAMETER.sub(lambda _: value, path)
