"""Slips of the pen: one cause has one finding, which says what was meant and mends it."""

from __future__ import annotations

import pytest
import yaml

from sbd_lsp.checks.rule import Severity
from sbd_lsp.cli.fix import fixed
from tests.checks.support import HEADER, findings_in, fixes_in

NODES = f"{HEADER}nodes:\n  A: {{type: bucket}}\n  B: {{type: function}}\n"
EDGES = f"{NODES}edges:\n  - "
SCHEDULE = f"{HEADER}nodes:\n  S: "
TARGET = "\n  F: {type: function}\nedges:\n  - {from: S, to: F}\n"


def finished(text: str) -> list[str]:
    """The errors in a design, and what is wrong besides and not just missing yet."""
    return [f.rule.slug for f in findings_in(text) if f.rule.slug != "unreached-node"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (EDGES + "{from: A to: B}", EDGES + "{from: A, to: B}"),
        (EDGES + "{from: A, to: B}}", EDGES + "{from: A, to: B}"),
        (EDGES + "{from: A, to: B},", EDGES + "{from: A, to: B}"),
        (EDGES + "{from: A,, to: B}", EDGES + "{from: A, to: B}"),
        (EDGES + "{from: A, to: B} // why", EDGES + "{from: A, to: B} # why"),
        (
            EDGES + "{from: A, to: B, description: what: it is}",
            EDGES + '{from: A, to: B, description: "what: it is"}',
        ),
        (
            EDGES + "{from: A, to: B, filter: {suffix: *.jpg}}",
            EDGES + '{from: A, to: B, filter: {suffix: "*.jpg"}}',
        ),
        (
            EDGES + "{from: A, to: B, description: 50 % [of it]}",
            EDGES + '{from: A, to: B, description: "50 % [of it]"}',
        ),
        (
            f"{HEADER}nodes:\n  D: {{type: api}}\n  F: {{type: function}}\nedges:\n"
            "  - {from: D, to: F, path: /x/{id}}",
            f"{HEADER}nodes:\n  D: {{type: api}}\n  F: {{type: function}}\nedges:\n"
            '  - {from: D, to: F, path: "/x/{id}"}',
        ),
        (
            SCHEDULE + "{type: schedule, expression: cron(0 2 * * ? *)}" + TARGET,
            SCHEDULE + '{type: schedule, expression: "cron(0 2 * * ? *)"}' + TARGET,
        ),
        (HEADER + "description: what: it is\n", HEADER + 'description: "what: it is"\n'),
        (
            HEADER + "description: what: it is # why\n",
            HEADER + 'description: "what: it is" # why\n',
        ),
        (HEADER + "description: @x\n", HEADER + 'description: "@x"\n'),
        (HEADER + "description: `x`\n", HEADER + 'description: "`x`"\n'),
        (HEADER + "description: %x\n", HEADER + 'description: "%x"\n'),
        (HEADER + "description: ? x\n", HEADER + 'description: "? x"\n'),
        (HEADER + 'description: @"x"\n', HEADER + "description: '@\"x\"'\n"),
        (f"{HEADER}nodes:\n\tA: {{type: bucket}}\n", f"{HEADER}nodes:\n  A: {{type: bucket}}\n"),
        (
            f"{HEADER}nodes:\n  A:\n    type: table\n    key:\n    \tpartition: id\n",
            f"{HEADER}nodes:\n  A:\n    type: table\n    key:\n      partition: id\n",
        ),
    ],
)
def test_what_is_no_yaml_is_mended(text: str, after: str) -> None:
    """There is one finding and one fix, after which PyYAML reads what was meant."""
    assert finished(text) == ["not-yaml"]
    ((_, _, mended),) = [row for row in fixes_in(text) if row[0].rule.slug == "not-yaml"]
    assert mended == after
    assert yaml.safe_load(mended)
    assert [slug for slug in finished(mended) if slug != "taken-literally"] == []


