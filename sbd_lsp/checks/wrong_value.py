"""wrong-value: a value that its key does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, listed, meant, replace
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.options import Field, fields_of, options_of, section_fields
from sbd_lsp.model.values import choices, fits_type, refusal
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("wrong-value", Severity.ERROR, "a value that its key does not take")
ELSEWHERE = ("type", "from", "to", "kind", "event")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Values of a node's options."""
    pairs = node.body.pairs if node.body else ()
    yield from _refused(node.block, fields_of(pairs, options_of(node, model)))


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """Values of an edge's options."""
    pairs = edge.body.pairs if edge.body else ()
    yield from _refused(edge.block, fields_of(pairs, options_of(edge, model)))


def check_design(model: Model) -> Iterator[Finding]:
    """Values of the document's keys."""
    for section in model.sections:
        yield from _refused(section.block, section_fields(section))


def _refused(block: Block, fields: Iterable[Field]) -> Iterator[Finding]:
    for option, _, value in fields:
        named = option.format == "nodeId" or option.name in ELSEWHERE and not option.values
        if named or not isinstance(value, Scalar) or value.value is None:
            continue
        if not fits_type(value, option) or value.tag.startswith("!"):
            continue
        why = refusal(value.value, option)
        if why is not None:
            yield _finding(Place(block, value.start, value.end), value.text, option, why)


def _finding(place: Place, text: str, option: Option, why: str) -> Finding:
    name = f"`{option.name}`" if option.name else "an item"
    fixes: list[Fix] = []
    if why == "unknown":
        known = choices(option)
        hint, fixes = meant(text, known, place, f"it takes {listed(known)}")
        message = f"{name} cannot be `{text}`; {hint}"
    elif why == "form":
        message = f"{name} cannot be `{text}`; {_form(option)}"
    else:
        bound = option.minimum if why == "small" else option.maximum
        least = "at least" if why == "small" else "at most"
        unit = f" {option.unit}" if option.unit else ""
        fixes = [replace(place, str(bound))]
        message = f"{name} must be {least} {bound}{unit}"
    return RULE.at(place, message, fixes)


def _form(option: Option) -> str:
    """What a value of a form looks like."""
    forms = CATALOGUE.formats.get(option.format, {})
    examples = [form.examples[0] for form in forms.values() if form.examples]
    examples = examples or list(option.examples[:2])
    if examples:
        return f"write for example {listed(map(str, examples))}"
    return option.summary
