"""Names in CloudFormation's functions: completion and hover, in whatever state the call is."""

from __future__ import annotations

import pytest

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.hover import hover
from tests.fixtures import at_cursor

HEAD = """\
sbd: 1
name: shop
nodes:
  Uploads: {type: bucket}
  Averages: {type: analyticsStream}
  Index: {type: table}
  Resize:
    type: function
"""
TAIL = "edges:\n  - {from: Resize, to: Index}\n  - {from: Uploads, to: Resize}\n"
VARIABLE = HEAD + "    environment:\n      NAME: "
PSEUDO = list(CATALOGUE.pseudo)


def offered(text: str) -> list[str]:
    """What is offered at the cursor, in order."""
    analysis, offset = at_cursor(text)
    return [item.label for item in completion(analysis, offset).items]


def chosen(value: str) -> str:
    """The value of a variable after the first completion at the cursor in it is accepted."""
    analysis, offset = at_cursor(VARIABLE + value + "\n" + TAIL)
    found = completion(analysis, offset)
    whole = analysis.document.text
    text = whole[: found.span.start] + found.items[0].text + whole[found.span.end :]
    return text.removeprefix(VARIABLE).removesuffix("\n" + TAIL)


@pytest.mark.parametrize(
    "value",
    [
        "!Ref $0",
        "!Ref  $0",
        "!Ref $0  # the table",
        '!Ref "$0"',
        '!Ref "$0',
        "{Ref: $0}",
        "{Ref: $0",
        '{"Ref": "$0"}',
        "\n        Ref: $0",
        "!Sub '${$0}'",
        "!Sub '${$0",
        '!Sub "arn:${AWS::Partition}/${$0}/x"',
        "!Sub ${$0",
        "!Sub |\n        a\n        ${$0}",
        "!Sub ['${$0}', {}]",
        "!Sub\n        - ${$0}",
        "{'Fn::Sub': '${$0}'}",
        "{'Fn::Sub': ['${$0}', {}]}",
        "!Join ['', [!Ref $0]]",
        "!Join ['', ['x', !Ref $0",
    ],
)
def test_a_reference_names_any_node(value: str) -> None:
    """First what the node at the cursor leads to, then what leads to it, the others, itself; then
    what every stack has."""
    nodes = ["Index", "Uploads", "Averages", "Resize"]
    assert offered(VARIABLE + value + "\n" + TAIL) == [*nodes, *PSEUDO]


@pytest.mark.parametrize(
    "value",
    [
        "!GetAtt $0",
        "!GetAtt $0.Arn",
        "!GetAtt [$0",
        "!GetAtt [$0, Arn]",
        "!GetAtt\n        - $0",
        "{'Fn::GetAtt': $0}",
        "{'Fn::GetAtt': [$0, Arn]}",
    ],
)
def test_an_attribute_is_one_of_a_node_that_has_some(value: str) -> None:
    """`GetAtt` is offered no node without attributes and nothing of the stack."""
    assert offered(VARIABLE + value + "\n" + TAIL) == ["Index", "Uploads", "Resize"]


