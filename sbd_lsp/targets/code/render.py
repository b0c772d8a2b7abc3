"""Templates of this folder; the only importer of Jinja, compiled once per process."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, /, **values: Any) -> str:
    """The text of `template` with `values`, without blank lines around it."""
    return _template(template).render(values).strip("\n")


@lru_cache(maxsize=1024)
def render_once(template: str, /, **values: Any) -> str:
    """As `render`, for texts that many functions share; all `values` can be hashed."""
    return render(template, **values)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.j2")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
