"""Values that AWS refuses have a finding, and a fix where it is plain what was meant."""

from __future__ import annotations

import pytest

from sbd_lsp.catalogue.load import CATALOGUE
from tests.checks.support import HEADER, findings_in, fixes_in

PLACES = {
    "function": "nodes:\n  D: {{type: api}}\n  F: {{type: function, {}}}\nedges:\n"
    "  - {{from: D, to: F}}\n",
    "node": "nodes:\n  N: {{{}}}\n",
    "schedule": "nodes:\n  S: {{type: schedule, {}}}\n  B: {{type: bucket}}\n"
    "  H: {{type: deliveryStream}}\nedges:\n  - {{from: S, to: H}}\n  - {{from: H, to: B}}\n",
    "rule": "nodes:\n  R: {{type: iotRule, {}}}\n",
    "republish": "nodes:\n  R: {{type: iotRule}}\n  S: {{type: iotRule, {}}}\nedges:\n"
    "  - {{from: R, to: S}}\n",
    **{
        type: f"nodes:\n  A: {{{{type: {type}}}}}\n  F: {{{{type: function}}}}\nedges:\n"
        "  - {{from: A, to: F, {}}}\n"
        for type in ("api", "topic", "bucket", "table", "eventBus")
    },
    "delivery": "nodes:\n  H: {{type: deliveryStream}}\n  B: {{type: bucket}}\nedges:\n"
    "  - {{from: H, to: B, {}}}\n",
}


def design(place: str, value: str) -> str:
    """A design with `value` at `place`."""
    return HEADER + PLACES[place].format(value)


@pytest.mark.parametrize(
    ("place", "value", "slug", "hint"),
    [
        ("function", "environment: {AWS_REGION: x}", "wrong-value", "AWS keeps for itself"),
        ("function", "environment: {1A: x}", "wrong-value", "beginning with a letter"),
        ("function", "environment: {Q: x}", "wrong-value", "two characters at least"),
        ("function", "environment: {QQ: {x: y}}", "wrong-type", "must be text, a number"),
        ("function", "environment: {QQ: [x]}", "wrong-type", "must be text, a number"),
        ("node", "type: table, key: {partition: id, sort: id}", "option-requirement", "differ"),
        ("node", "type: api, cors: ''", "wrong-value", "a scheme and a host"),
        ("node", "type: api, cors: 'true'", "wrong-value", "`https://example.com` or `*`"),
        ("node", "type: api, cors: true", "wrong-type", '`"https://example.com"` or `"*"`'),
        ("topic", "filter: {kind: order}", "wrong-type", "`kind` must be a list"),
        ("topic", "filter: {kind: {prefix: a}}", "wrong-type", "`kind` must be a list"),
        ("topic", "filter: {kind: []}", "wrong-value", "`kind` is an empty list"),
        (
            "topic",
            "filter: {a: [1], b: [1], c: [1], d: [1], e: [1], f: [1]}",
            "wrong-value",
            "`filter` has 6 keys; it takes at most 5",
        ),
        (
            "topic",
            f"filter: {{a: {[*range(51)]}, b: [1, 2, 3]}}",
            "wrong-value",
            "`filter` has 153 combinations of a value of each key; it takes at most 150",
        ),
        ("eventBus", "pattern: {source: x}", "wrong-type", "`source` must be a list or a mapping"),
        ("eventBus", "pattern: {detail: {a: {b: 1}}}", "wrong-type", "`b` must be a list"),
        ("eventBus", "pattern: {detail: {a: []}}", "wrong-value", "`a` is an empty list"),
        ("eventBus", "source: 1", "wrong-type", "text or a list of texts"),
        ("eventBus", "source: []", "wrong-type", "text or a list of texts"),
        ("eventBus", "source: [a, 1]", "wrong-type", "text or a list of texts"),
        ("eventBus", "detailType: {a: b}", "wrong-type", "text or a list of texts"),
        ("rule", "topic: a/#/b", "wrong-value", "at the end only"),
        ("rule", "topic: a+b", "wrong-value", "a whole level"),
        ("rule", "topic: ''", "wrong-value", "levels joined by `/`"),
        ("rule", "sql: SELECT", "wrong-value", "says what it selects"),
        ("rule", "sql: SELECT FROM 'a'", "wrong-value", "says what it selects"),
        ("rule", "topic: a, sql: SELECT * FROM 'b'", "option-requirement", "left out"),
        ("republish", "topic: a/+", "option-requirement", "to one topic"),
        ("republish", "sql: \"SELECT * FROM 'a/#'\"", "option-requirement", "to one topic"),
        ("schedule", "expression: rate(1 day), timezone: Europe/Nowhere", "wrong-value", "IANA"),
        ("schedule", "expression: at(2027-02-30T00:00:00)", "wrong-value", "no such day"),
        ("schedule", "expression: rate(0 minutes)", "wrong-value", "`0` does not fit"),
        ("schedule", "expression: rate(01 day)", "wrong-value", "`01` does not fit"),
        ("schedule", "expression: rate(5 weeks)", "wrong-value", "`weeks` does not fit"),
        ("schedule", "expression: 'cron(0 25 * * ? *)'", "wrong-value", "hours, 0 to 23"),
        ("schedule", "expression: at(2027-13-01T00:00:00)", "wrong-value", "a date, `T`, a time"),
        ("schedule", "expression: cron(1 2), timezone: UTC", "wrong-value", "six fields"),
        ("delivery", "prefix: '!{timestamp:yyyy}', errorPrefix: ''", "option-requirement", "needs"),
        ("delivery", "errorPrefix: 'e/!{timestamp:yyyy}'", "wrong-value", "error-output-type"),
        (
            "delivery",
            "prefix: '!{firehose:error-output-type}'",
            "wrong-value",
            "only `errorPrefix`",
        ),
        ("delivery", "prefix: '!{partitionKeyFromQuery:a}'", "option-requirement", "partitioning"),
        ("api", "path: /x/*/y", "wrong-value", "only the last part"),
    ],
)
def test_what_aws_refuses_is_found(place: str, value: str, slug: str, hint: str) -> None:
    """There is one finding, whose message says what AWS takes."""
    (found,) = findings_in(design(place, value))
    assert (found.rule.slug, hint in found.message) == (slug, True), found.message