@pytest.mark.parametrize(
    ("value", "instead"),
    [
        ("'it's'", "'it''s'"),
        ("'it''s Bob's'", "'it''s Bob''s'"),
        ("'rock 'n' roll'", "'rock ''n'' roll'"),
        ('"say "hi""', r'"say \"hi\""'),
        (r'"say \"hi\" to "me""', r'"say \"hi\" to \"me\""'),
        ("'it's' # why", "'it''s' # why"),
    ],
)
def test_quotes_within_quotes_are_mended(value: str, instead: str) -> None:
    """There is one finding and one fix, in braces and without."""
    lines = ["description: {}", "nodes:\n  Q:\n    type: queue\n    description: {}"]
    if "#" not in value:
        lines.append("nodes:\n  Q: {{description: {}, type: queue}}")
    for line in lines:
        text = f"{HEADER}{line.format(value)}\n"
        assert finished(text) == ["not-yaml"]
        ((_, fix, after),) = [row for row in fixes_in(text) if row[0].rule.slug == "not-yaml"]
        assert (fix.safe, after) == (True, f"{HEADER}{line.format(instead)}\n")
        assert finished(after) == []


def test_a_key_right_behind_quotes_is_none_of_their_text() -> None:
    """A comma that is missing behind quotes is written."""
    text = API + "  - {from: 'A'to: 'F'}\n"
    assert fixed(text).text == text.replace("'to", "', to")


@pytest.mark.parametrize("value", ["'a' and 'b'", '"a" b'])
def test_text_behind_quotes_is_left_to_a_person(value: str) -> None:
    """Words behind a text in quotes may belong to it, but it is not said how."""
    text = f"{HEADER}nodes:\n  Q: {{type: queue, description: {value}}}\n"
    assert fixed(text).text == text


@pytest.mark.parametrize(
    ("type", "before", "after", "safe"),
    [
        ("queue", "description: does a, b", 'description: "does a, b"', True),
        ("queue", "description: a, b, c, fifo: true", 'description: "a, b, c", fifo: true', True),
        ("iotRule", "sql: SELECT a, b FROM 'x'", "sql: \"SELECT a, b FROM 'x'\"", True),
        ("queue", "description: a, fif", 'description: "a, fif"', False),
        ("queue", "description: a, retentoin", 'description: "a, retentoin"', False),
    ],
)
def test_a_comma_in_a_text_is_told(type: str, before: str, after: str, safe: bool) -> None:
    """There is one finding and one fix, which is left to a person if a key may be meant."""
    text = f"{HEADER}nodes:\n  N: {{type: {type}, {before}}}\n"
    assert finished(text) == ["missing-key"]
    ((found, fix, mended),) = [row for row in fixes_in(text) if row[0].rule.slug == "missing-key"]
    assert "a comma ends the value" in found.message
    assert (fix.safe, mended) == (safe, text.replace(before, after))
    assert finished(mended) == []


API = f"{HEADER}nodes:\n  A: {{type: api}}\n  F: {{type: function}}\nedges:\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "after"),
    [
        (API + "  - from: A to: F\n", API + "  - from: A\n    to: F\n"),
        (API + "  - from: A, to: F\n", API + "  - from: A\n    to: F\n"),
        (
            API + "  - from: A\n    to: F   path: /x method: POST\n",
            API + "  - from: A\n    to: F\n    path: /x\n    method: POST\n",
        ),
        *(
            (f"{HEADER}nodes:\n{before}\n", f"{HEADER}nodes:\n{after}\n")
            for before, after in (
                ("  Q: type: queue", "  Q:\n    type: queue"),
                ("  Q: type: queue, fifo: true", "  Q:\n    type: queue\n    fifo: true"),
                ("  Q: type: queue # why", "  Q:\n    type: queue # why"),
                (
                    "  T: type: table, key: {partition: id, sort: at}",
                    "  T:\n    type: table\n    key: {partition: id, sort: at}",
                ),
                ("  Q:\n    type: queue fifo: true", "  Q:\n    type: queue\n    fifo: true"),
            )
        ),
    ],
)
def test_keys_on_one_line_get_lines_of_their_own(text: str, after: str, ends: str) -> None:
    """There is one finding and one fix, which keeps the line breaks that there are."""
    text, after = text.replace("\n", ends), after.replace("\n", ends)
    assert finished(text) == ["not-yaml"]
    mended = [row[2] for row in fixes_in(text) if row[0].rule.slug == "not-yaml"]
    assert mended == [after]
    assert finished(after) == []


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (
            "  Q:\n    description: see type: queue\n    type: queue",
            [
                "  Q:\n    description: see\n    type: queue\n    type: queue",
                '  Q:\n    description: "see type: queue"\n    type: queue',
            ],
        ),
        (
            "  Q: {type: queue, description: see type: queue}",
            [
                "  Q: {type: queue, description: see, type: queue}",
                '  Q: {type: queue, description: "see type: queue"}',
            ],
        ),
        (
            "  T:\n    type: table\n    key: partition: id",
            ["  T:\n    type: table\n    key:\n      partition: id"],
        ),
        ("  Q:\n    type: queue delay: 5", ['  Q:\n    type: "queue delay: 5"']),
    ],
)
def test_what_may_be_a_key_or_text_is_left_to_a_person(before: str, offered: list[str]) -> None:
    """Where the words before a colon are a key of the language, or stand where no text of a
    person's own does, no fix is taken without asking."""
    text = f"{HEADER}nodes:\n{before}\n"
    rows = [row for row in fixes_in(text) if row[0].rule.slug == "not-yaml"]
    assert [after for _, _, after in rows] == [f"{HEADER}nodes:\n{after}\n" for after in offered]
    assert fixed(text).text == text


