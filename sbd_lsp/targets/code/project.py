"""All files of the code of a project."""

from __future__ import annotations
import json

from sbd_lsp.model.design import Design
from sbd_lsp.targets.code import python, source, unittests
from sbd_lsp.targets.code.functions import Application

LANGUAGES = {"python": python.LANGUAGE}


def project_code(design: Design) -> dict[str, str]:
    """Path to text of every file of code, event, test and README of `design`; writes nothing."""
    files: dict[str, str] = {}
    for function in Application(design).functions():
        language = LANGUAGES[function.node.runtime.language]
        for name, text in source.files(function, language):
            files[f"src/{function.id}/{name}"] = text
        files[f"tests/test_{function.id.lower()}.py"] = unittests.test_file(function, language)
        for source_ in function.sources:
            for file in source_.samples:
                files[f"events/{function.id}/{file.name}.json"]=json.dumps(file.sample.event,indent=2,ensure_ascii=False)+"\n"
    from sbd_lsp.targets.code.render import render
    files["tests/__init__.py"]=""
    files["tests/functions.py"]=render("python/functions")+"\n"
    return files
