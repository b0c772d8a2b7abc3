"""Names: an id is renamed wherever it stands."""

from __future__ import annotations

import pytest
import yaml

from sbd_lsp.ide.hover import hover
from sbd_lsp.ide.names import CannotRename, definition, references, rename
from sbd_lsp.text.edit import apply
from tests.fixtures import at_cursor

DESIGN = """\
sbd: 1
name: x
deployment: {type: AllAtOnce, hooks: {before: B}}
nodes:
  A: {type: bucket}
  $0B: {type: function}
edges:
  - {from: A, to: B}
  - {from: 'B', to: A}
"""


def renamed(name: str) -> str:
    """The design after its function has another id."""
    analysis, offset = at_cursor(DESIGN)
    return apply(rename(analysis, offset, name), analysis.document.text)


@pytest.mark.parametrize("name", ["C", "On", "true", "Null", "y"])
def test_the_new_id_is_read_as_text(name: str) -> None:
    """An id that YAML would take for something else is put in quotes, wherever it stands."""
    design = yaml.safe_load(renamed(name))
    assert list(design["nodes"]) == ["A", name]
    assert [(edge["from"], edge["to"]) for edge in design["edges"]] == [("A", name), (name, "A")]
    assert design["deployment"]["hooks"]["before"] == name


@pytest.mark.parametrize("name", ["a-b", "1a", "", "A", "B" * 256, "é"])
def test_what_cannot_be_an_id_is_refused(name: str) -> None:
    """CloudFormation takes letters and digits, a letter first, 255 at most; no id twice."""
    with pytest.raises(CannotRename):
        renamed(name)


def test_the_longest_id_is_taken() -> None:
    """255 letters are an id."""
    assert "B" * 255 in renamed("B" * 255)


CALLS = """\
sbd: 1
name: x
nodes:
  Orders: {type: table}
  OrdersX: {type: table}
  F:
    type: function
    environment:
      AA: !Ref Orders
      AB: !Ref "Orders"
      BA: !GetAtt Orders.Arn
      BB: !GetAtt [Orders, Arn]
      CA: !Sub "Orders ${Orders}/${Orders.Arn} ${OrdersX} ${!Orders} ${AWS::Region}"
      CB: !Sub ["${Orders} ${X}", {X: !Ref Orders}]
      CC: !Sub
        - ${Orders}
        - {Orders: !GetAtt Orders.Arn}
      CD: !Sub |
        table ${Orders}
      DA: !Join ["", [!Ref Orders, "Orders", !Ref "AWS::Region"]]
      DB: Orders
    properties:
      Description: {Ref: Orders, Orders: 1}
      Layers: {Ref: [Orders, Arn]}
      Tags:
        Table: {Ref: Orders}
        Arn: {"Fn::GetAtt": [Orders, Arn]}
        Name: {"Fn::Sub": "${Orders}"}
edges:
  - {from: F, to: Orders}
"""
RENAMED = CALLS
for old, new in (
    ("  Orders: {", "  N: {"),
    ("Ref Orders", "Ref N"),
    ('Ref "Orders"', 'Ref "N"'),
    ("GetAtt Orders", "GetAtt N"),
    ("GetAtt [Orders", "GetAtt [N"),
    ('"Orders ${Orders}/${Orders.Arn}', '"Orders ${N}/${N.Arn}'),
    ('["${Orders}', '["${N}'),
    ("table ${Orders}", "table ${N}"),
    ("Table: {Ref: Orders}", "Table: {Ref: N}"),
    ('GetAtt": [Orders', 'GetAtt": [N'),
    ('Sub": "${Orders}', 'Sub": "${N}'),
    ("to: Orders", "to: N"),
):
    RENAMED = RENAMED.replace(old, new)


def test_what_cloudformation_computes_of_a_node_follows_its_id() -> None:
    """In each form of `Ref`, `GetAtt` and `Sub`, and in nothing that only looks like one."""
    analysis, _ = at_cursor(CALLS + "$0")
    for offset in (CALLS.index("Orders"), CALLS.index("Orders.Arn"), CALLS.index("Orders}/")):
        assert apply(rename(analysis, offset, "N"), CALLS) == RENAMED


def test_an_id_in_a_call_leads_to_its_node() -> None:
    """Definition, references and hover answer there as they do at the node."""
    analysis, offset = at_cursor(CALLS.replace("!GetAtt Orders", "!GetAtt Ord$0ers", 1))
    at_node = CALLS.index("Orders")
    assert [span.start for span in definition(analysis, offset)] == [at_node]
    assert references(analysis, offset) == references(analysis, at_node)
    said, known = hover(analysis, offset), hover(analysis, at_node)
    assert said is not None
    assert known is not None
    assert said.text == known.text
    assert analysis.document.text_between(*said.span) == "Orders"


@pytest.mark.parametrize("id", ["Orders", "AWS"])
def test_a_call_of_something_else_is_no_id(id: str) -> None:
    """What is no node cannot be renamed: a pseudo parameter, though a node is called `AWS`."""
    text = CALLS.replace("Orders", id).replace('Ref "AWS::R', 'Ref "A$0WS::R', 1)
    analysis, offset = at_cursor(text)
    with pytest.raises(CannotRename):
        rename(analysis, offset, "N")


@pytest.mark.parametrize("value", ["!GetAtt Orders.Arn", "!Sub '${Orders}'"])
def test_a_part_of_a_text_gets_no_quotes(value: str) -> None:
    """An id that YAML would take for a truth value needs them only where it is all of the text."""
    text = f"sbd: 1\nnodes:\n  Orders: {{type: table}}\n  F: {{environment: {{AA: {value}}}}}\n"
    analysis, offset = at_cursor(text.replace("Orders:", "$0Orders:"))
    assert value.replace("Orders", "On") in apply(rename(analysis, offset, "On"), text)
