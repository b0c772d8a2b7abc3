"""A fix cures what it is offered for, and brings no new error."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from sbd_lsp.checks.explain import rules
from sbd_lsp.checks.rule import Finding, Severity
from sbd_lsp.cli.fix import fixed
from tests.checks.broken import BROKEN, CHANGES, EDGES, HEAD, NODES, SCHEDULE
from tests.checks.designs import ALBUM, CHAIN, FLOW
from tests.checks.support import blocks, findings_in, fixes_in, noted

SLUGS = [rule.slug for rule in rules()]
EXAMPLES = [noted(block)[0] for slug in SLUGS for block in blocks(slug, "Example")]
# what only a person can decide
WITHOUT_FIX = {
    "merge-conflict",
    "several-documents",
    "alias-used",
    "wrong-hook",
    "recursive-call",
    "republish-loop",
    "unreached-node",
}


def counted(findings: list[Finding], *, errors: bool = False) -> Counter[Any]:
    """How often each finding stands, or each rule that found an error."""
    if errors:
        return Counter(f.rule.slug for f in findings if f.rule.severity is Severity.ERROR)
    return Counter(found.key for found in findings)


def restyled(text: str, *, flow: bool) -> str:
    """The same design with each node and each edge in flow style, or in block style."""
    design = yaml.safe_load(text)
    entries = {key: design.pop(key) for key in ("nodes", "edges") if key in design}
    lines = [yaml.safe_dump(design, sort_keys=False)]
    for key, value in entries.items():
        lines.append(f"{key}:\n")
        pairs = value.items() if isinstance(value, dict) else [(None, item) for item in value]
        for id, entry in pairs:
            dumped = yaml.safe_dump(
                entry, sort_keys=False, default_flow_style=flow, width=1000
            ).replace("...\n", "")
            lines.append(placed(id, dumped, flow=flow))
    return "".join(lines)


def placed(id: str | None, dumped: str, *, flow: bool) -> str:
    """An entry as it stands below its section."""
    if flow or ("\n" not in dumped.rstrip("\n") and ":" not in dumped):
        return f"  - {dumped}" if id is None else f"  {id}: {dumped}"
    inner = dumped.rstrip("\n").replace("\n", "\n    ")
    return f"  - {inner}\n" if id is None else f"  {id}:\n    {inner}\n"


def readable(text: str) -> bool:
    """Whether PyYAML reads the text as a mapping without saying a key twice."""
    try:
        design = yaml.safe_load(text)
    except yaml.YAMLError:
        return False
    slugs = {found.rule.slug for found in findings_in(text)}
    return isinstance(design, dict) and not slugs & {"duplicate-key", "duplicate-id", "alias-used"}


IN_FLOW = [restyled(text, flow=True) for text in EXAMPLES if readable(text)]
IN_BLOCK = [restyled(text, flow=False) for text in EXAMPLES if readable(text)]
# what is taken away by the safe fixes of these is said elsewhere, or is a sign that says nothing
REPEATED = ("duplicate-edge", "duplicate-key", "misplaced-entry", "not-yaml")


@pytest.mark.parametrize("text", [*EXAMPLES, ALBUM, CHAIN, FLOW])
def test_fix_cures_and_brings_no_error(text: str) -> None:
    """After each fix of each finding that finding is gone, and no rule finds a new error."""
    assert_cured(text)


@pytest.mark.parametrize("text", IN_FLOW)
def test_fix_cures_in_flow_style(text: str) -> None:
    """The same holds where each entry is in flow style."""
    assert_cured(text)


@pytest.mark.parametrize("text", IN_BLOCK)
def test_fix_cures_in_block_style(text: str) -> None:
    """The same holds where each entry is in block style."""
    assert_cured(text)


@pytest.mark.parametrize("text", BROKEN)
def test_fix_cures_what_is_broken(text: str) -> None:
    """The same holds in texts that are no designs, or are no YAML."""
    assert_cured(text)
    assert_cured(text.rstrip("\n"))


@pytest.mark.parametrize("text", EXAMPLES)
def test_fix_keeps_line_breaks(text: str) -> None:
    """The same holds with CRLF, and no fix adds another kind of line break."""
    windows = text.replace("\n", "\r\n")
    assert_cured(windows)
    for _, fix, after in fixes_in(windows):
        assert "\n" not in after.replace("\r\n", ""), fix.title


@pytest.mark.parametrize("text", EXAMPLES)
def test_fix_works_at_the_end_of_a_text_without_break(text: str) -> None:
    """The same holds where the last line has no break."""
    assert_cured(text.rstrip("\n"))


@pytest.mark.parametrize("text", EXAMPLES)
def test_fix_in_one_flow_document_is_right_or_not_offered(text: str) -> None:
    """The same holds where the whole design is one flow mapping."""
    if readable(text):
        assert_cured(yaml.safe_dump(yaml.safe_load(text), default_flow_style=True, width=1000))


def assert_cured(text: str) -> None:
    """Fails unless each fix cures its finding and brings no new error."""
    before = findings_in(text)
    for found, fix, after_text in fixes_in(text):
        after = findings_in(after_text)
        assert counted(after)[found.key] < counted(before)[found.key], (fix.title, after_text)
        more = counted(after, errors=True) - counted(before, errors=True)
        assert not more, (fix.title, after_text)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug not in WITHOUT_FIX])
def test_rule_offers_a_fix(slug: str) -> None:
    """Of a rule whose cure is evident, an example on its page has a fix."""
    texts = [noted(block)[0] for block in blocks(slug, "Example")]
    assert any(found.rule.slug == slug for text in texts for found, _, _ in fixes_in(text))


@pytest.mark.parametrize("text", [*EXAMPLES, *IN_FLOW, *IN_BLOCK])
def test_fix_that_only_removes_is_left_to_a_person(text: str) -> None:
    """No fix is safe that takes something away, but for what is said twice."""
    for found, fix, _ in fixes_in(text):
        if fix.safe and not any(change.text for change in fix.changes):
            assert found.rule.slug in REPEATED, fix.title


@pytest.mark.parametrize(
    ("node", "ways"),
    [
        (
            "{type: identityPool}",
            [
                "{type: identityPool, providers: "
                "{accounts.google.com: 1234.apps.googleusercontent.com}}",
                "{type: identityPool, guests: true}",
            ],
        ),
        (
            "{type: api, cors: true}",
            ['{type: api, cors: "https://example.com"}', '{type: api, cors: "*"}'],
        ),
    ],
)
def test_who_gets_in_is_left_to_a_person(node: str, ways: list[str]) -> None:
    """Where a fix lets somebody in, each way is offered and none is taken without asking."""
    head = f"{HEAD}nodes:\n  A: "
    assert [made for _, _, made in fixes_in(f"{head}{node}\n")] == [f"{head}{w}\n" for w in ways]
    assert cured(f"{head}{node}\n") == f"{head}{node}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{Type: function, memorySize: 512}", "{type: function, memory: 512}"),
        (
            "{type: function, Timeout: 5, env: {A: b}}",
            "{type: function, timeout: 5, environment: {A: b}}",
        ),
        (
            "{type: function, Properties: {Tracing: Active}}",
            "{type: function, properties: {Tracing: Active}}",
        ),
        ("{type: function, log-retention: 7}", "{type: function, logRetention: 7}"),
        ("{type: api, Cors: '*', Description: x}", "{type: api, cors: '*', description: x}"),
        ("{type: table, Key: {partition: a}}", "{type: table, key: {partition: a}}"),
        ("{type: table, key: {partition_key: a}}", "{type: table, key: {partition: a}}"),
        ("{type: schedule, rate: 5 minutes}", '{type: schedule, expression: "rate(5 minutes)"}'),
        (
            "{type: schedule, cron: cron(0 2 ? * 1 *)}",
            '{type: schedule, expression: "cron(0 2 ? * 1 *)"}',
        ),
    ],
)
def test_other_names_of_a_key_are_known(before: str, after: str) -> None:
    """A key with another case, or with the name that CloudFormation or people have for it, is
    renamed and keeps its value; it is neither removed nor moved to `properties`."""
    head = "sbd: 1\nname: x\nnodes:\n  A: "
    assert cured(f"{head}{before}\n") == f"{head}{after}\n"


def test_other_names_of_the_keys_of_an_edge_are_known() -> None:
    """`source` is the beginning of an edge that has no other, although some edges have an option
    of that name."""
    head = "sbd: 1\nname: x\nnodes:\n  A: {type: eventBus}\n  B: {type: function}\nedges:\n  - "
    for edge in ("{source: A, target: B, type: trigger}", "{From: A, target: B, Kind: trigger}"):
        assert cured(f"{head}{edge}\n") == f"{head}{{from: A, to: B, kind: trigger}}\n"
    assert (
        cured(f"{head}{{to: B, source: shop.orders}}\n")
        == f"{head}{{to: B, source: shop.orders}}\n"
    )


def cured(text: str) -> str:
    """`text` after each fix that needs no choice."""
    return fixed(text).text


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("sbd:\nname: x\n", "Write `sbd: 1`", "sbd: 1\nname: x\n"),
        (
            f"{HEAD}nodes:\n  A: {{type: api, cors: true}}\n",
            'Change to `"*"`',
            f'{HEAD}nodes:\n  A: {{type: api, cors: "*"}}\n',
        ),
        (
            f"{EDGES}  - {{from: A, to: B, event: 's3}}\n",
            "Close with `'`",
            f"{EDGES}  - {{from: A, to: B, event: 's3'}}\n",
        ),
        (
            f"{EDGES}  - {{from: A, to: B, event: [s3\n",
            "Close with `]}`",
            f"{EDGES}  - {{from: A, to: B, event: [s3]}}\n",
        ),
        (
            f"{EDGES}  -{{from: A, to: B}}\n",
            "Write a space behind the dash",
            f"{EDGES}  - {{from: A, to: B}}\n",
        ),
        (
            f"{CHANGES}  - {{from: T, to: B, event: INSERT}}\n"
            "  - {from: T, to: B, event: REMOVE}\n",
            "Write `event: [INSERT, REMOVE]` in one edge",
            f"{CHANGES}  - {{from: T, to: B, event: [INSERT, REMOVE]}}\n",
        ),
        (
            f"{HEAD}nodes:\n  my-table: {{type: table}}\n  F:\n    environment:\n"
            "      AA: !Ref my-table\n      AB: !Ref my-table2\n      AC: !GetAtt my-table.Arn\n"
            '      AD: !Sub "my-table ${my-table} ${ my-table.Arn }"\n',
            "Rename to `MyTable`",
            f"{HEAD}nodes:\n  MyTable: {{type: table}}\n  F:\n    environment:\n"
            "      AA: !Ref MyTable\n      AB: !Ref my-table2\n      AC: !GetAtt MyTable.Arn\n"
            '      AD: !Sub "my-table ${MyTable} ${ MyTable.Arn }"\n',
        ),
        (
            f"{NODES}  C:\n  type: queue\n\n  description: |\n    one\n    two\n  # c\n"
            "  fifo: true\n  D: {type: queue}\n",
            "Indent below `C`",
            f"{NODES}  C:\n    type: queue\n\n    description: |\n      one\n      two\n    # c\n"
            "    fifo: true\n  D: {type: queue}\n",
        ),
        (
            f"{NODES}  C:\n  type: queue\n  fifo: true\n".replace("\n", "\r"),
            "Indent below `C`",
            f"{NODES}  C:\n    type: queue\n    fifo: true\n".replace("\n", "\r"),
        ),
        (f"{NODES}  C {{type: queue}}\n", "Write `C:`", f"{NODES}  C: {{type: queue}}\n"),
        (
            f"{NODES}description: y\n  C: {{type: queue}}\n  D: {{type: queue}}\n",
            "Move it below `nodes`",
            f"{NODES}  C: {{type: queue}}\n  D: {{type: queue}}\ndescription: y\n",
        ),
        (
            f"{NODES}  C: !bucket {{}}\n",
            "Write `type: bucket`",
            f"{NODES}  C: !bucket {{type: bucket}}\n",
        ),
        (
            f'{HEAD}nodes:\n  "true": {{type: function}}\n{SCHEDULE}',
            "Lead `S` to `true`",
            f'{HEAD}nodes:\n  "true": {{type: function}}\n{SCHEDULE}edges:\n'
            '  - {from: S, to: "true"}\n',
        ),
    ],
)
def test_fix_writes_what_was_meant(before: str, title: str, after: str) -> None:
    """A fix of a broken text makes of it what a person meant."""
    assert after in [made for _, fix, made in fixes_in(before) if fix.title == title]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}nodes: text\n",
        f"{HEAD}nodes: null\n",
        f"{NODES}edges2:\n  - {{from: A, to: B, filter: {{suffix: a}}}}\nedges:\n"
        "  - {from: A, to: B, filter: {suffix: b}}\n",
    ],
)
def test_no_fix_is_offered_that_would_spoil_the_text(text: str) -> None:
    """Where there is no telling what was meant, nothing is offered."""
    assert [fix.title for _, fix, _ in fixes_in(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        f"{EDGES}  - {{from: A, to: B, event: [INSERT\n",
        f"{EDGES}  - {{from: A, to: B, event: 's3\n",
    ],
)
def test_what_is_open_to_the_end_is_said_once(text: str) -> None:
    """Brackets and quotes that end at the same place are one fault."""
    assert [f.rule.slug for f in findings_in(text) if f.rule.slug == "not-yaml"] == ["not-yaml"]


LOST = """\
sbd: 1
name: x
nodes:
  Uploads:
    type: bucket
    versioning: true
  Resize:
    type: function
    memory: 512
  Results: {type: table, key: {partition: id}}
