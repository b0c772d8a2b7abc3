"""AWS's tools on the template of each shape, and whether its edges are wired."""

from __future__ import annotations

import re

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.plan import CannotGenerate
from sbd_lsp.targets.sam.emit import project_files
from tests.targets.authorization import judged_on
from tests.targets.judge import as_json, findings
from tests.targets.made import CASES, Case, files_of, stack_of, transformed_of
from tests.targets.overreach import overreach
from tests.targets.shapes import DEPLOYMENTS, RUNTIMES, SHAPES, UNMET, varied
from tests.targets.stack import Stack, listed
from tests.targets.wiring import WIRES, unwired

WHOLE_EDGES = {(edge["from"], edge["to"]) for edge in SHAPES["everything"]["edges"]}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_linter_finds_nothing_in_template(case: Case) -> None:
    """cfn-lint has neither an error nor a warning for the generated template."""
    assert findings(files_of(case.design)["template.yaml"]) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_linter_finds_nothing_in_transformed_template(case: Case) -> None:
    """AWS's transform takes the template, and cfn-lint has nothing against what it makes of it."""
    assert findings(as_json(transformed_of(case.design))) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_resources_can_be_made_in_an_order(case: Case) -> None:
    """No resource needs itself before it."""
    assert stack_of(case.design).circles() == set()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_edge_is_wired(case: Case) -> None:
    """Each edge has its source, target or integration, and what it needs is allowed."""
    stack, design = stack_of(case.design), case.design
    assert [(edge, unwired(stack, design, edge)) for edge in design["edges"]] == [
        (edge, []) for edge in design["edges"]
    ]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_roles_allow_nothing_that_no_edge_says(case: Case) -> None:
    """No role may act on a node that it is not joined to, nor on what is not in the stack."""
    assert overreach(stack_of(case.design), case.design) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_statements_name_what_their_actions_are_judged_on(case: Case) -> None:
    """IAM judges each action of a statement on the type of one of its resources at least."""
    idle = [
        (id, action)
        for id, statement in stack_of(case.design).policies()
        for action in listed(statement["Action"])
        if not any(judged_on(action, arn) for arn in listed(statement["Resource"]))
    ]
    assert idle == []


@pytest.mark.parametrize("shape", UNMET)
def test_design_with_unmet_requirement_is_refused(shape: str) -> None:
    """A design that AWS would take no project of raises an error that names the node."""
    with pytest.raises(CannotGenerate) as raised:
        project_files(design_from(UNMET[shape]))
    assert raised.value.node in (*UNMET[shape]["nodes"], UNMET[shape]["name"])
    assert raised.value.reason


@pytest.mark.parametrize("shape", SHAPES)
def test_runtime_changes_nothing_else(shape: str) -> None:
    """The template for one runtime is that for another but for its name, and for the digests by
    which a version with another runtime is told."""
    nodes = {
        id: {key: value for key, value in row.items() if key != "runtime"}
        for id, row in SHAPES[shape]["nodes"].items()
    }
    texts = set()
    for runtime in RUNTIMES:
        design = varied({**SHAPES[shape], "nodes": nodes}, (runtime,), None)
        text = files_of(design)["template.yaml"].replace(runtime, "RUNTIME")
        texts.add(re.sub(r"(CONFIGURATION_DIGEST: )\S+", r"\1", text))
    assert len(texts) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_type_of_deployment_changes_nothing_else(shape: str) -> None:
    """The template for one type of deployment is that for another with the type's name replaced."""
    texts = {
        files_of(varied(SHAPES[shape], RUNTIMES, type))["template.yaml"].replace(type, "TYPE")
        for type in DEPLOYMENTS
    }
    assert len(texts) == 1


def test_everything_has_every_pair_of_types() -> None:
    """The shape with every edge has an edge for each pair that the checker of wiring knows."""
    types = {id: node["type"] for id, node in SHAPES["everything"]["nodes"].items()}
    assert {(types[a], types[b]) for a, b in WHOLE_EDGES} == set(WIRES)


def test_judges_see_faults_after_sound_templates() -> None:
    """The linter, whose rules are loaded once, still finds what is wrong in a later template."""
    template = transformed_of(SHAPES["edge/queue-function-trigger"])
    assert findings(as_json(template)) == []
    template["Resources"]["From"]["DependsOn"] = "To"
    template["Resources"]["To"]["Properties"]["Nonsense"] = 1
    assert [finding.split()[0] for finding in findings(as_json(template))] == [
        "E3002", "E3004", "E3004", "E3004",
    ]  # fmt: skip
    assert Stack(template).circles() == {"From", "To", "ToFrom", "ToRole"}
