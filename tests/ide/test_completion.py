"""Completion: at every place of the language, in whatever state the document is."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

import pytest
import yaml

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.hover import hover
from sbd_lsp.ide.writing import as_json
from tests.fixtures import SHOP, at_cursor

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.sbd.yaml"))


def labels(text: str) -> list[str]:
    """What is offered at the cursor, in order."""
    analysis, offset = at_cursor(text)
    return [item.label for item in completion(analysis, offset).items]


def applied(text: str, label: str) -> str:
    """The text after the completion `label` is accepted."""
    analysis, offset = at_cursor(text)
    found = completion(analysis, offset)
    item = next(item for item in found.items if item.label == label)
    whole = analysis.document.text
    return whole[: found.span.start] + item.text + whole[found.span.end :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$0", ["sbd", "name"]),
        ("sbd: 1\nn$0", ["name", "nodes"]),
        ("sbd: 1\nruntime: p$0", ["python3.14", "python3.13", "python3.12", "python3.11"]),
        ("sbd: 1\ndeployment:\n  $0", ["type", "alarms", "hooks"]),
        ("sbd: 1\ndeployment:\n  type: L$0", ["Linear10PercentEvery1Minute"]),
        (SHOP + "  New:\n    $0", ["type"]),
        (SHOP + "  New:\n    ty$0", ["type"]),
        (SHOP + "  New:\n    type: b$0", ["bucket"]),
        (SHOP + "  New: {type: q$0}", ["queue"]),
        (SHOP + "  New:\n  type: q$0", ["queue"]),
        ("sbd: 1\ndeployment:\n  t$0", ["type"]),
        ("sbd: 1\ndeployment:\n  hooks:\n    b$0", ["before"]),
        (SHOP + "  New: {type: table, key: {s$0", ["sort"]),
        (SHOP + "  New:\n    type: stateMachine\n    workflow: $0", ["standard", "express"]),
        (SHOP + "edges:\n  - {from: $0", ["Uploads", "Index", "Orders", "Resize"]),
        (SHOP + "edges:\n  - {from: Uploads, to: $0", ["Resize"]),
        (SHOP + "edges:\n  - {from: Resize, to: $0", ["Uploads", "Index", "Orders"]),
        (SHOP + "edges:\n  - from: Uploads\n    $0", ["to", "kind", "event"]),
        (SHOP + "edges:\n  - from: Uploads\n    to: R$0", ["Resize"]),
        (SHOP + "edges:\n  - {from: Resize, to: Index, kind: $0", ["readWrite", "read", "write"]),
        (SHOP + "edges:\n  - {from: Uploads, to: Resize, event: $0", ["s3:ObjectCreated:*"]),
        (SHOP + 'edges:\n  - {from: Uploads, to: Resize, event: "s$0"', ["s3:ObjectCreated:*"]),
        (SHOP + "edges:\n  - {from: Uploads, to: Resize, event: [$0", ["s3:ObjectCreated:*"]),
        (SHOP + "edges:\n  - {from: Uploads, to: Resize, filter: {$0", ["prefix", "suffix"]),
        ("sbd: 1\nedges:\n  - {from: A, to: B, filter: {$0", ["prefix", "suffix"]),
        ("sbd: 1\nedges:\n  - {from: A, to: B, method: A$0", ["ANY"]),
        (SHOP + "  New:\n    workflow: e$0", ["express"]),
        (SHOP + "edges:\n  - {from: Orders, to: Resize, b$0", ["batchSize"]),
        (SHOP + "edges:\n  - f$0", ["from"]),
    ],
)
def test_the_likeliest_come_first(text: str, expected: list[str]) -> None:
    """What can be written at the cursor is offered, the likeliest first."""
    assert expected == labels(text)[: len(expected)]


CALLS = """\
sbd: 1
nodes:
  Hourly: {type: schedule}
  Daily: {type: schedule}
  Weekly: {type: schedule}
  Count: {type: function}
  Clean: {type: function}
  Close: {type: function}
edges:
  - {from: Hourly, to: Clean}