@pytest.mark.parametrize(
    "value",
    [
        "!GetAtt Index.$0",
        "!GetAtt 'Index.$0'",
        "!GetAtt [Index, $0]",
        "!GetAtt\n        - Index\n        - $0",
        "!Sub '${Index.$0}'",
        "!Sub '${Index.$0",
        "{'Fn::GetAtt': [Index, $0]}",
    ],
)
def test_behind_the_dot_stand_the_attributes_of_the_node(value: str) -> None:
    """The attributes are those of the resource that the node is."""
    assert offered(VARIABLE + value + "\n" + TAIL) == ["Arn", "StreamArn"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("!Ref I$0", "!Ref Index"),
        ("!Ref I$0xxx", "!Ref Index"),
        ('!Ref "I$0"', '!Ref "Index"'),
        ("!GetAtt I$0.Arn", "!GetAtt Index.Arn"),
        ("!GetAtt Index.S$0", "!GetAtt Index.StreamArn"),
        ("!Sub 'x-${I$0}-${Y}'", "!Sub 'x-${Index}-${Y}'"),
        ("!Sub '${I$0.Arn}/*'", "!Sub '${Index.Arn}/*'"),
        ("!Sub '${AWS::R$0}'", "!Sub '${AWS::Region}'"),
        ("!Sub '${I$0 and more'", "!Sub '${Index and more'"),
        ("!R$0", "!Ref"),
        ("!G$0 Index.Arn", "!GetAtt Index.Arn"),
        ("!G$0etat Index.Arn", "!GetAtt Index.Arn"),
    ],
)
def test_the_edit_stays_in_the_name(value: str, expected: str) -> None:
    """What stands around the name that is typed is left as it is."""
    assert chosen(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "!Sub 'a$0'",
        "!Sub '${Index}$0'",
        "!Sub '${!I$0'",
        "!Sub ['x', '${$0}']",
        "!GetAtt Averages.$0",
        "!GetAtt [Index, Arn, $0]",
        "!GetAtt [{A: Index}, $0]",
        "!GetAtt\n        -$0",
        "!Ref | $0",
        "!Ref '' $0",
    ],
)
def test_nothing_is_offered_where_nothing_can_be_named(value: str) -> None:
    """In the text of `Sub` only what stands behind `${` is a name; `${!` is none."""
    assert offered(VARIABLE + value + "\n" + TAIL) == []


def test_of_a_node_that_is_not_there_yet_any_attribute_is_offered() -> None:
    """What it will be is not known; most have an ARN."""
    every = {name for row in CATALOGUE.services.values() for name in row.returns} - {"Ref"}
    found = offered(VARIABLE + "!GetAtt Nix.$0\n" + TAIL)
    assert set(found) == every
    assert found.index("Arn") < 5
    assert offered(VARIABLE + "!GetAtt Nix.A$0\n" + TAIL)[0] == "Arn"


def test_functions_are_offered_where_a_value_may_be_computed() -> None:
    """In properties and variables, not as the end of an edge."""
    tags = [f"!{name}" for name in CATALOGUE.functions]
    assert offered(VARIABLE + "!$0\n" + TAIL) == tags
    assert offered(HEAD + "    properties:\n      Tags: !$0\n" + TAIL) == tags
    assert offered(HEAD + "edges:\n  - {from: !$0") == []


def test_a_node_hardly_refers_to_itself() -> None:
    """It is offered behind all others, wherever it stands."""
    text = "nodes:\n  A: {type: function, environment: {NAME: !Ref $0}}\n  B: {type: queue}\n"
    assert offered(text)[:2] == ["B", "A"]


def test_nodes_that_share_an_id_are_offered_once() -> None:
    """An id that is given twice is one name."""
    again = HEAD.replace("  Index: {type: table}\n", "  Index: {type: table}\n" * 2)
    assert offered(again + "    environment: {NAME: !Ref I$0}\n").count("Index") == 1


def test_many_nodes_are_offered_in_part() -> None:
    """A long list is cut, and said to be so."""
    nodes = "".join(f"  N{number}: {{type: queue}}\n" for number in range(300))
    analysis, offset = at_cursor(HEAD + "    environment: {A: !Ref $0}\n" + nodes)
    found = completion(analysis, offset)
    assert len(found.items) == 100
    assert not found.complete


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("!Ref In$0dex", "**Index** · DynamoDB table"),
        ("!Get$0Att Index.Arn", "**!GetAtt** · an attribute of a resource"),
        ("!GetAtt Index.A$0rn", "**Arn** · ARN of the table"),
        ("!Sub '${Index.Str$0eamArn}'", "**StreamArn** · ARN of the stream"),
        ("!Sub '${AWS::Reg$0ion}'", "**AWS::Region** · region"),
    ],
)
def test_names_are_explained(value: str, expected: str) -> None:
    """The hover says what the node, the attribute or the parameter is, while another line of the
    same entry is broken, too."""
    for broken in ("", "\n      OTHER: {"):
        analysis, offset = at_cursor(VARIABLE + value + broken + "\n" + TAIL)
        found = hover(analysis, offset)
        assert found is not None
        assert found.text.startswith(expected)
