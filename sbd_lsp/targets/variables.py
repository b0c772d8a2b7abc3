"""Environment variables by which a function learns which resources its edges lead to.

The template sets them, the generated code reads them; both ask here, so that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from sbd_lsp.model.design import Design, Node

# what a function is told about a node of each type: ending of the variable's name, return value
# of the resource (`Ref` or an attribute) that is its value; an API's address is composed
TOLD = {
    "bucket": ("BUCKET_NAME", "Ref"),
    "table": ("TABLE_NAME", "Ref"),
    "api": ("API_URL", "Url"),
    "stream": ("STREAM_NAME", "Ref"),
    "deliveryStream": ("DELIVERY_STREAM_NAME", "Ref"),
    "topic": ("TOPIC_ARN", "Ref"),
    "queue": ("QUEUE_URL", "Ref"),
    "eventBus": ("EVENT_BUS_NAME", "Ref"),
    "function": ("FUNCTION_NAME", "Ref"),
    "stateMachine": ("STATE_MACHINE_ARN", "Ref"),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable of a function; `attribute` of the resource of `node` is its value."""

    name: str
    node: Node
    attribute: str


def variable(node: Node) -> Variable:
    """The variable that tells a function which resource `node` is."""
    ending, attribute = TOLD[node.type]
    return Variable(f"{_upper_snake(node.id)}_{ending}", node, attribute)


def variables(design: Design, function: Node) -> tuple[Variable, ...]:
    """The variables of `function`, one a node that an edge leads to, in the order of the edges.

    Names stay apart even where ids differ only in case.
    """
    found: dict[str, Variable] = {}
    for edge in design.outgoing(function):
        told = variable(edge.target)
        while told.name in found and found[told.name].node.id != told.node.id:
            told = Variable(told.name + "_2", told.node, told.attribute)
        found[told.name] = told
    return tuple(found.values())


def _upper_snake(id: str) -> str:
    letters = []
    for before, letter in zip(" " + id, id, strict=False):
        if letter.isupper() and not before.isupper() and before != " ":
            letters.append("_")
        letters.append(letter.upper())
    return "".join(letters)
