"""Designs to type: the project's examples, and some that hypothesis makes up."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.documents import Written, braces_of, grown, text_of
from benchmarks.layouts import LAYOUTS
from benchmarks.servers import ROOT
from sbd_lsp.catalogue.load import CATALOGUE

SHORT = (
    "!Ref ID",
    "!Ref PSEUDO",
    "!GetAtt ID.ATTRIBUTE",
    "!GetAtt [ID, ATTRIBUTE]",
    '!Sub "${ID}-of-${PSEUDO}"',
    "!Sub '${ID.ATTRIBUTE}/*'",
    '!Join ["-", [!Ref ID, !Ref PSEUDO]]',
)
LONG = ("{Ref: ID}", "{Fn::GetAtt: [ID, ATTRIBUTE]}")


@st.composite
def designs(draw: st.DrawFn, most: int = 7, braces: bool = False) -> str:
    """A legal design of up to `most` nodes, as text; some have their edges above their nodes, some
    refer to their nodes, some are laid out in another way. With `braces` it is as JSON is."""
    nodes = draw(st.integers(2, most))
    edges = draw(st.integers(nodes, nodes + 2))
    rng = draw(st.randoms(use_true_random=False))
    design = grown(nodes, edges, rng)
    if draw(st.booleans()):
        refer(design["nodes"], rng)
    if braces:
        return braces_of(design, rng)
    text = text_of(design, rng)
    text = edges_first(text) if draw(st.booleans()) else text
    for layout in draw(st.lists(st.sampled_from(LAYOUTS), max_size=2, unique=True)):
        text = layout(text, rng)
    return text


def refer(nodes: dict[str, dict[str, Any]], rng: random.Random) -> None:
    """Gives functions among `nodes` a variable and tags that name nodes, in every way that
    CloudFormation has."""
    for id, node in nodes.items():
        others = [other for other in nodes if other != id]
        if node["type"] == "function" and others:
            forms = rng.choice(SHORT), *rng.sample([*SHORT, *LONG], 2)
            first, *tags = (Written(_call(form, rng.choice(others), nodes, rng)) for form in forms)
            node["environment"] = {"FIRST": first}
            node["properties"] = {"Tags": dict(zip(("second", "third"), tags, strict=True))}


def _call(form: str, id: str, nodes: Mapping[str, Mapping[str, Any]], rng: random.Random) -> str:
    attributes = [*CATALOGUE.services[nodes[id]["type"]].returns][1:]
    if "ATTRIBUTE" in form and not attributes:
        form = "!Ref ID"
    form = form.replace("ID", id).replace("PSEUDO", rng.choice([*CATALOGUE.pseudo]))
    return form.replace("ATTRIBUTE", rng.choice(attributes or [""]))


def edges_first(text: str) -> str:
    """The design with `edges` above `nodes`."""
    head, nodes, rest = text.partition("nodes:\n")
    body, edges, tail = rest.partition("edges:\n")
    return f"{head}{edges}{tail}{nodes}{body}" if edges else text


def made_up(count: int, number: int, braces: bool = False) -> dict[str, str]:
    """`count` designs by name, always the same for the same `number`."""
    found: dict[str, str] = {}
    name = "in-braces" if braces else "made-up"

    @seed(number)
    @settings(
        max_examples=3 * count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(designs(braces=braces))
    def gather(text: str) -> None:
        if len(text) > 300 and len(found) < count:
            found[f"{name}-{number}-{len(found)}"] = text

    gather()
    return found


def examples() -> dict[str, str]:
    """The designs under `examples/` by name."""
    paths = sorted((ROOT / "examples").glob("*.sbd.yaml"))
    return {path.name.removesuffix(".sbd.yaml"): path.read_text("utf-8") for path in paths}


def chosen(count: int, number: int) -> dict[str, str]:
    """The examples and `count` designs that are made up, one in four of them in braces, in a mixed
    order."""
    few = count // 4
    found = [*examples().items(), *made_up(count - few, number).items()]
    found += made_up(few, number, braces=True).items()
    random.Random(number).shuffle(found)
    return dict(found)