@pytest.mark.parametrize(
    ("text", "slug", "after"),
    [
        (EDGES + "{from: A, to B}", "missing-key", EDGES + "{from: A, to: B}"),
        (
            EDGES + "{from: A, description: x, to B}",
            "missing-key",
            EDGES + "{from: A, description: x, to: B}",
        ),
        (EDGES + "{from: A, to:B}", "missing-key", EDGES + "{from: A, to: B}"),
        ("sbd:1\nname: x\n", "missing-key", "sbd: 1\nname: x\n"),
        ("sbd: 1\nname x\n", "missing-key", "sbd: 1\nname: x\n"),
        (f"{HEADER}// why\n", "missing-key", f"{HEADER}# why\n"),
        (
            f"{HEADER}nodes:\n  // why\n  A: {{type: bucket}}\n",
            "invalid-id",
            f"{HEADER}nodes:\n  # why\n  A: {{type: bucket}}\n",
        ),
        *(
            (f"{HEADER}nodes:\n  A: {before}\n", slug, f"{HEADER}nodes:\n  A: {after}\n")
            for before, slug, after in (
                ("{type bucket}", "missing-key", "{type: bucket}"),
                ("{type:bucket}", "missing-key", "{type: bucket}"),
                ("\n    type bucket", "wrong-type", "\n    type: bucket"),
                ("\n    type:bucket", "wrong-type", "\n    type: bucket"),
                ("s3", "wrong-type", "{type: bucket}"),
                ("\n    type: bucket // x", "unknown-type", "\n    type: bucket # x"),
                ("table", "wrong-type", "{type: table}"),
                ("\n  type: bucket", "wrong-type", "\n    type: bucket"),
                (
                    "\n  type: bucket\n  expire: 5\n  B: {type: queue}",
                    "wrong-type",
                    "\n    type: bucket\n    expire: 5\n  B: {type: queue}",
                ),
            )
        ),
        (f"{HEADER}edges: {{}}\n", "wrong-type", f"{HEADER}edges: []\n"),
    ],
)
def test_half_written_keys_are_mended(text: str, slug: str, after: str) -> None:
    """There is one finding, whose fix leaves nothing to be found."""
    assert finished(text) == [slug]
    mended = [row[2] for row in fixes_in(text) if row[0].rule.slug == slug]
    assert mended == [after]
    assert finished(after) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        *(
            (f"{HEADER}nodes:\n{before}\n", f"{HEADER}nodes:\n{after}\n")
            for before, after in (
                ("  Q:\u00a0{type:\u00a0queue}", "  Q: {type: queue}"),
                ("  Q: {type:\u00a0queue}", "  Q: {type: queue}"),
                ("\u00a0\u00a0Q: {type: queue}", "  Q: {type: queue}"),
                ("  Q:\n    type:\u202fqueue", "  Q:\n    type: queue"),
                (
                    "  Q:\n    fifo: true\n  \u00a0\u00a0type: queue",
                    "  Q:\n    fifo: true\n    type: queue",
                ),
                ("  Q\uff1a{type\uff1aqueue}", "  Q: {type: queue}"),
                ("  Q\uff1a\n    type\uff1aqueue", "  Q:\n    type: queue"),
                ("  Q: {type: queue\uff0cfifo: true}", "  Q: {type: queue, fifo: true}"),
                (
                    "  Q: {type\uff1aqueue, description: a\u00a0b “c” – d}",
                    "  Q: {type: queue, description: a\u00a0b “c” – d}",
                ),
            )
        ),
        (f"{NODES}edges:\n  – {{from: A, to: B}}\n", f"{NODES}edges:\n  - {{from: A, to: B}}\n"),
        (
            f"{NODES}edges:\n  —\u00a0from: A\n    to: B\n",
            f"{NODES}edges:\n  - from: A\n    to: B\n",
        ),
    ],
)
def test_signs_of_a_word_processor_are_mended(text: str, after: str) -> None:
    """Whatever such signs make of an entry, it has one kind of finding, which names them."""
    slugs = {found.rule.slug for found in findings_in(text) if "sign" in found.rule.slug}
    assert slugs == {"foreign-sign"}
    assert "invalid-id" not in finished(text)
    assert fixed(text).text == after
    assert finished(after) == []


