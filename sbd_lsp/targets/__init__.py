"""Designs to files of projects, as values {path: text}; writes nothing.

`TARGETS` has each target by its name. Knows the model and the catalogue, no syntax and no editor.
"""

from __future__ import annotations

from collections.abc import Callable

from sbd_lsp.model.design import Design


def _sam(design: Design) -> dict[str, str]:
    """A SAM project; raises `sbd_lsp.targets.plan.CannotGenerate` where AWS would take none."""
    from sbd_lsp.targets.code import project_code
    from sbd_lsp.targets.sam.emit import project_files

    _refuse_shared_folders(design)
    return {**project_files(design), **project_code(design)}


def _refuse_shared_folders(design: Design) -> None:
    """Two folders that macOS and Windows take for one would lose the files of a function."""
    from sbd_lsp.targets.plan import CannotGenerate

    found: dict[str, str] = {}
    for type in ("function", "stateMachine"):
        for node in design.of_type(type):
            other = found.setdefault(f"{type} {node.id.casefold()}", node.id)
            if other != node.id:
                reason = f"has the files of `{other}` where case makes no difference; rename it"
                raise CannotGenerate(node.id, reason)


TARGETS: dict[str, Callable[[Design], dict[str, str]]] = {"sam": _sam}
