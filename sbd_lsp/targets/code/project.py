"""All files of the code of a project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sbd_lsp.model.design import Design
from sbd_lsp.targets.code import node, python, source, unittests
from sbd_lsp.targets.code.functions import Application, FunctionCode
from sbd_lsp.targets.code.names import unique
from sbd_lsp.targets.code.readme import readme
from sbd_lsp.targets.code.render import render

LANGUAGES = {"python": python.LANGUAGE, "nodejs": node.LANGUAGE}
IGNORED = {
    "python": ["__pycache__/", "*.py[cod]", ".venv/"],
    "nodejs": ["node_modules/"],
}


def project_code(design: Design) -> dict[str, str]:
    """Path to text of every file of code, event, test and README of `design`; writes nothing."""
    functions = list(Application(design).functions())
    used = list(dict.fromkeys(function.language for function in functions))
    files = {"README.md": readme(design, functions), ".gitignore": _gitignore(used)}
    tests = unique(_test_name(function) for function in functions)
    for function, test in zip(functions, tests, strict=True):
        files.update(_function(function, test))
    if "python" in used:
        files["tests/__init__.py"] = '"""Unit tests of the functions."""\n'
        files["tests/functions.py"] = render("python/functions") + "\n"
    if "nodejs" in used:
        files["tests/functions.mjs"] = render("node/functions") + "\n"
    return files


def _function(function: FunctionCode, test: str) -> Iterator[tuple[str, str]]:
    """The files of `function`; `test` names the one with its tests, without ending."""
    language = LANGUAGES[function.language]
    for name, text in source.files(function, language):
        yield f"src/{function.id}/{name}", text
    if function.language == "nodejs":
        yield f"src/{function.id}/package.json", _json(_package(function))
    for arriving in function.sources:
        for file in arriving.samples:
            yield f"events/{function.id}/{file.name}.json", _json(file.sample.event)
    ending = {"python": ".py", "nodejs": ".test.mjs"}[function.language]
    yield f"tests/{test}{ending}", unittests.test_file(function, language)


def _test_name(function: FunctionCode) -> str:
    python_test = f"test_{function.id.lower()}"
    return python_test if function.language == "python" else function.id


def _package(function: FunctionCode) -> dict[str, Any]:
    """What npm and Node.js need to know; both name and version must be there for `sam build`."""
    return {
        "name": function.id.lower(),
        "version": "1.0.0",
        "private": True,
        "type": "module",
    }


def _gitignore(languages: list[str]) -> str:
    lines = [".aws-sam/", *(line for name in languages for line in IGNORED[name])]
    return "".join(f"{line}\n" for line in lines)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
