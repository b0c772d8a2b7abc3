"""Designs for the tests of generated code: every edge, and shapes that break naive generators."""

from __future__ import annotations

from typing import Any

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.design import Design, design_from
from tests.targets.shapes import RUNTIMES as RUNTIMES_IN_TURN
from tests.targets.shapes import SHAPES, varied

RUNTIMES = {"python": "python3.13", "node": "nodejs22.x"}
NASTY = (
    """He said: "it's" ""\" done, \\ and \\n ${x} $$ {{ y }} {% z %} {# c #} */ /* // # ` <b> | """
    "a: b\n---\n\u2028 second line 日本語の長い説明 \u202e reversed \U0001f600 "
    + "many words " * 20
    + '"'
)
ODD_IDS = (
    "class", "None", "handler", "Worker", "worker", "WORKER", "logic", "resources", "import",
    "Deployment", "deployment", "async", "json", "os", "Mock", "SHA256", "x", "constructor",
    "AVeryLongIdThatNobodyWouldTypeButThatIsAllowedAsItStandsHere",
)  # fmt: skip


def node(type: str, **options: Any) -> dict[str, Any]:
    """A node of `type` with what it cannot be without."""
    required = {"expression": "rate(5 minutes)"} if type == "schedule" else {}
    return {"type": type, **required, **options}


def edge_designs() -> dict[str, dict[str, Any]]:
    """A design for each kind of edge and each language."""
    return {
        f"{edge.source}-{edge.target}-{edge.kind}-{language}": {
            "name": "App",
            "runtime": runtime,
            "nodes": {"Source": node(edge.source), "Target": node(edge.target)},
            "edges": [{"from": "Source", "to": "Target", "kind": edge.kind}],
        }
        for edge in CATALOGUE.edges
        for language, runtime in RUNTIMES.items()
    }


def shape_designs() -> dict[str, dict[str, Any]]:
    """Designs in which many things come together, in each language."""
    return {
        f"{name}-{language}": {"runtime": runtime, **design}
        for language, runtime in RUNTIMES.items()
        for name, design in {
            "everything": everything(),
            "arrivals": arrivals(),
            "uses": uses(),
            "odd-ids": odd_ids(),
            "filters": filters(),
            "circles": circles(),
            "deployment": deployment(),
        }.items()
    } | {"both-languages": both_languages()}


def everything() -> dict[str, Any]:
    """One function that everything reaches and that reaches everything, with nasty descriptions."""
    ids = {type: f"The{type[0].upper()}{type[1:]}" for type in CATALOGUE.services}
    nodes = {ids[type]: node(type, description=NASTY) for type in CATALOGUE.services}
    edges = [
        {
            "from": ids[edge.source],
            "to": ids[edge.target],
            "kind": edge.kind,
            "description": NASTY,
        }
        for edge in CATALOGUE.edges
    ]
    return {"name": "Everything", "description": NASTY, "nodes": nodes, "edges": edges}


def arrivals() -> dict[str, Any]:
    """One function that everything reaches and that reaches nothing."""
    whole = everything()
    edges = [
        edge
        for edge in whole["edges"]
        if edge["to"] == "TheFunction" and edge["from"] != "TheFunction"
    ]
    return {**whole, "name": "Arrivals", "edges": edges}


def uses() -> dict[str, Any]:
    """One function that nothing reaches and that reaches everything."""
    whole = everything()
    edges = [
        edge
        for edge in whole["edges"]
        if edge["from"] == "TheFunction" and edge["to"] != "TheFunction"
    ]
    return {**whole, "name": "Uses", "edges": edges}


def odd_ids() -> dict[str, Any]:
    """Functions whose ids mean something to languages, tests and generated names."""
    edges = [
        {"from": "Worker", "to": id, "mode": mode}
        for id in ODD_IDS
        for mode in ("synchronous", "asynchronous")
    ]
    return {"name": "Odd", "nodes": {id: node("function") for id in ODD_IDS}, "edges": edges}


def filters() -> dict[str, Any]:
    """Events, filters, patterns, methods and inputs of many kinds."""
    key = {"partition": "content", "partitionType": "N", "sort": "data", "sortType": "B"}
    return {
        "name": "Filters",
        "nodes": {
            "Files": node("bucket"),
            "Rows": node("table", key=key, ttl="until", view="NEW_IMAGE"),
            "Plain": node("queue"),
            "Ordered": node("queue", fifo=True, deduplicate=True),
            "News": node("topic"),
            "OrderedNews": node("topic", fifo=True),
            "Bus": node("eventBus"),
            "Web": node("api", cors="https://a.example", stage="v1"),
            "Other": node("api", cors="https://b.example"),
            "Nightly": node("schedule", expression="cron(0 2 * * ? *)"),
            "Sensor": node("iotRule", sql="SELECT temperature, topic(2) AS device FROM 'a/+'"),
            "Work": node("function"),
            "Listen": node("function"),
            "Answer": node("function"),
        },
        "edges": filtering_edges(),
    }