"""


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ("  - {from: Daily, to: C$0}\n", ["Count", "Close", "Clean"]),
        (
            "  - {from: Hourly, to: Count}\n  - {from: Daily, to: C$0}\n",
            ["Close", "Count", "Clean"],
        ),
        (
            "  - {from: Weekly, to: Close}\n  - {from: Daily, to: C$0}\n"
            "  - {from: Hourly, to: Count}\n",
            ["Close", "Count", "Clean"],
        ),
        (
            "  - {from: Hourly, to: Count}\n  - {from: Daily, to: C$0}\n"
            "  - {from: Weekly, to: Close}\n",
            ["Count", "Close", "Clean"],
        ),
    ],
)
def test_an_edge_goes_where_those_beside_it_go(edges: str, expected: list[str]) -> None:
    """But first to what nothing reaches yet."""
    assert labels(CALLS + edges)[:3] == expected


STORES = """\
sbd: 1
nodes:
  Ledger: {type: table}
  Later: {type: function}
  Logs: {type: table}
  Uploads: {type: bucket}
  Lists: {type: bucket}
  Work: {type: function}
edges:
  - {from: Uploads, to: Work}
"""


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        # AWS has no edge from a bucket to the others
        ("  - {from: Uploads, to: L$0}\n", ["Later", "Ledger", "Logs", "Lists"]),
        # an edge that is drawn stands back, wherever the edge beside leads
        (
            "  - {from: Work, to: Ledger}\n  - {from: Work, to: L$0}\n",
            ["Later", "Logs", "Lists", "Ledger"],
        ),
        # a store that others write to is as good as one to which nothing leads, a function is not
        (
            "  - {from: Other, to: Ledger}\n  - {from: Other, to: Later}\n"
            "  - {from: Other, to: Lists}\n  - {from: Work, to: L$0}\n",
            ["Lists", "Ledger", "Logs", "Later"],
        ),
        # of two places beside the edge the first counts
        (
            "  - {from: Other, to: Logs}\n  - {from: Work, to: L$0}\n"
            "  - {from: Ledger, to: Logs}\n",
            ["Logs", "Ledger", "Later", "Lists"],
        ),
        # nor is the node itself
        ("  - {from: Later, to: L$0}\n", ["Ledger", "Logs", "Lists", "Later"]),
        # what begins with the letters comes before what has them
        ("  - {from: Work, to: lo$0}\n", ["Logs", "Uploads"]),
    ],
)
def test_what_an_edge_can_lead_to(edges: str, expected: list[str]) -> None:
    """What AWS allows first, then what is not drawn yet, then what waits, then the neighbours."""
    assert labels(STORES + edges)[: len(expected)] == expected


def test_what_can_lead_to_a_table() -> None:
    """Only functions can, wherever they stand and whatever the edges beside lead to."""
    assert labels(STORES + "  - {from: L$0, to: Logs}\n")[0] == "Later"


@pytest.mark.parametrize(
    ("idle", "first"), [("", "Resize"), ("  Waits: {type: function}\n", "News")]
)
def test_what_would_be_called_is_thought_of(idle: str, first: str) -> None:
    """What is written to leads on if a function waits for that, else a function leads to more."""
    text = f"""\
