"""`sbd explain`: every name leads to its explanation."""

from __future__ import annotations

import re
import sys

import pytest

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks import RULES
from sbd_lsp.cli.console import _painted
from sbd_lsp.cli.terminal import shown
from sbd_lsp.cli.topics import topics
from tests.cli.conftest import Run


@pytest.mark.parametrize("slug", [module.RULE.slug for module in RULES])
def test_a_rule_is_its_page(run: Run, slug: str) -> None:
    """A slug leads to the page of the rule and to its address."""
    ended = run("explain", slug)
    assert ended.status == 0
    assert slug in ended.out
    assert f"/{slug}.md" in ended.out


@pytest.mark.parametrize("type", list(CATALOGUE.services))
def test_a_service_type(run: Run, type: str) -> None:
    """A type leads to what it is in AWS, and to its options."""
    ended = run("explain", type)
    service = CATALOGUE.services[type]
    assert ended.status == 0
    assert f"**{service.title}** · `{type}` · {service.resource}" in ended.out
    assert all(f"- `{option}`: " in ended.out for option in service.options)


def test_an_alias_leads_to_the_type(run: Run) -> None:
    """A name that people try is explained as what it is called here."""
    ended = run("explain", "lambda")
    assert ended.status == 0
    assert ended.out.startswith("`lambda` is called `function` here.\n\n**Lambda function**")


def test_a_kind_has_all_its_rows(run: Run) -> None:
    """A kind is explained for each pair of types that it joins."""
    out = run("explain", "trigger").out
    pairs = [(row.source, row.target) for row in CATALOGUE.edges if row.kind == "trigger"]
    assert len(pairs) > 3
    assert all(f"`{source}` → `{target}` · `trigger`" in out for source, target in pairs)


@pytest.mark.parametrize(
    "name", ["bucket->function", "s3→lambda", "bucket to function", "S3 -> Fn"]
)
def test_an_edge(run: Run, name: str) -> None:
    """An edge is named by its ends, which may be aliases."""
    if name == "S3 -> Fn":
        name = name.lower()
    ended = run("explain", name)
    assert ended.status == 0
    assert ended.out.startswith("**S3 event notification** · `bucket` → `function` · `trigger`")
    assert "`s3.amazonaws.com` may `lambda:InvokeFunction` on `function`" in ended.out


def test_an_edge_of_several_kinds(run: Run) -> None:
    """Each kind of the pair is explained, the usual one first."""
    out = run("explain", "function->table").out
    kinds = re.findall(r"`function` → `table` · `(\w+)`", out)
    assert kinds == ["readWrite", "read", "write"]


def test_an_edge_that_aws_does_not_have(run: Run) -> None:
    """Two types that cannot be joined: status 2, and what each can be joined to."""
    assert run("explain", "bucket->table") == (
        2,
        "",
        "sbd: no edge leads from a bucket to a table; from a bucket they lead to a `topic` and a "
        "`function`, and to a table they come from a `function`\n",
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("s3:ObjectCreated:*", "**s3:ObjectCreated:*** · event of a `bucket`"),
        ("INSERT", "**INSERT** · event of a `table`"),
        ("insert", "**INSERT** · event of a `table`"),
        ("queue.visibility", "**visibility** of `queue` · integer, from 0 to 43200 seconds"),
        ("sqs.visibility", "**visibility** of `queue`"),
        ("visibility", "**visibility** of `queue`"),
        ("table.key.partition", "**partition** of `table` · string, required"),
        ("queue->function.batchSize", "**batchSize** of `queue` → `function` `trigger`"),
        ("deployment.type", "**type** of a design"),
        ("Linear10PercentEvery1Minute", "Another tenth of the traffic each minute"),
        ("python3.13", "**Python 3.13** · `python3.13`"),
        ("properties", "**properties** of a node"),
        ("activity", "`function` → `stateMachine` · `start`"),
    ],
)
def test_anything_that_has_a_name(run: Run, name: str, said: str) -> None:
    """Events, options, values, runtimes and aliases of kinds are explained."""
    ended = run("explain", name)
    assert ended.status == 0
    assert said in ended.out


def test_a_name_with_two_meanings_has_both(run: Run) -> None:
    """`stream` is a service type and a kind of edge."""
    first, second = run("explain", "stream").out.split("\n\n---\n\n")[:2]
    assert first.startswith("**Kinesis data stream** · `stream`")
    assert "`table` → `function` · `stream`" in second


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("quue", "there is nothing named `quue` to explain; did you mean `queue`?"),
        (
            "unknown-nod",
            "there is nothing named `unknown-nod` to explain; did you mean `unknown-node`?",
        ),
        (
            "xyzzy",
            "there is nothing named `xyzzy` to explain; `sbd explain` alone lists all there is",
        ),
        ("", "there is nothing named `` to explain; `sbd explain` alone lists all there is"),
        (
            "\x1b[2J",
            "there is nothing named `\\x1b[2J` to explain; `sbd explain` alone lists all there is",
        ),
    ],
)
def test_an_unknown_name(run: Run, name: str, said: str) -> None:
    """A name that nothing has is status 2 with the nearest one there is."""
    assert run("explain", name) == (2, "", f"sbd: {said}\n")


def test_without_a_name_all_are_listed(run: Run) -> None:
    """Rules, types, kinds, edges, events, runtimes and options are listed."""
    ended = run("explain")
    assert ended.status == 0
    for name in ("unknown-node", "bucket", "readWrite", "bucket->function", "INSERT", "nodejs24.x"):
        assert f"`{name}`" in ended.out
    assert re.findall(r"^\*\*(.+)\*\*$", ended.out, re.MULTILINE) == [
        "rules",
        "service types",
        "kinds of edges",
        "edges",
        "events",
        "runtimes",
        "options",
        "options of edges",
    ]


def test_everything_listed_can_be_explained() -> None:
    """No topic is without a text."""
    for name, meanings in topics().items():
        assert all(topic.text().strip() for topic in meanings), name


def test_a_terminal_gets_it_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal marks become colours and paragraphs fit the window."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    out = run("explain", "queue").out
    assert out.startswith("\x1b[1mSQS queue\x1b[0m · \x1b[36mqueue\x1b[0m")
    assert "`" not in out
    plain = re.sub(r"\x1b\[\d+m", "", out)
    assert max(len(line) for line in plain.split("\n") if "https://" not in line) <= 60


def test_markdown_on_a_terminal() -> None:
    """Headings, lists, code, tables and links are shown without their marks."""
    text = (
        "# A `title`\n\nOne **bold\nword** and `some code that is long`.\n\n"
        "- first item that goes on and on\n- second\n  1. inner\n\n"
        "```yaml\nsbd: 1\n\nname: a\n```\n\n| a | b |\n| - | - |\n\nSee [AWS](https://aws.example)."
    )
    assert shown(text, 30, lambda colour, text: text).split("\n") == [
        "A title",
        "",
        "One bold word and",
        "some code that is long.",
        "",
        "- first item that goes on and",
        "  on",
        "- second",
        "  1. inner",
        "",
        "    sbd: 1",
        "",
        "    name: a",
        "",
        "| a | b |",
        "| - | - |",
        "",
        "See AWS <https://aws.example>.",
        "",
    ]
    assert _painted("code", "x") in shown("`x`", 30, _painted)