def filtering_edges() -> list[dict[str, Any]]:
    """The edges between the nodes of `filters`."""
    return [
        {
            "from": "Files",
            "to": "Work",
            "event": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
            "filter": {"prefix": "in/ü +", "suffix": ".csv"},
        },
        {"from": "Rows", "to": "Work", "event": ["REMOVE", "INSERT"]},
        {"from": "Plain", "to": "Work"},
        {"from": "Ordered", "to": "Work"},
        {"from": "Web", "to": "Work", "method": "GET", "path": "/x/{id}/{proxy+}"},
        {"from": "Web", "to": "Work", "method": "POST", "path": "/x"},
        {"from": "Other", "to": "Work", "method": "DELETE", "path": "/y"},
        {"from": "Nightly", "to": "Work", "input": {"task": "cle\"a'n ${x}\\"}},
        {"from": "Nightly", "to": "Listen", "input": "text"},
        {"from": "Sensor", "to": "Listen"},
        {"from": "Work", "to": "News"},
        {"from": "Work", "to": "OrderedNews"},
        {"from": "Work", "to": "Ordered"},
        {"from": "Work", "to": "Bus"},
        {
            "from": "News",
            "to": "Listen",
            "filter": {"kind": ["order"], "size": [{"numeric": [">", 5]}]},
        },
        {
            "from": "Bus",
            "to": "Listen",
            "source": "shop.orders",
            "detailType": ["Placed", "Paid"],
            "pattern": {"detail": {"state": ["paid"], "total": [{"numeric": [">=", 5, "<", 6]}]}},
        },
        {"from": "Bus", "to": "Answer", "pattern": {"source": [{"prefix": "shop."}]}},
        {"from": "Web", "to": "Answer", "method": "PUT", "path": "/z/{id}"},
        {"from": "Listen", "to": "Web", "method": "PUT"},
        {"from": "Listen", "to": "Web", "method": "GET"},
        {"from": "Listen", "to": "Rows", "kind": "read"},
        {"from": "Answer", "to": "Rows", "kind": "write"},
        {"from": "Answer", "to": "Files", "kind": "read"},
    ]


def circles() -> dict[str, Any]:
    """Functions whose results come back to them."""
    nodes = {
        "Self": node("function"),
        "Ping": node("function"),
        "Pong": node("function"),
        "Thumbs": node("function"),
        "Files": node("bucket"),
        "Rows": node("table"),
        "Rewrite": node("function"),
        "Web": node("api"),
        "Flow": node("stateMachine"),
        "First": node("function"),
        "Second": node("function"),
        "Jobs": node("queue"),
    }
    pairs = [
        ("Self", "Self"), ("Ping", "Pong"), ("Pong", "Ping"), ("Files", "Thumbs"),
        ("Thumbs", "Files"), ("Rows", "Rewrite"), ("Rewrite", "Rows"), ("Web", "Ping"),
        ("Ping", "Web"), ("Flow", "First"), ("Flow", "Second"), ("Second", "Flow"),
        ("Jobs", "Rewrite"), ("Rewrite", "Jobs"),
    ]  # fmt: skip
    edges = [{"from": source, "to": target} for source, target in pairs]
    return {"name": "Circles", "nodes": nodes, "edges": edges}


def deployment() -> dict[str, Any]:
    """Functions under a safe deployment with hooks, one of which has a resource of its own."""
    return {
        "name": "Deployed",
        "deployment": {"type": "AllAtOnce", "hooks": {"before": "Check", "after": "Verify"}},
        "nodes": {
            "Check": node("function"),
            "Verify": node("function"),
            "Deployment": node("table"),
            "Files": node("bucket"),
            "Work": node("function"),
            "Both": node("function"),
        },
        "edges": [
            {"from": "Check", "to": "Deployment"},
            {"from": "Files", "to": "Work"},
            {"from": "Work", "to": "Both", "mode": "synchronous"},
            {"from": "Both", "to": "Deployment", "kind": "read"},
            {"from": "Work", "to": "Verify"},
        ],
    }


def both_languages() -> dict[str, Any]:
    """Functions of both languages in one project."""
    return {
        "name": "Both",
        "nodes": {
            "Py": node("function", runtime="python3.12"),
            "Js": node("function", runtime="nodejs24.x"),
            "Jobs": node("queue"),
        },
        "edges": [{"from": "Py", "to": "Jobs"}, {"from": "Jobs", "to": "Js"}],
    }


def generator_shapes() -> dict[str, dict[str, Any]]:
    """The shapes that templates are tried on, examples among them; each function once in either
    language, and once under a safe deployment."""
    variants = {"python-first": (RUNTIMES_IN_TURN, None)}
    variants["node-first"] = ((*RUNTIMES_IN_TURN[1:], RUNTIMES_IN_TURN[0]), "AllAtOnce")
    return {
        f"{name.replace('/', '-')}-{variant}": varied(shape, runtimes, deployment)
        for name, shape in SHAPES.items()
        for variant, (runtimes, deployment) in variants.items()
    }


def all_designs() -> dict[str, Design]:
    """Every design of this module by its name."""
    designs = {**edge_designs(), **shape_designs(), **generator_shapes()}
    return {name: design_from(data) for name, data in designs.items()}
