"""unknown-reference: a function of CloudFormation names what the template will not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.invalid_id import LONGEST
from sbd_lsp.checks.rule import Finding, Rule, Severity, listed, replace
from sbd_lsp.model.model import Call, Model, meaning_of
from sbd_lsp.syntax.block import Block
from sbd_lsp.text.nearest import is_beside, is_slip, nearest

RULE = Rule(
    "unknown-reference", Severity.ERROR, "a function of CloudFormation names what is not there"
)
PSEUDO = "AWS::"
SHORTEST = len("Logs")  # what the id of another resource has behind that of its node
# resources that are no node's alone; SAM makes the last two
SHARED = (
    "ApiLogsAccount",
    "ApiLogsRole",
    "CodeDeployServiceRole",
    "ServerlessDeploymentApplication",
)


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Ids that `Ref`, `Fn::GetAtt` and `Fn::Sub` name anywhere in the block.

    Source: Ref, AWS CloudFormation Template Reference (a stack is not made if a logical name is
    that of no resource or parameter of its template).
    """
    for call in meaning_of(block).calls:
        id = call.reference.id
        if not is_known(id, model):
            yield _unknown(id, call, model)


def is_known(id: str, model: Model) -> bool:
    """Whether `id` is that of a node or of something that every stack has, or can be that of what
    a node gets besides its resource: a role, a log group, what joins it to another node. Those
    begin with its id."""
    if id in model.nodes or id in CATALOGUE.pseudo or id in SHARED:
        return True
    ends = (end for end in range(1, min(len(id), LONGEST)) if id[:end] in model.nodes)
    return any(len(id) - end >= SHORTEST or _begins(id[end:], model) for end in ends)


def _begins(name: str, model: Model) -> bool:
    """Whether `name` begins with the id of a node."""
    return any(name[:end] in model.nodes for end in range(1, min(len(name), LONGEST) + 1))


def calls_that_may_mean(id: str, model: Model) -> Iterator[Call]:
    """Calls that name the node `id` if there is one, or what it gets besides its resource."""
    for name in model.calls:
        if id in name:
            yield from model.calls.get(name)


def _unknown(id: str, call: Call, model: Model) -> Finding:
    close = _close(id, model)
    what, otherwise = "no node is named", "declare it under `nodes`"
    if id.startswith(PSEUDO):
        what, otherwise = "CloudFormation has no", f"it has {listed(CATALOGUE.pseudo, 'and')}"
    slip = close is not None and is_slip(id, close)
    return RULE.at(
        call.place,
        f"{what} `{id}`; {otherwise if close is None else f'did you mean `{close}`?'}",
        [] if close is None else [replace(call.place, close, safe=slip)],
        unfinished=close is None or not (slip and is_beside(id, close)),
        wide=partial(_close, id),
    )


def _close(id: str, model: Model) -> str | None:
    """What was most likely meant."""
    return nearest(id, CATALOGUE.pseudo) if id.startswith(PSEUDO) else model.words.nearest(id)
