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

    return {**project_files(design), **project_code(design)}


TARGETS: dict[str, Callable[[Design], dict[str, str]]] = {"sam": _sam}