@pytest.mark.parametrize(
    ("place", "value", "instead"),
    [
        ("function", "memory: 128MB", "memory: 128"),
        ("function", "timeout: 30s", "timeout: 30"),
        ("function", "timeout: 30 seconds", "timeout: 30"),
        ("function", "environment: {a-b: x}", "environment: {a_b: x}"),
        ("node", "type: table, key: id", "type: table, key: {partition: id}"),
        (
            "node",
            "type: table, key: {partition: id, sort: id}",
            "type: table, key: {partition: id}",
        ),
        (
            "node",
            "type: table, key: {partition: id, partitionType: string}",
            "type: table, key: {partition: id, partitionType: S}",
        ),
        ("node", "type: api, cors: example.com", 'type: api, cors: "https://example.com"'),
        ("node", "type: api, cors: http://x.y/", 'type: api, cors: "http://x.y"'),
        ("node", "type: bucket, expire: 30d", "type: bucket, expire: 30"),
        ("topic", "filter: {kind: order}", "filter: {kind: [order]}"),
        ("eventBus", "pattern: {detail: {a: b}}", "pattern: {detail: {a: [b]}}"),
        ("table", "event: UPDATE", "event: MODIFY"),
        ("table", "event: DELETE", "event: REMOVE"),
        ("table", "event: [PUT]", "event: [INSERT]"),
        ("bucket", "event: PUT", 'event: "s3:ObjectCreated:Put"'),
        ("bucket", "event: upload", 'event: "s3:ObjectCreated:*"'),
        ("bucket", "event: ObjectCreated", 'event: "s3:ObjectCreated:*"'),
        ("bucket", "event: ObjectCreated:Put", 'event: "s3:ObjectCreated:Put"'),
        ("bucket", "filter: {suffix: '*.jpg'}", 'filter: {suffix: ".jpg"}'),
        ("bucket", "filter: {prefix: 'in/*'}", "filter: {prefix: in/}"),
        ("api", "path: a", 'path: "/a"'),
        ("api", "path: /a/", 'path: "/a"'),
        ("api", "path: /users/:id", 'path: "/users/{id}"'),
        ("api", "path: users/:id/", 'path: "/users/{id}"'),
        ("api", "path: /users/*", 'path: "/users/{proxy+}"'),
        ("schedule", 'expression: "cron(0 2 * * *)"', 'expression: "cron(0 2 * * ? *)"'),
        ("schedule", 'expression: "cron(0 0 9 * * ?)"', 'expression: "cron(0 9 * * ? *)"'),
        ("schedule", 'expression: "cron(0 2 * * * *)"', 'expression: "cron(0 2 * * ? *)"'),
        ("schedule", 'expression: "0 2 * * *"', 'expression: "cron(0 2 * * ? *)"'),
        (
            "schedule",
            'expression: "cron(0 2 * * MON-FRI)"',
            'expression: "cron(0 2 ? * MON-FRI *)"',
        ),
        ("schedule", "expression: daily", 'expression: "rate(1 day)"'),
        ("schedule", "expression: at(2027-01-01)", 'expression: "at(2027-01-01T00:00:00)"'),
        (
            "schedule",
            "expression: rate(1 day), timezone: Berlin",
            "expression: rate(1 day), timezone: Europe/Berlin",
        ),
    ],
)
def test_what_was_meant_is_offered(place: str, value: str, instead: str) -> None:
    """The first fix writes what was meant, and nothing is found in that."""
    text = design(place, value)
    assert len(findings_in(text)) == 1
    _, _, after = next(fixes_in(text))
    assert after == design(place, instead)
    assert findings_in(after) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("function", "environment: {LOG_LEVEL: 1, DEBUG: true, TABLE: !ImportValue T}"),
        ("topic", "filter: {kind: [order, {prefix: a}], size: [1]}"),
        ("topic", f"filter: {{a: {[*range(50)]}, b: [1, 2, 3], c: [1], d: [1], e: [1]}}"),
        ("eventBus", "pattern: {detail: {a: [1], b: {c: [{prefix: x}]}, $or: [{d: [1]}]}}"),
        ("eventBus", "source: [{prefix: shop.}, other]"),
        ("rule", "topic: a/+/b/#"),
        ("rule", "topic: a, sql: SELECT * FROM 'a' WHERE x > 1"),
        ("rule", "sql: SET @x = 1 SELECT @x FROM 'a/#'"),
        ("republish", "sql: SELECT x FROM 'a/b' WHERE x = '+'"),
        ("schedule", "expression: at(2028-02-29T00:00:00), timezone: Asia/Tokyo"),
        ("delivery", "prefix: 'x/!{timestamp:yyyy}/'"),
        ("delivery", "prefix: 'x/!{timestamp:yyyy}/', errorPrefix: 'e/'"),
        ("node", "type: api, throttle: {rate: 0.5, burst: 1}"),
        ("node", "type: api, cors: http://localhost:3000"),
        ("node", "type: eventBus, archive: 0"),
        ("api", "path: /users:find"),
    ],
)
def test_what_aws_takes_is_not_found(place: str, value: str) -> None:
    """Values that AWS takes have no finding."""
    assert findings_in(design(place, value)) == []


