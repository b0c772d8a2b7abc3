"""Names in CloudFormation's functions: what is said of them, and how that follows edits."""

from __future__ import annotations

import pytest

from sbd_lsp.checks.rule import Finding
from sbd_lsp.checks.unknown_reference import is_known
from tests.checks.support import findings_in
from tests.checks.test_incremental import Session, replaced
from tests.fixtures import steps

TEXT = """\
sbd: 1
name: x
nodes:
  Files: {type: bucket}
  Index: {type: table}
  Work:
    type: function
    environment: {NAME: VALUE}
edges:
  - {from: Files, to: Work}
  - {from: Work, to: Index}
"""


def found(value: str) -> list[Finding]:
    """What is found where a variable has a value."""
    return findings_in(TEXT.replace("VALUE", value))


@pytest.mark.parametrize(
    ("value", "message", "fixed", "unfinished"),
    [
        ("!Ref Fiels", "no node is named `Fiels`; did you mean `Files`?", "Files", False),
        ("!GetAtt Fils.Arn", "no node is named `Fils`; did you mean `Files`?", "Files", False),
        ("!Ref File", "no node is named `File`; did you mean `Files`?", "Files", True),
        ("!Sub 'x/${Others}'", "no node is named `Others`; declare it under `nodes`", "", True),
        (
            "!Ref AWS::Regoin",
            "CloudFormation has no `AWS::Regoin`; did you mean `AWS::Region`?",
            "AWS::Region",
            False,
        ),
        (
            "!Ref AWS::Whatever",
            "CloudFormation has no `AWS::Whatever`; it has `AWS::Region`, `AWS::AccountId`,"
            " `AWS::StackName`, `AWS::Partition`, `AWS::NoValue`, `AWS::StackId`, `AWS::URLSuffix`"
            " and `AWS::NotificationARNs`",
            "",
            True,
        ),
    ],
)
def test_what_is_meant_is_said_and_written(
    value: str, message: str, fixed: str, unfinished: bool
) -> None:
    """Close to an id it is a slip; a part of one, or something else, may still become one."""
    (finding,) = found(value)
    assert finding.rule.slug == "unknown-reference"
    assert finding.message == message
    assert finding.unfinished == unfinished
    model = Session(TEXT.replace("VALUE", value)).model
    assert [fix.changes[0].text for fix in finding.fixes(model)] == ([fixed] if fixed else [])


@pytest.mark.parametrize(
    "value",
    [
        "!Ref Files",
        "!Ref WorkRole",
        "!Ref WorkFiles",
        "!GetAtt Index.StreamArn",
        '!Sub "${AWS::StackName}-${Files}-${!Others}"',
        '!Sub ["${other}", {other: !Ref Index}]',
        "!Join ['', [!Ref Index]]",
    ],
)
def test_what_the_template_has_may_be_named(value: str) -> None:
    """Nodes, what they get besides, parameters of every stack, names that `Sub` is given."""
    assert found(value) == []


def test_of_a_long_name_no_more_is_looked_at_than_an_id_can_have() -> None:
    """No id has more than 255 letters."""
    model = Session(TEXT).model
    assert steps(lambda: is_known("y" * 100_000, model)) < 5_000


@pytest.mark.parametrize("name", ["Index", "IndexRole", "WorkIndex", "IndexIndex", "Idex"])
def test_a_node_that_comes_and_goes_is_noticed_far_away(name: str) -> None:
    """Where its id, what it gets besides, or an id like it is named."""
    session = Session(TEXT.replace("VALUE", f"!Ref {name}"))
    for old, new in (
        ("  Index: {type: table}\n", ""),
        ("  Files:", "  Index: {type: table}\n  Files:"),
        ("  Index: {type: table}\n", "  Idx: {type: table}\n"),
        ("  Idx:", "  Index:"),
    ):
        replaced(session, old, new)


def test_a_call_that_was_typed_is_known() -> None:
    """A rename after edits finds it; one that was deleted is gone."""
    session = Session(TEXT)
    replaced(session, "VALUE", "!Ref Index")
    assert [call.reference.id for call in session.model.calls.get("Index")] == ["Index"]
    replaced(session, "!Ref Index", "!GetAtt Files.Arn")
    assert session.model.calls.get("Index") == ()
    assert len(session.model.calls.get("Files")) == 1