edges:
  - {from: Uploads, to: Resize}
  - {from: Resize, to: Results}
"""


def test_an_id_that_was_lost_is_written_again() -> None:
    """A node without the line with its id stands below the keys of another; the second `type` tells
    where it begins. Nothing is removed unasked, even if both are alike."""
    for text in (LOST, LOST.replace("bucket", "function").replace("versioning: true", "memory: 9")):
        lost = text.replace("  Resize:\n", "")
        second = [fix for found, *fix in fixes_in(lost) if found.rule.slug == "duplicate-key"]
        title, after = second[0][0].title, second[0][1]
        assert (title, after) == ("Write `Resize:` above", text)
        assert fixed(lost)[0] == lost


def test_a_type_that_is_given_twice_in_braces_is_removed() -> None:
    """There an id above it makes no node."""
    for node in ("{type: bucket, type: bucket}", "{\n    type: bucket,\n    type: bucket}"):
        offered = fixes_in(f"nodes:\n  A: {node}\n")
        ((fix, after),) = [rest for found, *rest in offered if found.rule.slug == "duplicate-key"]
        assert (fix.title, after.count("type: bucket")) == ("Remove this `type`", 1)


def test_a_fault_that_only_moves_is_not_mended() -> None:
    """A comma on a line of its own is none the better for standing deeper."""
    text = "sbd: 1\nname: x\nnodes:\n  A:\n,\n    type: bucket\n"
    ((fix, after),) = {(fix.title, after) for _, fix, after in fixes_in(text)}
    assert (fix, after) == ("Remove `,`", text.replace(",", ""))