@pytest.mark.parametrize(
    ("days", "numbers"),
    [
        ("730", ["731", "545"]),
        ("3650", ["3653", "3288"]),
        ("31", ["30", "60"]),
        ("45", ["60", "30"]),
        ("9000", ["3653"]),
        ("-1", ["1"]),
    ],
)
def test_numbers_are_compared_as_numbers(days: str, numbers: list[str]) -> None:
    """Of a closed set of numbers the next ones are offered, and none is taken without asking: a
    shorter time would delete logs."""
    offered = [fix for _, fix, _ in fixes_in(design("function", f"logRetention: {days}"))]
    assert [fix.changes[0].text for fix in offered] == numbers
    assert not any(fix.safe for fix in offered)


def test_partition_keys_are_left_to_properties() -> None:
    """Where `properties` may turn dynamic partitioning on, a prefix may have partition keys."""
    text = design("delivery", "prefix: '!{partitionKeyFromQuery:a}'")
    given = text.replace("deliveryStream}", "deliveryStream, properties: {Tags: []}}")
    assert findings_in(given) == []


def test_a_rule_with_eleven_actions_has_one_too_many() -> None:
    """Actions of all kinds count together."""
    nodes = "".join(f"  F{n}: {{type: function}}\n" for n in range(10))
    edges = "".join(f"  - {{from: R, to: F{n}}}\n" for n in range(10))
    text = f"{HEADER}nodes:\n  R: {{type: iotRule}}\n  S: {{type: iotRule}}\n{nodes}edges:\n{edges}"
    assert findings_in(text) == []
    (found,) = findings_in(f"{text}  - {{from: R, to: S}}\n")
    assert found.message == "an `iotRule` has only 10 edges; remove this one or another"


