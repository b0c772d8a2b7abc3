"""How Node.js says what a function does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sbd_lsp.targets.code.comments import block_comment
from sbd_lsp.targets.code.functions import FunctionCode
from sbd_lsp.targets.code.language import Arrival, Language, TestWords
from sbd_lsp.targets.code.literals import NODE as LAYOUT
from sbd_lsp.targets.code.literals import Code, call, literal, node_text, spread
from sbd_lsp.targets.code.requests import filled
from sbd_lsp.targets.code.source import reads_trail
from sbd_lsp.targets.code.uses import Port, Use

# what a text that has the words on the left imports: module, name (`default` in front of the
# module's own name); modules stand in this order
IMPORTS: Mapping[str, tuple[str, str]] = {
    "assert.": ("node:assert/strict", "default assert"),
    "createHash(": ("node:crypto", "createHash"),
    "createHmac(": ("node:crypto", "createHmac"),
    "randomUUID(": ("node:crypto", "randomUUID"),
    " basename(": ("node:path/posix", "basename"),
    "(basename(": ("node:path/posix", "basename"),
    " dirname(": ("node:path/posix", "dirname"),
    "(dirname(": ("node:path/posix", "dirname"),
    " join(": ("node:path/posix", "join"),
    "afterEach(": ("node:test", "afterEach"),
    "beforeEach(": ("node:test", "beforeEach"),
    "mock.fn(": ("node:test", "mock"),
    "mock.method(": ("node:test", "mock"),
    "\ntest(": ("node:test", "test"),
    "new CodeDeployClient(": ("@aws-sdk/client-codedeploy", "CodeDeployClient"),
    "new GetApplicationRevisionCommand(": (
        "@aws-sdk/client-codedeploy", "GetApplicationRevisionCommand",
    ),
    "new GetDeploymentCommand(": ("@aws-sdk/client-codedeploy", "GetDeploymentCommand"),
    "new PutLifecycleEventHook": (
        "@aws-sdk/client-codedeploy", "PutLifecycleEventHookExecutionStatusCommand",
    ),
    "new DynamoDBClient(": ("@aws-sdk/client-dynamodb", "DynamoDBClient"),
    "new EventBridgeClient(": ("@aws-sdk/client-eventbridge", "EventBridgeClient"),
    "new PutEventsCommand(": ("@aws-sdk/client-eventbridge", "PutEventsCommand"),
    "new FirehoseClient(": ("@aws-sdk/client-firehose", "FirehoseClient"),
    "new PutDeliveryCommand(": (
        "@aws-sdk/client-firehose", "PutRecordCommand as PutDeliveryCommand",
    ),
    "new KinesisClient(": ("@aws-sdk/client-kinesis", "KinesisClient"),
    "new PutRecordCommand(": ("@aws-sdk/client-kinesis", "PutRecordCommand"),
    "new InvokeCommand(": ("@aws-sdk/client-lambda", "InvokeCommand"),
    "new LambdaClient(": ("@aws-sdk/client-lambda", "LambdaClient"),
    "new DeleteObjectCommand(": ("@aws-sdk/client-s3", "DeleteObjectCommand"),
    "new GetObjectCommand(": ("@aws-sdk/client-s3", "GetObjectCommand"),
    "new PutObjectCommand(": ("@aws-sdk/client-s3", "PutObjectCommand"),
    "new S3Client(": ("@aws-sdk/client-s3", "S3Client"),
    "paginateListObjectsV2(": ("@aws-sdk/client-s3", "paginateListObjectsV2"),
    "new SFNClient(": ("@aws-sdk/client-sfn", "SFNClient"),
    "new StartExecutionCommand(": ("@aws-sdk/client-sfn", "StartExecutionCommand"),
    "new PublishCommand(": ("@aws-sdk/client-sns", "PublishCommand"),
    "new SNSClient(": ("@aws-sdk/client-sns", "SNSClient"),
    "new SendMessageCommand(": ("@aws-sdk/client-sqs", "SendMessageCommand"),
    "new SQSClient(": ("@aws-sdk/client-sqs", "SQSClient"),
    "new DeleteCommand(": ("@aws-sdk/lib-dynamodb", "DeleteCommand"),
    "DynamoDBDocumentClient.": ("@aws-sdk/lib-dynamodb", "DynamoDBDocumentClient"),
    "new GetCommand(": ("@aws-sdk/lib-dynamodb", "GetCommand"),
    "new PutCommand(": ("@aws-sdk/lib-dynamodb", "PutCommand"),
    "paginateQuery(": ("@aws-sdk/lib-dynamodb", "paginateQuery"),
    "assertCalled(": ("./functions.mjs", "assertCalled"),
    "assertCalledOnce(": ("./functions.mjs", "assertCalledOnce"),
    "sample(": ("./functions.mjs", "sample"),
}  # fmt: skip

# the name of a client, and the expression that makes it
CLIENTS: Mapping[str, tuple[str, str]] = {
    "s3": ("s3", "new S3Client({})"),
    "dynamodb": ("dynamodb", "DynamoDBDocumentClient.from(new DynamoDBClient({}))"),
    "kinesis": ("kinesis", "new KinesisClient({})"),
    "firehose": ("firehose", "new FirehoseClient({})"),
    "sns": ("sns", "new SNSClient({})"),
    "sqs": ("sqs", "new SQSClient({})"),
    "events": ("events", "new EventBridgeClient({})"),
    "lambda": ("lambda", "new LambdaClient({})"),
    "states": ("states", "new SFNClient({})"),
    "codedeploy": ("codedeploy", "new CodeDeployClient({})"),
}

ARRIVALS: Mapping[str, Arrival] = {
    "file": ("file.key", "file", "dirname(file.key)"),
    "change": (
        'Object.values(change.keys).join("/")', "change", "viaOf(change.new ?? change.old)",
    ),
    "record": ("record.id", "record.data", "viaOf(record.data)"),
    "notification": (
        "notification.id", "notification.message", "viaOf(notification.message)",
    ),
    "message": ("message.id", "message.body", "viaOf(message.body)"),
    "event": ("event.id", "event.detail", "viaOf(event.detail)"),
    "request": ("request.id", "request.body", 'viaOf(request.body) || (request.query.via ?? "")'),
    "delivery": ("record.id", "record.data", "viaOf(record.data)"),
    "deployment": ("deployment", "{ versions }", '""'),
    "payload": ("identify(payload)", "payload", "viaOf(payload)"),
}  # fmt: skip

KEYS: Mapping[Any, str] = {None: "key", "N": "number(key)", "B": "Buffer.from(key)"}


def _path(detail: tuple[str, bool]) -> str:
    """The path of a request, the key in place of its parameters; `loops` adds the trail."""
    path, loops = detail
    text = filled(path.replace("`", "\\`"), "${encodeURIComponent(key)}")
    if loops:
        text += "?via=${encodeURIComponent(via)}"
    return f"`{text}`" if text != path else node_text(path)


TOKENS: Mapping[str, Callable[[Any], str]] = {
    "key": lambda type: KEYS[type],
    "entry": lambda _: "entry",
    "content": lambda _: "content",
    "via": lambda _: "via",
    "file": lambda name: f"`${{{name}}}.json`",
    "json": lambda _: "JSON.stringify(entry)",
    "bytes": lambda text: f"Buffer.from({node_text(text)})",
    "path": _path,
    "result": lambda name: f"result.{name}",
    "size": lambda call: f"({call})?.length ?? 0",
}


def header(about: str, role: str, text: str) -> str:
    """What stands before the definitions of a file."""
    modules: dict[str, list[str]] = {}
    for words, (module, name) in IMPORTS.items():
        if words in text and name not in modules.setdefault(module, []):
            modules[module].append(name)
    if role == "handler" and "logic." in text:
        modules["./logic.mjs"] = ["default * as logic"]
    groups: dict[str, list[str]] = {}
    for module, names in modules.items():
        if names:
            groups.setdefault(_group(module), []).append(_import(module, names))
    blocks = [about, *("\n".join(group) for group in groups.values())]
    # the imports of a test go on in its text, which names the modules of the function
    return "\n\n".join(blocks) + ("\n" if role == "test" else "\n\n")


def _group(module: str) -> str:
    return module[:1] if module[:1] in "@." else "node"


def _import(module: str, names: Sequence[str]) -> str:
    """The statement that imports `names` of `module`."""
    if names[0].startswith("default "):
        return f'import {names[0].removeprefix("default ")} from "{module}";'
    flat = f'import {{ {", ".join(names)} }} from "{module}";'
    if len(flat) <= LAYOUT.width or len(names) == 1:
        return flat
    return spread("import {", names, f'}} from "{module}";', LAYOUT, 0)


def resources(ports: Sequence[Port], hook: bool) -> str:
    """The statements that make the clients and the adapters with them."""
    clients = [port.client for port in ports if port.client]
    clients += ["codedeploy", "lambda"] if hook else []
    shared = [name for name in dict.fromkeys(clients) if clients.count(name) > 1]
    lines = [f"const {CLIENTS[name][0]} = {CLIENTS[name][1]};\n" for name in shared]
    rows = [_adapter(port, shared) for port in ports]
    if hook:
        arguments = [_client(name, shared) for name in ("codedeploy", "lambda")]
        rows.append(call("deployment: new Deployment", arguments, LAYOUT, 2))
    body = spread("export const resources = {", rows, "};", LAYOUT, 0)
    return "".join(lines) + "\n" * bool(lines) + body


def _client(name: str, shared: Sequence[str]) -> Code:
    return Code(CLIENTS[name][0] if name in shared else CLIENTS[name][1])


def _adapter(port: Port, shared: Sequence[str]) -> str:
    client = [_client(port.client, shared)] if port.client else []
    arguments = [*client, Code(f"process.env.{port.variable}"), *port.options]
    return call(f"{port.camel}: new {port.adapter}", arguments, LAYOUT, 2)


def _camel(words: str) -> str:
    first, *rest = words.split()
    return first + "".join(word.capitalize() for word in rest)


def _definition(name: str, parameters: str) -> tuple[str, str]:
    if name == "handler":
        return f"export const handler = async ({parameters}) => {{", "};"
    exported = "export " if name == "handle" else ""
    return f"{exported}async function {name}({parameters}) {{", "}"


def _fakes(function: FunctionCode) -> dict[str, Any]:
    """The fake resources of the tests."""
    fakes: dict[str, dict[str, Code]] = {}
    for port in function.ports:
        fakes[port.camel] = {use.method: _fake(use.answer) for use in port.uses}
    if function.when:
        versions, ready = ["Worker:2"], "ready"
        fakes["deployment"] = {
            "newVersions": _fake(versions), "invoke": _fake(ready), "report": _fake(None)
        }  # fmt: skip
    text = literal(fakes, LAYOUT, 2, len("resources = "), 1) if fakes else ""
    kinds = {source.kind.name: source for source in function.sources}
    readers = [
        _camel(f"read {'delivery' if name == 'delivery' else source.kind.value}")
        for name, source in kinds.items()
        if name not in ("payload", "deployment")
    ]
    entry = "handle" if function.has_resources else "handler"
    logic = ["identify"] if "payload" in kinds else []
    if function.loops and function.ports:
        logic.append("passOn")
        logic += ["viaOf"] if reads_trail(function) else []
    keys = [one for port in function.ports for use in port.uses for one in use.arguments]
    if any("number(key)" in literal(LANGUAGE.value(one), LAYOUT) for one in keys):
        logic.append("number")
    folder = f"../src/{function.id}"
    imports = [_import(f"{folder}/handler.mjs", [entry, *readers])]
    if logic:
        imports.append(_import(f"{folder}/logic.mjs", logic))
    return {"fakes": text, "imports": imports}


def _fake(answer: Any) -> Code:
    """A function that answers `answer` and remembers how it was called."""
    if answer is None:
        return Code("mock.fn()")
    text = literal(LANGUAGE.value(answer), LAYOUT)
    return Code(f"mock.fn(async () => {f'({text})' if text.startswith('{') else text})")


def _assertion(port: str, method: str, arguments: list[Any], several: bool) -> str:
    check = "assertCalled" if several else "assertCalledOnce"
    return call(check, [Code(f"resources.{port}.{method}"), arguments], LAYOUT, 2, ";")


def _equal(left: Any, right: Any) -> str:
    plain = not isinstance(right, (dict, list))
    return call("assert.equal" if plain else "assert.deepEqual", [left, right], LAYOUT, 2, ";")


def _failing(first: tuple[Port, Use] | None) -> tuple[str, str]:
    return (
        "console.info" if first is None else f"resources.{first[0].camel}.{first[1].method}"
    ), ""


def _member(start: str, path: Sequence[str]) -> str:
    head, *steps = [*start.split("."), *path]
    return head + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps)


LANGUAGE = Language(
    folder="node",
    ending=".mjs",
    gap="\n\n",
    wait="await ",
    end=";",
    body_comment=0,
    layout=LAYOUT,
    name=_camel,
    comment=block_comment,
    header=header,
    port=lambda port: port.camel,
    nothing="null",
    arrivals=ARRIVALS,
    path_parameter="Object.values(request.parameters)[0] ?? request.id",
    tokens=TOKENS,
    snippets={
        "parse(": "parse",
        "identify(": "identify",
        "number(": "number",
        "viaOf(": "via_of",
        "return invoke(": "invoke",
    },
    resources=resources,
    definition=_definition,
    tests=TestWords(
        fakes=_fakes,
        fake="resources",
        assertion=_assertion,
        equal=_equal,
        used=lambda arguments: call("assertUsed", arguments, LAYOUT, 2, ";"),
        failing=_failing,
        member=_member,
        logged=lambda arguments: call(
            "assertCalledOnce", [Code("info"), arguments], LAYOUT, 2, ";"
        ),
        sent=lambda path: call("const sent = sample", [path], LAYOUT, 2, ";"),
        passed=lambda arguments: call("const result = await passOn", arguments, LAYOUT, 2, ";"),
        first="sent.Records[0]",
        answers={
            "id": "answer.records[0].recordId",
            "result": "answer.records[0].result",
            "data": 'JSON.parse(Buffer.from(answer.records[0].data, "base64"))',
            "status": "answer.statusCode",
            "headers": "answer.headers",
            "body": "JSON.parse(answer.body)",
        },
        identified="identify(payload)",
        nothing="undefined",
    ),
)