@pytest.mark.parametrize(
    "value", ["a\u00a0!", "一，二：三", "– a", "“a”", "a,\u00a0b", "'x:\u00a0y'", "x # a:\u00a0b"]
)
def test_signs_that_may_be_meant_are_left(value: str) -> None:
    """In a description they are letters like others."""
    for node in (
        f"{{type: bucket, description: {value}\n    }}",
        f"\n    description: {value}\n    type: bucket",
    ):
        assert "foreign-sign" not in finished(f"{HEADER}nodes:\n  A: {node}\n")


@pytest.mark.parametrize(
    ("key", "value", "instead"),
    [("from", "“D”", "D"), ("to", "‘F’", "F"), ("path", "“/x”", '"/x"')],
)
def test_curly_quotes_are_known(key: str, value: str, instead: str) -> None:
    """An id or a path in the quotes of a word processor is meant without them."""
    edge = {"from": "D", "to": "F", "path": "/", key: value}
    text = f"{HEADER}nodes:\n  D: {{type: api}}\n  F: {{type: function}}\nedges:\n  - {{"
    text += ", ".join(f"{name}: {each}" for name, each in edge.items()) + "}\n"
    assert fixed(text).text == text.replace(value, instead)


def test_keys_beside_two_ids_are_told_apart() -> None:
    """Each id gets back what stands below it, and no id is said to be given twice."""
    text = f"{HEADER}nodes:\n  A:\n  type: bucket\n  B:\n  type: queue\n"
    assert finished(text) == ["wrong-type", "wrong-type"]
    first = next(after for _, _, after in fixes_in(text))
    assert first == f"{HEADER}nodes:\n  A:\n    type: bucket\n  B:\n  type: queue\n"


@pytest.mark.parametrize(
    ("word", "type"),
    [
        ("lamda", "function"),
        ("step-function", "stateMachine"),
        ("step_functions", "stateMachine"),
        ("state-machine", "stateMachine"),
        ("apigw", "api"),
        ("http-api", "api"),
        ("AWS::S3::Bucket", "bucket"),
        ("AWS::Lambda::Function", "function"),
        ("AWS::Serverless::Function", "function"),
        ("Queue", "queue"),
        ("quue", "queue"),
    ],
)
def test_other_names_of_types_are_known(word: str, type: str) -> None:
    """What people call a service elsewhere, and what is nearly that, leads to its type."""
    text = f"{HEADER}nodes:\n  N: {{type: {word}}}\n"
    fixes = [fix for found, fix, _ in fixes_in(text) if found.rule.slug == "unknown-type"]
    assert [change.text for fix in fixes for change in fix.changes] == [type]