def test_a_bucket_has_a_hundred_notifications() -> None:
    """Those beyond are told so, and nothing else besides; one that repeats another is told that."""
    nodes = "  B: {type: bucket}\n  F: {type: function}\n"
    edge = "  - {{from: B, to: F, filter: {{prefix: p{}/}}}}\n"
    text = f"{HEADER}nodes:\n{nodes}edges:\n" + "".join(map(edge.format, range(100)))
    assert findings_in(text) == []
    slugs = [found.rule.slug for found in findings_in(text + edge.format(100) * 2)]
    assert slugs == ["too-many-edges", "duplicate-edge"]
    inside = text.replace("p99/", "p98/x") + edge.format("7/y")
    assert [found.rule.slug for found in findings_in(inside)] == [
        "conflicting-edges",
        "too-many-edges",
    ]


@pytest.mark.parametrize("runtime", ["python3.6", "nodejs10.x", "nodejs8.10", "nodejs"])
def test_a_blocked_runtime_is_an_error(runtime: str) -> None:
    """A runtime with which AWS creates no functions is an error, with the newest as its fix."""
    ((found, fix, _),) = fixes_in(f"{HEADER}runtime: {runtime}\n")
    newest = "python3.14" if runtime.startswith("python") else "nodejs24.x"
    assert (found.rule.slug, fix.changes[0].text) == ("blocked-runtime", newest)


CALL = """\
nodes:
  Door: {type: api}
  Work: {type: function}
  Ask: {type: function}
edges:
  - {from: Door, to: Ask, path: /}
"""


@pytest.mark.parametrize(
    ("answer", "call", "answered"),
    [
        ("method: GET, path: /photos", "path: /photos", True),
        ("method: GET, path: /photos", "path: /photo", False),
        ("method: GET, path: /photos", "method: POST, path: /photos", False),
        ("path: /photos", "method: POST, path: /photos", True),
        ("path: '/photos/{id}'", "path: /photos/1", True),
        ("path: '/photos/{id}'", "path: '/photos/{photo}'", True),
        ("path: '/photos/{id}'", "path: /photos", False),
        ("path: '/{proxy+}'", "path: /a/b", True),
        ("path: '/{proxy+}'", "path: /", True),
        ("method: POST", "path: /a/b", False),
        ("method: POST", "method: POST, path: /work", True),
        ("path: /photos", "method: POST", True),
    ],
)
def test_a_call_is_answered_or_not(answer: str, call: str, answered: bool) -> None:
    """A call that no method and path of the API fits has a finding, and no other call."""
    edges = f"  - {{from: Door, to: Work, {answer}}}\n  - {{from: Work, to: Door, {call}}}\n"
    found = [f.rule.slug for f in findings_in(HEADER + CALL + edges)]
    assert found.count("unanswered-call") == (not answered)


@pytest.mark.parametrize(
    ("call", "unfinished"),
    [
        ("path: /photo", False),
        ("method: POST, path: /photos", True),
        ("path: /orders", True),
    ],
)
def test_an_answer_may_come_yet_unless_the_call_is_a_slip(call: str, unfinished: bool) -> None:
    """Whoever writes the call first has no fault in the design until the file is saved."""
    edges = "  - {from: Door, to: Work, method: GET, path: /photos}\n"
    text = f"{HEADER}{CALL}{edges}  - {{from: Work, to: Door, {call}}}\n"
    found = [f for f in findings_in(text) if f.rule.slug == "unanswered-call"]
    assert [each.unfinished for each in found] == [unfinished]


@pytest.mark.parametrize(
    ("value", "hint", "mended"),
    [
        ("memory: !Foo 5", "remove it", None),
        ("memory: !ref A", "did you mean `!Ref`?", "memory: !Ref A"),
        ("memory: !GetAttr A.B", "did you mean `!GetAtt`?", "memory: !GetAtt A.B"),
        ("memory: !Fn::ImportValue A", "`!ImportValue`?", "memory: !ImportValue A"),
        ("properties: {Tags: [!Joint [a, b]]}", "`!Join`?", "properties: {Tags: [!Join [a, b]]}"),
        ("environment: {QQ: !x y}", "in quotes", None),
        ("memory: !Foo {a: b}", "remove it", None),
    ],
)
def test_tag_that_is_no_function(value: str, hint: str, mended: str | None) -> None:
    """CloudFormation refuses a tag that it does not know; one that is near is offered."""
    text = design("function", value)
    (finding,) = findings_in(text)
    assert finding.rule.slug == "unknown-tag"
    assert hint in finding.message
    assert [new for _, _, new in fixes_in(text)] == ([design("function", mended)] if mended else [])


