"""Designs to type: the project's examples, and some that hypothesis makes up."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.documents import grown, text_of
from benchmarks.servers import ROOT


@st.composite
def designs(draw: st.DrawFn, most: int = 7) -> str:
    """A legal design of up to `most` nodes, as text; some have their edges above their nodes."""
    nodes = draw(st.integers(2, most))
    edges = draw(st.integers(nodes, nodes + 2))
    rng = draw(st.randoms(use_true_random=False))
    text = text_of(grown(nodes, edges, rng), rng)
    return edges_first(text) if draw(st.booleans()) else text


def edges_first(text: str) -> str:
    """The design with `edges` above `nodes`."""
    head, nodes, rest = text.partition("nodes:\n")
    body, edges, tail = rest.partition("edges:\n")
    return f"{head}{edges}{tail}{nodes}{body}" if edges else text


def made_up(count: int, number: int) -> dict[str, str]:
    """`count` designs by name, always the same for the same `number`."""
    found: dict[str, str] = {}

    @seed(number)
    @settings(
        max_examples=3 * count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(designs())
    def gather(text: str) -> None:
        if len(text) > 300 and len(found) < count:
            found[f"made-up-{number}-{len(found)}"] = text

    gather()
    return found


def examples() -> dict[str, str]:
    """The designs under `examples/` by name."""
    paths = sorted((ROOT / "examples").glob("*.sbd.yaml"))
    return {path.name.removesuffix(".sbd.yaml"): path.read_text("utf-8") for path in paths}


def chosen(count: int, number: int) -> dict[str, str]:
    """The examples and `count` designs that are made up, in a mixed order."""
    found = [*examples().items(), *made_up(count, number).items()]
    random.Random(number).shuffle(found)
    return dict(found)