@pytest.mark.parametrize("word", ["ses", "sms", "sts", "dns", "sdb", "ssm"])
def test_other_services_are_no_slips(word: str) -> None:
    """A service that the language lacks is not taken for one of those that it has."""
    text = f"{HEADER}nodes:\n  N: {{type: {word}}}\n"
    assert [row for row in fixes_in(text) if row[0].rule.slug == "unknown-type"] == []


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}nodes:\n  N: {{type: test}}\n",
        f"{HEADER}nodes:\n  D: {{type: api}}\n  F: {{type: function}}\nedges:\n"
        "  - {from: D, to: F, method: READ}\n",
        f"{HEADER}nodes:\n  T1: {{type: topic}}\n  Fn: {{type: function}}\nedges:\n"
        "  - {from: T1, to: Fx}\n",
    ],
)
def test_a_short_word_that_is_only_near_is_left(text: str) -> None:
    """What is near is offered, and not taken without asking."""
    assert any(fix.title.startswith("Change to") for _, fix, _ in fixes_in(text))
    assert fixed(text).text == text


@pytest.mark.parametrize(
    ("id", "better", "safe"),
    [
        ("my-table", "MyTable", True),
        ("Prüfung", "Pruefung", True),
        ("Pru\u0308fung", "Pruefung", True),
        ("Größe", "Groesse", True),
        ("Übersicht", "Uebersicht", True),
        ("naïve café", "NaiveCafe", True),
        ("Łódź", "Lodz", True),
        ("1stStep", "Bucket1stStep", False),
        ("3d-models", "Bucket3dModels", False),
        ("2024", "Bucket2024", False),
        ("my-日本", "my", False),
        ("A" * 300, "A" * 255, False),
    ],
)
def test_an_id_keeps_its_letters(id: str, better: str, safe: bool) -> None:
    """Letters are written without what ASCII lacks. What would lose one, or needs one before its
    digits, is left to a person."""
    text = f"{HEADER}nodes:\n  {id}: {{type: bucket}}\n"
    ((found, fix, after),) = fixes_in(text)
    assert (found.rule.slug, fix.safe) == ("invalid-id", safe)
    assert after == text.replace(id, better)


def test_a_kind_of_the_other_direction_turns_the_edge_round() -> None:
    """The first fix of a kind that the edge back can have is to turn the edge round."""
    text = EDGES + "{from: B, to: A, kind: trigger}"
    assert finished(text) == ["unknown-kind"]
    _, _, after = next(row for row in fixes_in(text) if row[0].rule.slug == "unknown-kind")
    assert after == EDGES + "{from: A, to: B, kind: trigger}"
    assert findings_in(after) == []


def test_capital_ends_are_no_missing_ends_besides() -> None:
    """Keys that are nearly those that must be there are not said to be missing too."""
    assert finished(EDGES + "{From: A, To: B}") == ["unknown-key", "unknown-key"]


def test_an_edge_given_twice_is_not_one_too_many_besides() -> None:
    """Of edges beyond a limit those that repeat another are duplicates only."""
    text = f"{HEADER}nodes:\n  H: {{type: deliveryStream}}\n  B: {{type: bucket}}\nedges:\n"
    assert finished(text + "  - {from: H, to: B}\n" * 2) == ["duplicate-edge"]


@pytest.mark.parametrize("other", ["/{proxy+}", "/{photo}"])
def test_paths_that_differ_in_a_name_conflict_once(other: str) -> None:
    """Two paths whose parameters differ in name only have one finding."""
    text = (
        f"{HEADER}nodes:\n  D: {{type: api}}\n  F: {{type: function}}\n"
        "  G: {type: function}\nedges:\n"
        '  - {from: D, to: F, path: "/{id}"}\n'
        f'  - {{from: D, to: G, path: "{other}"}}\n'
    )
    assert finished(text) == ["conflicting-edges"]


def test_no_message_is_that_of_the_parser_alone() -> None:
    """What is mended is told in words of the language."""
    for text in (EDGES + "{from: A, to: @B}", f"{HEADER}nodes:\n\tA: {{type: bucket}}\n"):
        errors = [f for f in findings_in(text) if f.rule.severity is Severity.ERROR]
        assert not [f.message for f in errors if "token" in f.message]
