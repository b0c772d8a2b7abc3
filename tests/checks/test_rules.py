"""Each kind of bad input has a finding that says what is wrong and what to write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sbd_lsp.checks
from sbd_lsp.catalogue.entries import Runtime
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks import RULES
from sbd_lsp.checks.explain import PAGES
from sbd_lsp.checks.rule import a, article
from sbd_lsp.checks.run import Report
from tests.checks.support import (
    HEADER,
    completed,
    findings_in,
    fixes_in,
    marks,
    model_of,
    offset,
)
from tests.fixtures import steps

HELPERS = {
    "edits",
    "explain",
    "halves",
    "joining",
    "keys",
    "mending",
    "order",
    "overlap",
    "reach",
    "rule",
    "run",
    "strays",
    "torn",
}

NODES = """\
nodes:
  Door: {type: api}
  Work: {type: function}
  Files: {type: bucket}
  Index: {type: table}
  Orders: {type: queue}
  News: {type: topic}
edges:
  - {from: Door, to: Work}
"""


def said(text: str) -> list[tuple[str, str, str]]:
    """The findings on a design as slug, the text they stand at, and the message."""
    text = completed(text)
    model = model_of(text)
    found = []
    for finding in sorted(Report.of(model), key=lambda finding: offset(finding, model)):
        start = offset(finding, model)
        length = finding.place.end - finding.place.start
        found.append((finding.rule.slug, text[start : start + length], finding.message))
    return found


def test_every_module_is_listed_or_a_helper() -> None:
    """A module beside the rules is in `RULES` or known to be none."""
    folder = Path(sbd_lsp.checks.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    listed = {module.__name__.rpartition(".")[2] for module in RULES}
    assert modules - listed == HELPERS


def test_every_rule_has_a_slug_like_its_module_and_a_page() -> None:
    """The slug of a rule is the name of its module, and a page has that name."""
    for module in RULES:
        slug = module.RULE.slug
        assert module.__name__.endswith(f".{slug.replace('-', '_')}")
        assert (PAGES / f"{slug}.md").is_file()


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        (
            "  - {from: Files, to: Wrk}\n",
            ("unknown-node", "Wrk", "no node is named `Wrk`; did you mean `Work`?"),
        ),
        (
            "  - {from: Files, to: Nothing}\n",
            ("unknown-node", "Nothing", "no node is named `Nothing`; declare it under `nodes`"),
        ),
        (
            "  - {from: Files, to: Index}\n",
            (
                "edge-not-allowed",
                "Index",
                "no edge leads from a `bucket` to a `table`; a `bucket` can lead to a `topic` or "
                "a `function`, and a `function` can lead to a `table`",
            ),
        ),
        (
            "  - {from: Work, to: Files, kind: writes}\n",
            (
                "unknown-kind",
                "writes",
                "an edge from a `function` to a `bucket` cannot be `writes`; it can be "
                "`readWrite`, `read` or `write`",
            ),
        ),
        (
            "  - {from: Index, to: Work, event: UPSERT}\n",
            (
                "unknown-event",
                "UPSERT",
                "a `table` sends no event `UPSERT`; did you mean `INSERT`?",
            ),
        ),
        (
            "  - {from: Work, to: Orders, batchSize: 5}\n",
            (
                "unknown-key",
                "batchSize",
                "an edge of kind `send` from a `function` to a `queue` has no key `batchSize`; "
                "that is an option of edges from a `table`, a `stream` or a `queue`",
            ),
        ),
        (
            "  - {from: Door, to: Work}\n",
            (
                "duplicate-edge",
                "{from: Door, to: Work}",
                "the edge from `Door` to `Work` is given twice; remove one",
            ),
        ),
        (
            "  - {from: Orders, to: Work, batchSize: 0}\n",
            ("wrong-value", "0", "`batchSize` cannot be `0`; it takes at least 1 messages"),
        ),
        (
            "  - {from: Orders, to: Work, batchSize: many}\n",
            ("wrong-type", "many", "`batchSize` must be a whole number"),
        ),
    ],
)
def test_bad_edge(edges: str, expected: tuple[str, str, str]) -> None:
    """A faulty edge has one finding, at the fault, with a hint."""
    assert said(NODES + edges) == [expected]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            "{type: lambda}",
            (
                "unknown-type",
                "lambda",
                "there is no service type `lambda`; a Lambda function is a `function` here",
            ),
        ),
        (
            "{type: s3}",
            (
                "unknown-type",
                "s3",
                "there is no service type `s3`; an S3 bucket is a `bucket` here",
            ),
        ),
        (
            "{type: bucket, memory: 5}",
            (
                "unknown-key",
                "memory",
                "a `bucket` has no key `memory`; that is an option of a `function`",
            ),
        ),
        (
            "{type: table, key: {sort: taken}}",
            (
                "missing-key",
                "key",
                "`key` has no `partition`; write for example `partition: id`",
            ),
        ),
        (
            "{expire: 5}",
            ("missing-key", "Extra", "`Extra` has no `type`; it is the service type of the node"),
        ),
        ("[a]", ("wrong-type", "[a]", "`Extra` must be a mapping, with a `type` at least")),
        (
            "{type: queue, fifo: sometimes}",
            ("wrong-type", "sometimes", "`fifo` must be `true` or `false`"),
        ),
        (
            "{type: queue, deduplicate: true}",
            (
                "option-requirement",
                "true",
                "Only a FIFO queue can tell duplicates by their content; change `fifo` to `true`",
            ),
        ),
        (
            "{type: deliveryStream}",
            (
                "unmet-requirement",
                "Extra",
                "a `deliveryStream` needs a `destination`; let `Extra` lead to a `bucket`",
            ),
        ),
        (
            "{type: function}",
            (
                "unreached-node",
                "Extra",
                "nothing reaches `Extra`; let what should call it lead to it",
            ),
        ),
        (
            "{type: bucket, expire: 1, expire: 2}",
            ("duplicate-key", "expire", "`expire` is given twice; remove one of them"),
        ),
    ],
)
def test_bad_node(node: str, expected: tuple[str, str, str]) -> None:
    """A faulty node has one finding, at the fault, with a hint."""
    assert said(f"nodes:\n  Extra: {node}\n") == [expected]


@pytest.mark.parametrize("id", ["my-table", "2nd", "Straße", "a b", "x" * 256])
def test_bad_id(id: str) -> None:
    """An id that CloudFormation refuses is flagged."""
    assert [slug for slug, _, _ in said(f"nodes:\n  {id}: {{type: bucket}}\n")] == ["invalid-id"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {(0, "error", "missing-key")}),
        ("hello\n", {(0, "error", "missing-key")}),
        ("- a\n", {(0, "error", "missing-key"), (0, "error", "wrong-type")}),
        (f"{HEADER}hello\n", {(2, "error", "missing-key")}),
        (f"{HEADER}nodes\n", {(2, "error", "missing-key")}),
        (f"{HEADER}nodes: {{A: {{type: bucket, fo}}}}\n", {(2, "error", "missing-key")}),
        ("sbd: 2\nname: x\n", {(0, "error", "wrong-value")}),
        ("sbd: 1\nname: 9x\n", {(1, "error", "wrong-value")}),
        ("sbd: 1\nname: x\nnods:\n  A: {type: bucket}\n", {(2, "error", "unknown-key")}),
        (f"{HEADER}nodes:\n  A: {{type: bucket\n", {(3, "error", "not-yaml")}),
        (f"{HEADER}nodes:\n\tA: {{type: bucket}}\n", {(3, "error", "not-yaml")}),
        (f"{HEADER}<<<<<<< HEAD\n", {(2, "error", "merge-conflict")}),
        (f"{HEADER}---\nsbd: 1\n", {(2, "error", "several-documents")}),
        (f"{HEADER}runtime: python3.8\n", {(2, "warning", "deprecated-runtime")}),
        (f"{HEADER}runtime: cobol\n", {(2, "error", "wrong-value")}),
        (f"{HEADER}deployment: {{}}\n", {(2, "error", "missing-key")}),
        (f"{HEADER}name: y\n", {(2, "error", "duplicate-key")}),
        (
            f"{HEADER}nodes:\n  A: {{type: bucket}}\n  A: {{type: bucket}}\n",
            {(4, "error", "duplicate-id")},
        ),
    ],
)
def test_bad_document(text: str, expected: set[tuple[int, str, str]]) -> None:
    """A faulty document has exactly its findings."""
    assert marks(text) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nodes:\n  A: {type: $}\n", ["missing-key"]),
        ("nodes:\n  A: {type: bucket}\nedges:\n  - {from: A, to: $}\n", ["missing-key"]),
        ("nodes:\n  A: {type: bucket, description: $}\n", []),
    ],
)
@pytest.mark.parametrize("quotes", ["''", '""'])
def test_quotes_with_nothing_between(text: str, told: list[str], quotes: str) -> None:
    """They are no name; a description may be empty."""
    assert [slug for slug, _, _ in said(text.replace("$", quotes))] == told


def test_a_design_in_braces_over_several_lines() -> None:
    """JSON is YAML, wherever its braces stand."""
    nodes = "".join(f"A{n}: {{type: bucket}},\n" for n in range(100))
    assert findings_in(f"{{sbd: 1,\nname: x,\nnodes: {{\n{nodes}}},\nedges: []}}\n") == []


def test_properties_are_not_judged() -> None:
    """Whatever stands under `properties` passes through."""
    assert said("nodes:\n  A: {type: bucket, properties: {Anything: [at, {all: 1}]}}\n") == []


def test_intrinsic_functions_pass_for_any_value() -> None:
    """A value that is a CloudFormation function is not judged."""
    assert said("nodes:\n  A: {type: bucket, expire: !ImportValue Days}\n") == []


def test_alias_bomb_is_bounded() -> None:
    """Aliases that would make a billion items are found, and not followed to their ends."""
    lines = ["      a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 10):
        items = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"      a{level}: &a{level} [{items}]")
    bomb = "\n".join(lines)
    edge = "  - {from: A, to: B, description: *a9}\n"
    text = (
        f"{HEADER}nodes:\n  A:\n    type: bucket\n    properties:\n{bomb}\n"
        f"  B: {{type: function}}\nedges:\n{edge}{edge}"
    )
    assert "alias-used" in {slug for _, _, slug in marks(text)}
    assert steps(lambda: marks(text)) < 1_000_000


def test_a_fault_spoils_its_own_entry_only() -> None:
    """An entry that is not YAML leaves the findings on all others as they are."""
    text = "nodes:\n  A: {type: bucket\n  B: {type: s3}\n  C: {type: queue}\n"
    assert [slug for slug, _, _ in said(text)] == ["not-yaml", "unknown-type"]


def test_articles_follow_the_spoken_word() -> None:
    """Titles and types get the article with which they are spoken."""
    titles = ("S3 bucket", "SQS queue", "Step Functions state machine", "IoT topic rule")
    assert [article(title) for title in titles] == ["an", "an", "a", "an"]
    types = ("api", "bucket", "eventBus")
    assert [a(type) for type in types] == ["an `api`", "a `bucket`", "an `eventBus`"]


def test_messages_end_without_a_full_stop() -> None:
    """A message is a statement and a hint, and no sentence of prose."""
    rules = [rule for row in CATALOGUE.edges for rule in row.requirements]
    rules += [rule for service in CATALOGUE.services.values() for rule in service.requirements]
    assert rules
    assert not [rule.sentence for rule in rules if rule.sentence.endswith(".")]
    for text in (NODES, *(path.read_text("utf-8") for path in PAGES.glob("*.md"))):
        assert not [found.message for found in findings_in(text) if found.message.endswith(".")]


def test_a_thousand_nodes_take_steps_in_proportion() -> None:
    """Checking four times as many entries takes about four times as many steps."""

    def taken(count: int) -> int:
        nodes = "".join(f"  Work{n}: {{type: function}}\n" for n in range(count))
        edges = "".join(f"  - {{from: Door, to: Work{n}, path: /w{n}}}\n" for n in range(count))
        calls = "".join(f"  - {{from: Work{n + 1}, to: Work{n}}}\n" for n in range(count - 1))
        text = f"{HEADER}nodes:\n  Door: {{type: api}}\n{nodes}edges:\n{edges}{calls}"
        model = model_of(text)
        assert list(Report.of(model)) == []
        return steps(lambda: Report.of(model))

    assert taken(1200) < 4.5 * taken(300)


PATCHED = [row for row in CATALOGUE.runtimes.values() if row.deprecated > date.today().isoformat()]
NEWEST = {row.language: row.id for row in reversed(PATCHED)}


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("python3", "python"),
        ("python", "python"),
        ("py", "python"),
        ("python3.99", "python"),
        ("python3.1", "python"),
        ("nodejs8.11", "nodejs"),
        ("node", "nodejs"),
        ("nod", "nodejs"),
        ("node8", "nodejs"),
    ],
)
def test_the_newest_runtime_of_the_language_is_offered(written: str, language: str) -> None:
    """For a version that there is not, the newest of its language is offered, which AWS patches."""
    assert runtimes_offered(written) == [(f"Change to `{NEWEST[language]}`", False)]


@pytest.mark.parametrize("runtime", PATCHED)
def test_the_runtime_of_that_version_is_offered(runtime: Runtime) -> None:
    """A version that AWS patches is known however it is spelled."""
    fix = (f"Change to `{runtime.id}`", True)
    version = runtime.id.removeprefix(runtime.language)
    for word in (runtime.language.upper(), f"{runtime.language} ", f"{runtime.language[:4]}-"):
        assert runtimes_offered(f"{word}{version}") == [fix]
    assert runtimes_offered(f"x{runtime.id}") == [fix]


def test_other_languages_are_told_the_runtimes_that_aws_patches() -> None:
    """The runtimes that are listed do not include those that AWS refuses."""
    text = f"{HEADER}runtime: java21\n"
    finding = next(f for f in findings_in(text) if "java21" in f.message)
    assert not any("java21" in found.message for found, *_ in fixes_in(text))
    listed = {row.id for row in CATALOGUE.runtimes.values() if f"`{row.id}`" in finding.message}
    assert listed == {row.id for row in PATCHED}


def runtimes_offered(written: str) -> list[tuple[str, bool]]:
    """The titles of the fixes of a runtime, and whether they are safe."""
    fixes = fixes_in(f"{HEADER}runtime: {written}\n")
    return [(fix.title, fix.safe) for found, fix, _ in fixes if found.rule.slug == "wrong-value"]


REPUBLISHING = """\
nodes:
  A: {{type: iotRule{a}}}
  B: {{type: iotRule{b}}}
