"""How Python says what a function does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sbd_lsp.targets.code.comments import docstring
from sbd_lsp.targets.code.functions import FunctionCode
from sbd_lsp.targets.code.language import Arrival, Language, TestWords
from sbd_lsp.targets.code.literals import PYTHON as LAYOUT
from sbd_lsp.targets.code.literals import Code, call, literal, python_text, spread
from sbd_lsp.targets.code.requests import filled
from sbd_lsp.targets.code.uses import Port, Use

# what a text that has the words on the left imports: module, name (none for the module itself)
IMPORTS: Mapping[str, tuple[str, str]] = {
    "json.dumps(": ("json", ""),
    "json.loads(": ("json", ""),
    "getLogger(": ("logging", ""),
    "os.environ": ("os", ""),
    "re.findall": ("re", ""),
    "b64decode(": ("base64", "b64decode"),
    "b64encode(": ("base64", "b64encode"),
    "Decimal(": ("decimal", "Decimal"),
    "Decimal)": ("decimal", "Decimal"),
    "sha256(": ("hashlib", "sha256"),
    "basename(": ("posixpath", "basename"),
    "dirname(": ("posixpath", "dirname"),
    " join(": ("posixpath", "join"),
    "SimpleNamespace(": ("types", "SimpleNamespace"),
    "quote(": ("urllib.parse", "quote"),
    "urlencode(": ("urllib.parse", "urlencode"),
    "unquote_plus(": ("urllib.parse", "unquote_plus"),
    " Request(": ("urllib.request", "Request"),
    "urlopen(": ("urllib.request", "urlopen"),
    "uuid4(": ("uuid", "uuid4"),
    "boto3.": ("boto3", ""),
    "Key(self": ("boto3.dynamodb.conditions", "Key"),
    "Binary)": ("boto3.dynamodb.types", "Binary"),
    "SigV4Auth(": ("botocore.auth", "SigV4Auth"),
    "AWSRequest(": ("botocore.awsrequest", "AWSRequest"),
    " logic.": ("logic", ""),
    "unittest.": ("unittest", ""),
    "deepcopy(": ("copy", "deepcopy"),
    "Mock(": ("unittest.mock", "Mock"),
    " load(": ("tests.functions", "load"),
    " sample(": ("tests.functions", "sample"),
}
LOGGER = "LOGGER = logging.getLogger(__name__)"
# modules that are neither Python's own nor the project's
INSTALLED = ("boto3", "botocore", "logic")

# the name of a client, and the expression that makes it
CLIENTS: Mapping[str, tuple[str, str]] = {
    "s3": ("s3", 'boto3.client("s3")'),
    "dynamodb": ("dynamodb", 'boto3.resource("dynamodb")'),
    "kinesis": ("kinesis", 'boto3.client("kinesis")'),
    "firehose": ("firehose", 'boto3.client("firehose")'),
    "sns": ("sns", 'boto3.client("sns")'),
    "sqs": ("sqs", 'boto3.client("sqs")'),
    "events": ("events", 'boto3.client("events")'),
    "lambda": ("lambda_", 'boto3.client("lambda")'),
    "states": ("states", 'boto3.client("stepfunctions")'),
    "": ("session", "boto3.Session()"),
    "codedeploy": ("codedeploy", 'boto3.client("codedeploy")'),
}

ARRIVALS: Mapping[str, Arrival] = {
    "file": ('file["key"]', "file", 'dirname(file["key"])'),
    "change": (
        '"/".join(str(value) for value in change["keys"].values())', "change",
        'via_of(change["new"] or change["old"])',
    ),
    "record": ('record["id"]', 'record["data"]', 'via_of(record["data"])'),
    "notification": (
        'notification["id"]', 'notification["message"]', 'via_of(notification["message"])',
    ),
    "message": ('message["id"]', 'message["body"]', 'via_of(message["body"])'),
    "event": ('event["id"]', 'event["detail"]', 'via_of(event["detail"])'),
    "request": (
        'request["id"]', 'request["body"]',
        'via_of(request["body"]) or request["query"].get("via", "")',
    ),
    "delivery": ('record["id"]', 'record["data"]', 'via_of(record["data"])'),
    "deployment": ("deployment", '{"versions": versions}', '""'),
    "payload": ("identify(payload)", "payload", "via_of(payload)"),
}  # fmt: skip

KEYS: Mapping[Any, str] = {None: "key", "N": "number(key)", "B": "key.encode()"}


def _path(detail: tuple[str, bool]) -> str:
    """The path of a request, the key in place of its parameters; `loops` adds the trail."""
    path, loops = detail
    text = python_text(path.replace("{", "\0")).replace("\\x00", "{")
    parameters = filled(text, "{quote(key, safe='')}")
    if loops:
        parameters = parameters[:-1] + "?{urlencode({'via': via})}" + parameters[-1]
    return f"f{parameters}" if parameters != text else text


TOKENS: Mapping[str, Callable[[Any], str]] = {
    "key": lambda type: KEYS[type],
    "entry": lambda _: "entry",
    "content": lambda _: "content",
    "via": lambda _: "via",
    "file": lambda name: f'f"{{{name}}}.json"',
    "json": lambda _: "json.dumps(entry)",
    "bytes": lambda text: f"b{python_text(text)}",
    "path": _path,
    "result": lambda name: f'result["{name}"]',
    "size": lambda call: f'len({call} or b"")',
}


def header(about: str, role: str, text: str) -> str:
    """What stands before the definitions of a file."""
    constants = [LOGGER] if "LOGGER." in text and role != "test" else []
    said = "".join([*constants, text])
    found = sorted({module for words, module in IMPORTS.items() if words in said})
    blocks = [about, *_imports(found), *constants]
    gap = "\n\n" if role == "resources" and text.startswith("resources") else "\n\n\n"
    return "\n\n".join(blocks) + gap


def _imports(found: Sequence[tuple[str, str]]) -> list[str]:
    """Blocks of import statements as isort would arrange them."""
    by_block: dict[int, list[str]] = {}
    plain = [module for module, name in found if not name]
    for module in plain:
        by_block.setdefault(_block(module), []).append(f"import {module}")
    named = [one for one in found if one[1]]
    for module, group in groupby(named, key=lambda one: one[0]):
        names = ", ".join(sorted((name for _, name in group), key=_name_order))
        by_block.setdefault(_block(module), []).append(f"from {module} import {names}")
    return ["\n".join(by_block[block]) for block in sorted(by_block)]


def _block(module: str) -> int:
    top = module.split(".")[0]
    return 1 if top in INSTALLED else 2 if top == "tests" else 0


def _name_order(name: str) -> tuple[bool, str]:
    return name[0].islower(), name


def resources(ports: Sequence[Port], hook: bool) -> str:
    """The statements that make the clients and the adapters with them."""
    clients = list(dict.fromkeys(port.client for port in ports))
    if hook:
        clients += [name for name in ("codedeploy", "lambda") if name not in clients]
    shared = [name for name in clients if _users(name, ports, hook) > 1]
    lines = [f"{CLIENTS[name][0]} = {CLIENTS[name][1]}" for name in shared]
    rows = [_adapter(port, shared) for port in ports]
    if hook:
        arguments = ", ".join(_client(name, shared) for name in ("codedeploy", "lambda"))
        rows.append(f"deployment=Deployment({arguments})")
    body = "".join(f"    {row},\n" for row in rows)
    return "\n".join([*lines, f"resources = SimpleNamespace(\n{body})"])


def _users(client: str, ports: Sequence[Port], hook: bool) -> int:
    used = sum(port.client == client for port in ports)
    return used + (hook and client in ("codedeploy", "lambda"))


def _client(name: str, shared: Sequence[str]) -> str:
    return CLIENTS[name][0] if name in shared else CLIENTS[name][1]


def _adapter(port: Port, shared: Sequence[str]) -> str:
    arguments = [
        Code(_client(port.client, shared)),
        Code(_variable(port.variable)),
        *port.options,
    ]
    return call(f"{port.python}={port.adapter}", arguments, LAYOUT, 4)


def _fakes(function: FunctionCode) -> dict[str, Any]:
    """The fake resources of the tests, and what their methods answer."""
    ports = {port.python: [use.method for use in port.uses] for port in function.ports}
    uses = [(port.python, use) for port in function.ports for use in port.uses]
    answers = [
        f"self.resources.{name}.{use.method}.return_value = "
        + literal(LANGUAGE.value(use.answer), LAYOUT)
        for name, use in uses
        if use.answer is not None
    ]
    if function.when:
        ports["deployment"] = ["new_versions", "invoke", "report"]
        told = "self.resources.deployment"
        answers.append(f'{told}.new_versions.return_value = ["Worker:2"]')
        answers.append(f'{told}.invoke.return_value = "ready"')
    rows = [
        f"{name}=Mock(spec={literal(list(dict.fromkeys(methods)), LAYOUT)})"
        for name, methods in ports.items()
    ]
    fakes = spread("SimpleNamespace(", rows, ")", LAYOUT, 8) if rows else ""
    return {"fakes": fakes, "answers": list(dict.fromkeys(answers))}


def _assertion(port: str, method: str, arguments: list[Any], several: bool) -> str:
    check = "assert_any_call" if several else "assert_called_once_with"
    return call(f"self.resources.{port}.{method}.{check}", arguments, LAYOUT, 8)


def _equal(left: Any, right: Any) -> str:
    if right == "None":
        return f"self.assertIsNone({left})"
    return call("self.assertEqual", [left, right], LAYOUT, 8)


def _failing(first: tuple[Port, Use] | None) -> tuple[str, str]:
    if first is None:
        return "self.handler.logic.LOGGER.info", "None"
    port, use = first
    answer = literal(LANGUAGE.value(use.answer), LAYOUT)
    return f"self.resources.{port.python}.{use.method}", answer


def _member(start: str, path: Sequence[str]) -> str:
    head, *steps = [*start.split("."), *path]
    return head + "".join(f"[{step}]" if step.isdigit() else f'["{step}"]' for step in steps)


def _variable(name: str) -> str:
    """The value of the environment variable `name`, spread out if it cannot stand on a line."""
    short = f'os.environ["{name}"]'
    fits = 8 + len(short) + 1 <= LAYOUT.width
    return short if fits else f'os.environ[\n            "{name}"\n        ]'


def _snake(words: str) -> str:
    return re.sub(r"\W+", "_", words)


LANGUAGE = Language(
    folder="python",
    ending=".py",
    gap="\n\n\n",
    wait="",
    end="",
    body_comment=4,
    layout=LAYOUT,
    name=_snake,
    comment=docstring,
    header=header,
    port=lambda port: port.python,
    nothing="None",
    arrivals=ARRIVALS,
    path_parameter='next(iter(request["parameters"].values()), request["id"])',
    tokens=TOKENS,
    snippets={
        "parse(": "parse",
        "identify(": "identify",
        "number(": "number",
        "via_of(": "via_of",
        "from_item(": "from_item",
        "to_item(": "to_item",
    },
    resources=resources,
    definition=lambda name, parameters: (f"def {name}({parameters}):", ""),
    tests=TestWords(
        fakes=_fakes,
        fake="self.resources",
        assertion=_assertion,
        equal=_equal,
        used=lambda arguments: call("self.assert_used", arguments, LAYOUT, 8),
        failing=_failing,
        member=_member,
        logged=lambda arguments: _equal(Code("list(logs.records[0].args)"), arguments),
        sent=lambda path: call("sent = sample", [path], LAYOUT, 8),
        passed=lambda arguments: call("result = self.handler.logic.pass_on", arguments, LAYOUT, 8),
        first='sent["Records"][0]',
        answers={
            "id": 'answer["records"][0]["recordId"]',
            "result": 'answer["records"][0]["result"]',
            "data": 'json.loads(b64decode(answer["records"][0]["data"]))',
            "status": 'answer["statusCode"]',
            "headers": 'answer["headers"]',
            "body": 'json.loads(answer["body"])',
        },
        identified="self.handler.logic.identify(payload)",
        nothing="None",
    ),
)
