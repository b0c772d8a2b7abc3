"""Cases: shapes with runtimes and deployments, generated and transformed once in each process."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.sam.emit import project_files
from tests.targets.judge import plain, read_template, transformed
from tests.targets.shapes import DEPLOYMENTS, RUNTIMES, SHAPES, everything, varied
from tests.targets.stack import Stack


@dataclass(frozen=True)
class Case:
    """A shape with runtimes for its functions and, if any, a type of deployment."""

    shape: str
    runtimes: tuple[str, ...]
    deployment: str | None

    def __str__(self) -> str:
        return f"{self.shape}-{self.deployment or 'none'}-{self.runtimes[0]}"

    @property
    def design(self) -> dict[str, Any]:
        """The design as plain values."""
        return varied(SHAPES[self.shape], self.runtimes, self.deployment)


def rotated(index: int) -> tuple[str, ...]:
    """The runtimes, beginning with another each time."""
    start = index % len(RUNTIMES)
    return (*RUNTIMES[start:], *RUNTIMES[:start])


def _has_function(shape: dict[str, Any]) -> bool:
    return any(node["type"] == "function" for node in shape["nodes"].values())


# every shape without a deployment and, but for texts, with one; every type with every edge; four
# runtimes and nine types in turn meet each other
CASES = [Case(shape, rotated(index), None) for index, shape in enumerate(SHAPES)]
CASES += [
    Case(shape, rotated(index), DEPLOYMENTS[index % len(DEPLOYMENTS)])
    for index, shape in enumerate(SHAPES)
    if _has_function(SHAPES[shape]) and shape != "everything" and not shape.startswith("text/")
]
CASES += [
    Case("everything", rotated(index), deployment) for index, deployment in enumerate(DEPLOYMENTS)
]


def files_of(design: dict[str, Any]) -> dict[str, str]:
    """The files that are generated from `design`."""
    return dict(_files(json.dumps(design)))


@functools.cache
def _files(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(project_files(design_from(json.loads(text))).items())


def template_of(design: dict[str, Any]) -> dict[str, Any]:
    """The template that is generated from `design`, as plain values."""
    return read_template(files_of(design)["template.yaml"])


def transformed_of(design: dict[str, Any]) -> dict[str, Any]:
    """What AWS's transform makes of the template for `design`."""
    return plain(_transformed(json.dumps(design)))


@functools.cache
def _transformed(text: str) -> dict[str, Any]:
    design = json.loads(text)
    return transformed(template_of(design), files_of(design))


def stack_of(design: dict[str, Any]) -> Stack:
    """The stack that AWS would make of `design`."""
    return Stack(transformed_of(design))


__all__ = ["CASES", "Case", "everything", "files_of", "stack_of", "template_of", "transformed_of"]