@pytest.mark.parametrize("name", CATALOGUE.functions)
def test_functions_of_cloudformation_are_known(name: str) -> None:
    """A tag that is an intrinsic function is passed on."""
    assert findings_in(design("function", f"memory: !{name} AWS::Region")) == []


@pytest.mark.parametrize("name", [name for name in CATALOGUE.functions if name != "Condition"])
def test_functions_of_cloudformation_are_known_in_their_long_form(name: str) -> None:
    """The only one that JSON has."""
    key = name if name == "Ref" else f"Fn::{name}"
    assert findings_in(design("function", f'memory: {{"{key}": "AWS::Region"}}')) == []


@pytest.mark.parametrize(
    ("place", "value", "name"),
    [
        ("function", "runtime: !Ref R", "`runtime`"),
        ("function", "runtime: !Foo R", "`runtime`"),
        ("function", "timeout: !GetAtt [A, B]", "`timeout`"),
        ("node", "type: api, cors: !If [A, B, C]", "`cors`"),
        ("api", 'path: !Sub "/${A}"', "`path`"),
        ("api", 'path: {"Fn::Sub": "/${A}"}', "`path`"),
        ("table", "event: [!Ref E]", "`event`"),
        ("bucket", "filter: {prefix: !Ref P}", "`prefix`"),
    ],
)
def test_function_where_the_value_has_to_be_known(place: str, value: str, name: str) -> None:
    """The message says that only the deployment knows what the function gives."""
    found = [f for f in findings_in(design(place, value)) if f.rule.slug == "wrong-type"]
    assert [f.message.partition(";")[0] for f in found] == [f"{name} needs a plain value"]


@pytest.mark.parametrize(
    ("variables", "size"),
    [
        ({"QQ": "x" * 4087}, 4096),
        ({"QQ": "x" * 4088}, 4097),
        ({"QQ": "ä" * 2044}, 4097),
        ({f"Q{n}": "x" * 401 for n in range(10, 20)}, 4101),
        ({"Q" * 2048: "x" * 2041}, 4096),
        ({"Q" * 2048: "x" * 2042}, 4097),
    ],
)
def test_environment_has_room_for_four_kilobytes(variables: dict[str, str], size: int) -> None:
    """Lambda measures the variables as JSON, in bytes."""
    listed = ", ".join(f"{name}: {value}" for name, value in variables.items())
    found = findings_in(design("function", f"environment: {{{listed}}}"))
    assert [f.rule.slug for f in found] == (["wrong-value"] if size > 4096 else [])
    assert all(f"takes {size:,} bytes" in f.message for f in found)


def test_half_of_a_character_in_the_environment_is_said_and_nothing_fails() -> None:
    """It has no bytes in UTF-8, in which the variables are measured."""
    found = findings_in(design("function", 'environment: {QQ: "\\ud83d"}'))
    assert [f.rule.slug for f in found] == ["not-yaml"]


def test_environment_that_is_known_at_deployment_has_no_size() -> None:
    """What an intrinsic function gives is not counted."""
    assert findings_in(design("function", f"environment: {{QQ: !Sub {'x' * 5000}}}")) == []


@pytest.mark.parametrize("name", CATALOGUE.attributes)
@pytest.mark.parametrize("form", ["{}: x", "properties: {{{}: x, BucketName: b}}"])
def test_attribute_of_a_resource_is_no_property(name: str, form: str) -> None:
    """A design cannot set what stands beside the properties, and no fix moves it among them."""
    text = design("node", f"type: bucket, {form.format(name)}")
    (finding,) = findings_in(text)
    assert finding.rule.slug == "unknown-key"
    assert "an attribute of the resource, no property" in finding.message
    assert [fix.title for _, fix, _ in fixes_in(text)] == [f"Remove `{name}`"]
    assert not any(name in new for _, _, new in fixes_in(text))


@pytest.mark.parametrize("pair", ["? [a] # c\n      : b", "[a] : b", "{a: b}: c", "? {a: b}"])
def test_a_collection_is_no_key(pair: str) -> None:
    """YAML allows it; CloudFormation does not."""
    text = f"sbd: 1\nname: x\nnodes:\n  A:\n    type: bucket\n    properties:\n      {pair}\n"
    messages = [found.message for found in findings_in(text)]
    assert "a key must be a word, not a mapping or a list" in messages