edges:
  - {{from: A, to: B}}
  - {{from: B, to: A}}
"""


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("", "", ["B"]),
        (", topic: x/#", ", topic: x/y", ["A", "B"]),
        (", sql: SELECT * FROM 'a' WHERE n > 1", "", []),
        ("", ", sql: SELECT * FROM 'b' WHERE n > 1", []),
    ],
)
def test_rules_that_publish_to_each_other(a: str, b: str, told: list[str]) -> None:
    """A loop is told once, at its later edge, unless a condition may end it."""
    text = REPUBLISHING.format(a=a, b=b)
    assert [words[1] for slug, _, words in said(text) if slug == "republish-loop"] == told


@pytest.mark.parametrize(
    ("options", "idle"),
    [
        ("", True),
        (", guests: false", True),
        (", guests: true", False),
        (", providers: {accounts.google.com: x}", False),
        (", properties: {SamlProviderARNs: ['arn:aws:iam::123456789012:saml-provider/x']}", False),
        (", properties: {DeveloperProviderName: x}", True),
    ],
)
def test_identity_pool_that_lets_nobody_in(options: str, idle: bool) -> None:
    """A pool needs providers or guests, by its options or its properties."""
    text = f"nodes:\n  P: {{type: identityPool{options}}}\n"
    assert ("idle-node" in [slug for slug, _, _ in said(text)]) is idle


@pytest.mark.parametrize(
    ("source", "edges", "hint"),
    [
        (
            "{type: table, key: {partition: id}}",
            ("event: INSERT", "event: REMOVE"),
            "write one with `event: [INSERT, REMOVE]`",
        ),
        (
            "{type: table, key: {partition: id}}",
            ("event: [REMOVE, MODIFY]", "event: [INSERT, MODIFY], batchSize: 5"),
            "write one with `event: [INSERT, MODIFY, REMOVE]`",
        ),
        ("{type: table, key: {partition: id}}", ("event: INSERT", "window: 5"), "keep one of them"),
        ("{type: queue}", ("batchSize: 1", "batchSize: 5"), "keep one of them"),
        ("{type: stream}", ("start: LATEST", "start: TRIM_HORIZON"), "keep one of them"),
        (
            "{type: topic}",
            ("filter: {kind: [order]}", "filter: {kind: [refund]}"),
            "keep one of them",
        ),
    ],
)
def test_one_edge_from_a_source_that_lambda_or_sns_knows_once(
    source: str, edges: tuple[str, str], hint: str
) -> None:
    """What two edges would make is one mapping or subscription, whatever they say; another
    function may have one too."""
    nodes = f"sbd: 1\nname: x\nnodes:\n  From: {source}\n"
    nodes += "".join(f"  {id}: {{type: function}}\n" for id in ("Work", "Other"))
    first, second = (f"  - {{from: From, to: Work, {keys}}}\n" for keys in edges)
    other = second.replace("Work", "Other")
    found = said(f"{nodes}edges:\n{first}{second}{other}")
    assert [(slug, place) for slug, place, _ in found] == [("conflicting-edges", second[4:-1])]
    assert found[0][2].endswith(f" to `Work`, and AWS takes one; {hint}")


def test_an_event_kind_that_a_table_names_twice_is_harmless() -> None:
    """Lambda takes a filter that says the same twice."""
    nodes = "  A: {type: table, key: {partition: id}}\n  B: {type: function}\n"
    edge = "  - {from: A, to: B, event: [INSERT, INSERT]}\n"
    assert said(f"sbd: 1\nname: x\nnodes:\n{nodes}edges:\n{edge}") == []


@pytest.mark.parametrize(
    ("edge", "slugs"),
    [
        ("{from: Fils, to: Work, filter: {prefix: in/, suffix: .png}}", {"unknown-node"}),
        ("{from: Nws, to: Work, filter: {kind: [order]}}", {"unknown-node"}),
        ("{from: Fils, to: Work, filter: 5}", {"unknown-node", "wrong-type"}),
        ("{from: Files, to: Wrk, filter: {kind: [order]}}", {"unknown-node", "unknown-key"}),
        ("{from: Dor, to: Wrk, method: OPTIONS}", {"unknown-node"}),
        ("{from: Dor, to: Wrk, method: OPTION}", {"unknown-node", "wrong-value"}),
        ("{from: Work, to: Dor, method: OPTIONS}", {"unknown-node", "wrong-value"}),
        ("{from: Ordrs, to: Work, batchSize: 20000}", {"unknown-node", "wrong-value"}),
    ],
)
def test_options_of_an_edge_with_an_unknown_end(edge: str, slugs: set[str]) -> None:
    """While an end is not known only that is refused which all edges refuse that may be meant."""
    assert {slug for slug, _, _ in said(f"{NODES}  - {edge}\n")} == slugs


@pytest.mark.parametrize(
    ("node", "slugs"),
    [
        ("{type: functon, environment: {A: b}}", {"unknown-type"}),
        ("{type: analyticsStrem, environment: FLINK-1_20}", {"unknown-type"}),
        ("{type: functon, timeout: 0}", {"unknown-type", "wrong-value"}),
    ],
)
def test_options_of_a_node_of_an_unknown_type(node: str, slugs: set[str]) -> None:
    """While the type is not known only that is refused which all types refuse."""
    assert {slug for slug, _, _ in said(f"nodes:\n  A: {node}\n")} == slugs