sbd: 1
nodes:
  News: {{type: topic}}
  Resize: {{type: function}}
  Other: {{type: function}}
{idle}  Uploads: {{type: bucket}}
edges:
  - {{from: Uploads, to: Resize}}
  - {{from: Resize, to: News}}
  - {{from: Uploads, to: Other}}
  - {{from: $0
  - {{from: Uploads, to: Other}}
"""
    found = labels(text)
    assert next(id for id in found if id in ("Resize", "News")) == first


def test_hooks_are_found_among_many() -> None:
    """Functions are offered by what is typed, not only the first of them."""
    nodes = "".join(f"  Ab{n}: {{type: function}}\n" for n in range(150))
    text = f"sbd: 1\nnodes:\n{nodes}  Zeta: {{type: function}}\ndeployment:\n  hooks:\n"
    assert labels(text + "    before: z$0\n") == ["Zeta"]


def test_of_many_ids_those_that_begin_so_are_offered() -> None:
    """A list has an end; an id that is given twice stands in it once."""
    nodes = "".join(f"  Ab{n}: {{type: function}}\n" for n in range(150))
    text = f"sbd: 1\nnodes:\n  Crab: {{type: function}}\n  Ab7: {{type: table}}\n{nodes}edges:\n"
    found = labels(text + "  - {from: X, to: ab$0}\n")
    assert len(found) == len(set(found)) == 100
    assert "Crab" not in found
    assert labels(text + "  - {from: X, to: rab$0}\n") == ["Crab"]
    few = labels(text + "  - {from: X, to: ab14$0}\n")
    assert few[:11] == ["Ab14", *(f"Ab{n}" for n in range(140, 150))]
    assert few[11:] == ["Ab104", "Ab114", "Ab124", "Ab134"]


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ("  - {from: Daily, to: Count}\n  - {from: $0}\n  - {from: Count, to: Close}\n", "Weekly"),
        ("  - {from: Clean, to: Count}\n  - {from: $0}\n  - {from: Daily, to: Count}\n", "Close"),
    ],
)
def test_edges_come_in_the_order_of_the_nodes_they_leave(edges: str, expected: str) -> None:
    """Between two edges comes the node that stands after the one that the first leaves."""
    assert expected in labels(CALLS + edges)[:4]


def test_what_is_known_of_an_edge_narrows_its_keys() -> None:
    """Its kind does, where its ends are still to be written."""
    of_kind = labels("sbd: 1\nedges:\n  - {from: A, to: B, kind: integration, $0")
    assert "path" in of_kind
    assert "batchSize" not in of_kind
    assert "batchSize" in labels("sbd: 1\nedges:\n  - {from: A, to: B, $0")


def test_a_node_without_a_type_is_completed_as_any() -> None:
    """With the words of each type that has the option."""
    assert "FLINK-2_3" in labels(SHOP + "  New:\n    environment: F$0")


TRIGGER = SHOP + "edges:\n  - {from: Uploads, to: Resize, event: "
LINES = SHOP + "edges:\n  - from: Uploads\n    to: Resize\n    event:"
BUS = SHOP + "  Bus: {type: eventBus}\n  News: {type: topic}\nedges:\n"
NODE = SHOP + "  New: "


@pytest.mark.parametrize("event", ["s3:", "s3:ObjectCreated:"])
@pytest.mark.parametrize(
    "text",
    [
        TRIGGER + "X$0}",
        TRIGGER + "X$0",
        TRIGGER + "X$0, description: x}",
        TRIGGER + "[X$0]}",
        TRIGGER + "['s3:ObjectRemoved:*', X$0",
        LINES + " X$0",
        LINES + " X$0\n    description: x\n",
        LINES + " [X$0]",
        LINES + "\n      - X$0",
    ],
)
def test_a_colon_in_a_word_does_not_end_it(text: str, event: str) -> None:
    """After a colon the event kinds that begin so are offered, whichever way they are written."""
    found = labels(text.replace("X", event) + "\n")
    assert found[:2] == ["s3:ObjectCreated:*", "s3:ObjectCreated:Put"]
    assert all(label.startswith(event) for label in found)
    after = applied(text.replace("X", event) + "\n", "s3:ObjectCreated:Put")
    (edge,) = yaml.safe_load(after + closing(after))["edges"]
    assert "s3:ObjectCreated:Put" in edge["event"]


def closing(text: str) -> str:
    """What closes the brackets that `text` leaves open."""
    ends = {"{": "}", "[": "]"}
    left = [ends[c] for c in text if c in ends]
    for bracket in text:
        if bracket in "}]":
            left.remove(bracket)
    return "".join(reversed(left))


def test_a_colon_ends_a_key() -> None:
    """Directly behind the colon of a key nothing is offered."""
    assert labels(SHOP + "edges:\n  - from:$0") == []
    assert labels(SHOP + "edges:\n  - {from:$0") == []


@pytest.mark.parametrize(
    ("text", "label", "after"),
    [
        (LINES + "\n      $0", "s3:ObjectCreated:Put", LINES + "\n      - s3:ObjectCreated:Put"),
        ("deployment:\n  alarms:\n    $0", "errors", "deployment:\n  alarms:\n    - errors"),
        ("nodes: $0", "bucket", "nodes: \n  ${1:Uploads}: {type: bucket}"),
        ("nodes: {$0}", "bucket", "nodes: {${1:Uploads}: {type: bucket}}"),
        (
            "nodes: {$0}",
            "schedule",
            "nodes: {${1:EveryNight}: {type: schedule, expression: ${2:rate(5 minutes)}}}",
        ),
        ("edges: $0", "from: … to: …", "edges: \n  - {from: $1, to: $2}"),
        ("edges: [$0]", "from: … to: …", "edges: [{from: $1, to: $2}]"),
        (
            BUS + "  - {from: News, to: Resize, filter: $0}",
            "{kind: [order]}",
            BUS + "  - {from: News, to: Resize, filter: {kind: [order]}}",
        ),
        (
            BUS + "  - {from: Bus, to: Resize, pattern: $0}",
            "{detail: {state: [paid]}}",
            BUS + "  - {from: Bus, to: Resize, pattern: {detail: {state: [paid]}}}",
        ),
        (
            NODE + "\n    type: function\n    environment:\n      $0",
            "LOG_LEVEL: INFO",
            NODE + "\n    type: function\n    environment:\n      LOG_LEVEL: INFO",
        ),
        (
            NODE + "{type: schedule, expression: rate(7 $0}",
            "rate(7 hours)",
            NODE + "{type: schedule, expression: rate(7 hours)}",
        ),
        (
            NODE + "\n    type: schedule\n    expression: cron(0 9 $0",
            "cron(0 9 L * ? *)",
            NODE + "\n    type: schedule\n    expression: cron(0 9 L * ? *)",
        ),
        (NODE + "$0", "{type: bucket}", NODE + "{type: bucket}"),
        (
            NODE + "$0",
            "{type: schedule}",
            NODE + "{type: schedule, expression: ${1:rate(5 minutes)}}",
        ),
        ("deployment: $0", "{type: , alarms: }", "deployment: {type: $1, alarms: [$2]}"),
        (SHOP + "  $0", "bucket", SHOP + "  ${1:Uploads2}:\n  type: bucket"),
        (NODE + '\n    "ty$0', "type", NODE + '\n    "type'),
    ],
)
def test_what_is_accepted_is_complete(text: str, label: str, after: str) -> None:
    """Where an entry, a list or a mapping can begin one is offered, with what it must have."""
    assert applied(text, label) == after


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (TRIGGER + "['s3:ObjectRemoved:*', $0]}", "s3:ObjectRemoved:*"),
        (LINES + "\n      - s3:ObjectRemoved:*\n      - $0", "s3:ObjectRemoved:*"),
        (LINES + "\n      - s3:ObjectRemoved:*\n      $0", "s3:ObjectRemoved:*"),
        (LINES + "\n      - s3:ObjectRemoved:*\n      $0", "from: … to: …"),
        ("deployment: {alarms: [errors, $0]}", "errors"),
        (SHOP + "edges:\n  - {from: Orders, $0}", "path"),
        (SHOP + "edges:\n  - {from: Orders, $0}", "event"),
        (NODE + '"ty$0', "{type: bucket}"),
        (NODE + "{type: queue, properties: $0}", "{Tracing: Active}"),
        (NODE + "{type: schedule, expression: rate(7 $0}", "rate(7 hour)"),
    ],
)
def test_what_cannot_be_meant_is_not_offered(text: str, never: str) -> None:
    """What the list has already, what the known end of an edge excludes, and braces in quotes."""
    assert never not in labels(text)


def test_a_word_being_typed_is_not_taken_for_one_that_is_there() -> None:
    """An item that is completed again is still offered."""
    assert labels("deployment: {alarms: [err$0, throttles]}") == ["errors"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (NODE + "\n    type: lambda$0", "function"),
        (NODE + "\n    type: s3$0", "bucket"),
        (NODE + "{type: dyn$0", "table"),
        (NODE + "{type: function, rese$0}", "concurrency"),
        (SHOP + "edges:\n  - {sour$0", "source"),
        (SHOP + "edges:\n  - {from: Orders, targ$0", "to"),
        (SHOP + "  sqs$0", "queue"),
        (SHOP + "  New: sqs$0", "{type: queue}"),
    ],
)
def test_other_names_lead_to_the_right_one(text: str, first: str) -> None:
    """What people call a type or a key is found, and an editor that compares what is typed with
    the filter text shows it; the list is asked for again with each letter."""
    analysis, offset = at_cursor(text)
    found = completion(analysis, offset)
    typed = analysis.document.text[found.span.start : offset]
    assert found.items[0].label == first
    assert (found.items[0].found_by or first).lower().startswith(typed)
    assert not found.complete


def test_labels_come_before_other_names() -> None:
    """An alias does not push away what begins with the letters."""
    assert labels(NODE + "{type: s$0")[:3] == ["schedule", "stateMachine", "stream"]
    assert labels(NODE + "{type: t$0")[:2] == ["table", "topic"]


def test_time_zones_are_offered() -> None:
    """All time zones are offered, those that are examples first."""
    found = labels(NODE + "{type: schedule, timezone: $0}")
    assert found[:4] == ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"]
    known = [zone for zone in available_timezones() if zone.startswith("Pacific/A")]
    assert set(known) <= set(labels(NODE + "{type: schedule, timezone: Pacific/A$0}"))


def test_every_service_type_is_offered() -> None:
    """After `type:` all service types are offered, each once."""
    assert sorted(CATALOGUE.services) == sorted(labels(SHOP + "  New:\n    type: $0\n"))


@pytest.mark.parametrize("text", [SHOP + "  $0", SHOP + "  New: $0", "sbd: 1\nnodes: $0"])
def test_a_whole_node_is_told_as_it_is_spoken(text: str) -> None:
    """Beside a whole node stands what it is, with its article."""
    analysis, offset = at_cursor(text)
    told = {item.detail for item in completion(analysis, offset).items}
    assert {"an API Gateway REST API", "an S3 bucket", "an IoT topic rule"} <= told
    assert {"an SQS queue", "an SNS topic", "a Lambda function", "a DynamoDB table"} <= told


def test_keys_that_are_there_are_not_offered() -> None:
    """A key that the mapping has already is not offered again."""
    found = labels(SHOP.replace("memory: 512", "memory: 512, $0"))
    assert "memory" not in found
    assert "timeout" in found


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("sbd: 1\nna$0", "name", "sbd: 1\nname: "),
        ("na$0: x", "name", "name: x"),
        ("edges:\n  - {from: A, ev$0}", "event", "edges:\n  - {from: A, event: }"),
        (
            SHOP + "  S:\n    type: schedule\n    expression: ra$0",
            "rate(5 minutes)",
            SHOP + "  S:\n    type: schedule\n    expression: rate(5 minutes)",
        ),
        (
            SHOP + "edges:\n  - {from: A, to: B, path: $0}",
            "/photos/{id}",
            SHOP + 'edges:\n  - {from: A, to: B, path: "/photos/{id}"}',
        ),
    ],
)
def test_what_is_accepted_is_what_yaml_needs(text: str, label: str, expected: str) -> None:
    """An accepted completion replaces the word and has the quotes and colons that it needs."""
    assert expected == applied(text, label)


@pytest.mark.parametrize("blank", ["", "\n", "# more\n"])
def test_below_edges_at_the_left_margin_an_edge_or_a_key_may_follow(blank: str) -> None:
    """Editors narrow the list down by themselves, so that both have to be in it."""
    text = SHOP + "edges:\n- {from: Uploads, to: Resize}\n" + blank
    assert labels(text + "$0")[0] == "from: … to: …"
    assert "deployment" in labels(text + "$0")
    indented = text.replace("- {", "  - {")
    assert not any("from" in label for label in labels(indented + "$0"))
    assert labels(indented + "  $0") == ["from: … to: …", "from: … to: … kind: …"]


def test_a_comment_offers_nothing() -> None:
    """In a comment there is nothing to complete."""
    assert labels(SHOP + "  # type: $0\n") == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_prefix_of_each_example_answers(path: Path) -> None:
    """However far an example is typed, completion and hover answer, and edits stay on the line."""
    text = path.read_text("utf-8")
    analysis = Analysis.of("")
    for end in range(len(text)):
        found = completion(analysis, end)
        word = text[found.span.start : found.span.end]
        assert found.span.start <= end <= found.span.end
        assert "\n" not in word
        hover(analysis, end)
        assert [f for f in analysis.findings if not f.rule.slug] == []
        analysis = analysis.edit(end, end, text[end])
    assert text == analysis.document.text


def test_examples_are_there() -> None:
    """The examples that these tests type are there."""
    assert len(EXAMPLES) >= 9


IN_BRACES = """{
  "sbd": 1,
  "name": "x",
  "nodes": {
    "Files": {"type": "bucket"},
    "Take": {
      "type": "function"
    }
  },
  "edges": [
    {"from": "Files", "to": "Take"}
  ]
}
"""


@pytest.mark.parametrize(
    ("before", "typed", "label", "written"),
    [
        ('"type": "function"', '"type": "function",\n      me$0', "memory", '"memory": '),
        ('"type": "function"', '"type": "function",\n      "me$0"', "memory", '"memory"'),
        ('"bucket"', "$0", "topic", '"topic"'),
        ('"bucket"', '"t$0"', "topic", '"topic"'),
        ('"to": "Take"', '"to": $0', "Take", '"to": "Take"'),
        ('"type": "function"', '"type": "function", "timeout": $0', "30", '"timeout": 30'),
        ('  "edges"', '  run$0\n  "edges"', "runtime", '"runtime": '),
        ("  ]\n}", "  ],\n  ru$0\n}", "runtime", '"runtime": '),
        ('{"from"', '{$0},\n    {"from"', "from", '{"from": }'),
    ],
)
def test_words_in_json_are_in_quotes(before: str, typed: str, label: str, written: str) -> None:
    """As all others are there, but for numbers."""
    assert written in applied(IN_BRACES.replace(before, typed), label)


@pytest.mark.parametrize(
    ("before", "typed", "label", "written"),
    [
        ('    "Files"', '    $0\n    "Files"', "topic", '"${1:Alerts}": {"type": "topic"}'),
        ('"Take"}', '"Undone"}', "Undone", '"Undone": {"type": "$1"}'),
        ('{"type": "bucket"}', "$0", "{type: queue}", '"Files": {"type": "queue"}'),
        ('{"from"', '$0,\n    {"from"', "from: … to: …", '{"from": "$1", "to": "$2"},'),
        (
            "function",
            'api",\n      "throttle": $0, "a": "',
            "{rate: , burst: }",
            '{"rate": ${1:100}, ',
        ),
        ('  "edges"', '  "deployment": $0,\n  "edges"', "{type: , alarms: }", '"alarms": ["$2"]}'),
        (
            '"function"',
            '"function", "environment": {$0}',
            "LOG_LEVEL: INFO",
            '{"LOG_LEVEL": "INFO"}',
        ),
        ('"Take"}', '"Take", "event": $0}', "s3:ObjectRemoved:*", '"event": "s3:ObjectRemoved:*"}'),
    ],
)
def test_entries_in_json_are_json(before: str, typed: str, label: str, written: str) -> None:
    """Whole entries, mappings and examples have their quotes as all others there."""
    text = IN_BRACES.replace(before, typed)
    if "Undone" in text:
        text = text.replace('    "Files"', '    $0\n    "Files"')
    assert written in applied(text, label)


@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_id_that_needs_quotes_is_written_in_those_that_are_there(quote: str) -> None:
    """And in quotes of its own where there are none."""
    nodes = 'sbd: 1\nnodes:\n  "123": {type: queue}\n  Run: {type: function}\nedges:\n  - {from: '
    assert applied(f"{nodes}{quote}1$0{quote}, to: Run}}", "123").endswith(
        f"{quote}123{quote}, to: Run}}"
    )
    assert applied(f"{nodes}1$0, to: Run}}", "123").endswith('"123", to: Run}')


def test_of_two_nodes_of_one_id_the_first_is_told() -> None:
    """The id is offered once."""
    nodes = "sbd: 1\nnodes:\n  Orders: {type: queue}\n  Orders: {type: topic}\nedges:\n"
    analysis, offset = at_cursor(nodes + "  - {from: Or$0}")
    found = completion(analysis, offset).items
    assert [(item.label, item.detail) for item in found] == [("Orders", "SQS queue")]


def test_an_id_in_quotes_is_completed_alone() -> None:
    """Or one before a colon: what it means stands there already."""
    text = IN_BRACES.replace('"Take"}', '"Undone"}')
    assert '    "Undone": {\n' in applied(text.replace('"Take":', '"$0":'), "Undone")
    assert '    "Undone": {\n' in applied(text.replace('"Take":', "U$0:"), "Undone")
    assert labels(text.replace('"Take":', '"$0":')) == ["Undone"]


def test_words_in_braces_without_quotes_have_none() -> None:
    """As all others there."""
    text = IN_BRACES.replace('"', "").replace("type: function", "type: function,\n      me$0")
    assert "      memory: \n" in applied(text, "memory")


@pytest.mark.parametrize(
    ("text", "json"),
    [
        ("type: function", '"type": "function"'),
        ('schedule: "rate(1 day)"', '"schedule": "rate(1 day)"'),
        ("memory: 512, tracing: true", '"memory": 512, "tracing": true'),
        ("name: ${1:shop}", '"name": "${1:shop}"'),
        ('name: ${1:"a, b"}', '"name": ${1:"a, b"}'),
        ("memory: ${1:512}", '"memory": ${1:512}'),
        ("name: $1", '"name": "$1"'),
        ("{from: A, to: $0}", '{"from": "A", "to": "$0"}'),
    ],
)
def test_what_is_written_into_json_is_json(text: str, json: str) -> None:
    """What is in quotes already stays as it is."""
    assert as_json(text) == json
