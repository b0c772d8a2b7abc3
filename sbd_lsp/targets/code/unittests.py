"""Unit tests of a function, in any language: sample events in, calls of fakes and answers out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname
from typing import Any

from sbd_lsp.targets.code.functions import FunctionCode, SampleFile, Source
from sbd_lsp.targets.code.kinds import (
    DELIVERY,
    DEPLOYMENT,
    FILE,
    MESSAGE,
    PAYLOAD,
    REQUEST,
)
from sbd_lsp.targets.code.language import Language
from sbd_lsp.targets.code.literals import Code, literal
from sbd_lsp.targets.code.names import unique, words
from sbd_lsp.targets.code.render import render
from sbd_lsp.targets.code.samples import CONTENT, DEPLOYMENT_ID, EXECUTION_ID
from sbd_lsp.targets.code.source import arrival, order_kept, reads_trail, starting, uses
from sbd_lsp.targets.code.uses import Port, Token, Use

LONGEST = 75  # letters of a test's name, so that its first line fits


def test_file(function: FunctionCode, language: Language) -> str:
    """The text of the tests of `function`."""
    return Tests(function, language).text()


class Tests:
    """The tests of one function in one language."""

    __test__ = False

    def __init__(self, function: FunctionCode, language: Language) -> None:
        self.function = function
        self.language = language
        self.folder = f"{language.folder}/tests"
        self.logs = not function.ports

    def text(self) -> str:
        """The whole file."""
        language, function = self.language, self.function
        about = language.comment(
            0,
            f"Tests of {function.id}: sample events go in, "
            "calls of fake resources and answers come out.",
        )
        body = render(
            f"{language.folder}/test",
            id=function.id,
            loops=function.loops,
            **self._starting(),
            **language.tests.fakes(function),
            uses=[self._assertion(port, use) for port, use in uses(function)],
            number=any(_numbers(use.arguments) for _, use in uses(function)),
            tests=list(self._tests()),
        )
        return f"{language.header(about, 'test', body)}{body}\n"

    def _starting(self) -> dict[str, Any]:
        return starting(self.function, self.language)

    def _assertion(self, port: Port, use: Use) -> str:
        """The statement that says that `use` happened; one of several only that it was there."""
        methods = [other.method for other in port.uses]
        several = methods.count(use.method) > 1
        return self.language.tests.assertion(
            self.language.port(port), use.method, self.language.value(use.arguments), several
        )

    def _tests(self) -> Iterator[str]:
        sources = self.function.sources
        files = [(source, file) for source in sources for file in source.samples]
        names = unique("_".join(words(file.name))[:LONGEST].rstrip("_") for _, file in files)
        for (source, file), name in zip(files, names, strict=True):
            if source.kind is DEPLOYMENT:
                yield self._deployment(source, file)
            else:
                yield self._arrives(source, file, name)
        for source in sources:
            yield from self._failures(source)
            if source.kind is REQUEST:
                yield from self._requests(source)
        if self.function.probed:
            yield render(f"{self.folder}/probe", **self._calls())
        if self.function.loops and self.function.ports:
            yield self._circle()

    def _circle(self) -> str:
        """The test in which something comes back that was passed on before."""
        tests, via = self.language.tests, f"{self.function.id}/Other"
        return render(
            f"{self.folder}/circle",
            passed=tests.passed(["1001", None, via, Code(tests.fake)]),
            expect=tests.equal(Code("result"), {"id": "1001", "via": via}),
            methods=[f"{self._fake(port)}.{use.method}" for port, use in uses(self.function)],
            reads=reads_trail(self.function),
        )

    def _calls(self) -> dict[str, Any]:
        """How tests call the handler."""
        resources = self.function.has_resources
        return {"entry": "handle" if resources else "handler", "rest": ", resources" * resources}

    def _fake(self, port: Port) -> str:
        return f"{self.language.tests.fake}.{self.language.port(port)}"

    def _sent(self, file: SampleFile) -> str:
        """The statement that reads the sample event of `file`."""
        return self.language.tests.sent(f"{self.function.id}/{file.name}")

    def _arrives(self, source: Source, file: SampleFile, name: str) -> str:
        """The test in which `file` arrives and everything goes well."""
        kind, language = source.kind, self.language
        key, content, _ = (self._in_test(text) for text in arrival(source, language))
        arguments: list[Any] = [Code(key), Code(content)]
        if self.function.loops:
            arguments.append(dirname(file.sample.value["key"]) if kind is FILE else "")
        value = file.sample.value
        identified = value.get("id") if kind is PAYLOAD and isinstance(value, dict) else None
        return render(
            f"{self.folder}/arrives",
            name=name,
            **self._says(SAYS[kind.name].replace("{from}", source.senders), file, source),
            sent=self._sent(file),
            value=kind.value,
            kind=kind.name,
            reader=language.name(READERS.get(kind.name, f"read {kind.value}")),
            first=self._first(source),
            expect=language.tests.equal(Code(kind.value), value),
            identified=identified and literal(str(identified), language.layout),
            logs=self.logs,
            logged=language.tests.logged([Code(key), Code(content)]),
            used=language.tests.used(arguments),
            answered=[
                language.tests.equal(Code(left), right) for left, right in self._answer(source)
            ],
            **self._calls(),
        )

    def _says(
        self, words: str, file: SampleFile | None = None, source: Source | None = None
    ) -> dict[str, str]:
        """What a test is about: as a sentence, and as a title that no other test has."""
        several = source is not None and len(source.samples) > 1
        title = words[0].lower() + words[1:] + (f" ({file.name})" if several and file else "")
        return {
            "doc": self.language.comment(8, f"{words}."),
            "title": literal(title, self.language.layout),
        }

    def _in_test(self, text: str) -> str:
        return text.replace("identify(payload)", self.language.tests.identified).replace(
            "payload", "sent"
        )

    def _first(self, source: Source) -> str:
        """The part of the event that its reader takes."""
        if source.kind is DELIVERY:
            return self.language.tests.first.replace("Records", "records")
        return self.language.tests.first if source.kind.in_records else "sent"

    def _answer(self, source: Source) -> Iterator[tuple[str, Any]]:
        """What is to be said of the answer: expression and value."""
        kind, say = source.kind, self.language.tests.answers
        if kind.failures == "batch":
            yield "answer", {"batchItemFailures": []}
        elif kind is DELIVERY:
            record = source.samples[0].sample.event["records"][0]
            yield say["id"], record["recordId"]
            yield say["result"], "Ok"
            yield say["data"], CONTENT
        elif kind is REQUEST:
            yield say["status"], 200
            headers = {"Content-Type": "application/json"}
            if len(self.function.origins) == 1:
                headers["Access-Control-Allow-Origin"] = self.function.origins[0]
            yield say["headers"], headers
            yield say["body"], self._result(source)
        elif kind is PAYLOAD:
            yield "answer", self._result(source)
        else:
            yield "answer", Code(self.language.tests.nothing)

    def _result(self, source: Source) -> dict[str, Any]:
        """What the starting code returns."""
        key = self._in_test(arrival(source, self.language)[0])
        result: dict[str, Any] = {"id": Code(key)}
        if self.function.loops:
            result["via"] = self.function.id if self.function.ports else ""
        for port, use in uses(self.function):
            if use.counted:
                result[f"{port.camel}Size"] = len(use.answer.detail)
            elif use.answer is not None:
                result[port.camel] = use.answer
        return result

    def _failures(self, source: Source) -> Iterator[str]:
        """What becomes of the records behind one that fails."""
        if source.kind.failures not in ("batch", "record"):
            return
        orders = {"some": (True, False), "all": (True,), "none": (False,)}
        kept = (
            orders[order_kept(source)] if source.kind is MESSAGE else (source.kind is not DELIVERY,)
        )
        for keeps in kept:
            yield self._failure(source, keeps, several=len(kept) > 1)

    def _failure(self, source: Source, keeps: bool, several: bool) -> str:
        """The test in which the first of two records fails; `keeps` says that the second waits."""
        kind, language = source.kind, self.language
        fifo = kind is MESSAGE and keeps
        file = next(
            file
            for file in source.samples
            if kind is not MESSAGE or (file.edge and file.edge.source.options["fifo"]) == keeps
        )
        list, path = (
            ("records", ("recordId",)) if kind is DELIVERY else ("Records", NUMBERS[kind.name])
        )
        record: Any = file.sample.event[list][0]
        for step in path:
            record = record[step]
        failures: Any = [record, "2"] if fifo else [record]
        if kind is DELIVERY:
            failures = [[record, "ProcessingFailed"], ["2", "Ok"]]
        port_use = next(iter(uses(self.function)), None)
        failing, answer = language.tests.failing(port_use)
        return render(
            f"{self.folder}/fails",
            name=kind.name,
            ending="_in_order" if fifo and several else "",
            **self._says(FAILURES[kind.name, keeps]),
            sent=self._sent(file),
            list=list,
            second=language.tests.member(f"sent.{list}.1", path),
            logs=self.logs,
            failing=failing,
            value=answer,
            expect=language.tests.equal(
                Code("results" if kind is DELIVERY else "failures"), failures
            ),
            calls=1 if keeps else 2,
            **self._calls(),
        )

    def _requests(self, source: Source) -> Iterator[str]:
        file = source.samples[0]
        yield render(f"{self.folder}/base64", sent=self._sent(file))
        if len(self.function.origins) > 1:
            origin = literal(self.function.origins[0], self.language.layout)
            yield render(
                f"{self.folder}/origin",
                sent=self._sent(file),
                origin=origin,
                logs=self.logs,
                **self._calls(),
            )

    def _deployment(self, source: Source, file: SampleFile) -> str:
        arguments: list[Any] = [DEPLOYMENT_ID, {"versions": ["Worker:2"]}]
        if self.function.loops:
            arguments.append("")
        return render(
            f"{self.folder}/deployment",
            sent=self._sent(file),
            **{name: self._reported(name.capitalize()) for name in ("succeeded", "failed")},
            used=self.language.tests.used(arguments) if self.function.ports else "",
            **self._calls(),
        )

    def _reported(self, status: str) -> str:
        """The statement that says that CodeDeploy was told `status`."""
        told = [DEPLOYMENT_ID, EXECUTION_ID, status]
        return self.language.tests.assertion("deployment", "report", told, False)


def _numbers(value: Any) -> bool:
    """Whether `value` has a number made of a key in it."""
    if isinstance(value, dict):
        return any(_numbers(one) for one in value.values())
    if isinstance(value, tuple):
        return any(_numbers(one) for one in value)
    return isinstance(value, Token) and value == Token("key", "N")


READERS = {"delivery": "read delivery"}
# where a record has the number by which a failure is reported
NUMBERS = {
    "change": ("dynamodb", "SequenceNumber"),
    "record": ("kinesis", "sequenceNumber"),
    "message": ("messageId",),
}
SAYS = {
    "file": "An object of {from} is handled under its decoded key",
    "change": "A change of {from} is handled in plain values",
    "record": "A record of {from} is decoded and handled",
    "notification": "A message of {from} is handled",
    "message": "A message of {from} is handled and done",
    "event": "An event of {from} is handled",
    "request": "A request to {from} is read and answered",
    "delivery": "A record of {from} is decoded, handled and delivered",
    "payload": "A value from {from} is handled and answered",
}
FAILURES = {
    ("change", True): "After a change that fails nothing more is handled",
    ("record", True): "After a record that fails nothing more is handled",
    ("message", True): "After a message that fails all that follow wait, too",
    ("message", False): "A message that fails comes again, the others are done",
    ("delivery", False): "A record that fails keeps its data, the others are delivered",
}
