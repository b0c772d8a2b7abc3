"""The shape of the code: what ARCHITECTURE.md promises and a reader may rely on."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sbd_lsp import __version__

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sbd_lsp"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions in a module."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_paths_in_the_architecture_exist() -> None:
    """Every path that ARCHITECTURE.md names is there."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = set(
        re.findall(r"`((?:sbd_lsp|editors|examples|benchmarks|schema|tests)/[^` ]*)`", text)
    )
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    assert len(named) > 10


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_functions_are_short_and_public_ones_say_what_they_do(path: Path) -> None:
    """No function has more than 60 lines; a public one has a docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    rows = [(f.name, (f.end_lineno or 0) - f.lineno + 1) for f in functions(tree)]
    assert [row for row in rows if row[1] > 60] == []
    public = [f for f in functions(tree) if not f.name.startswith("_") and f.col_offset in (0, 4)]
    nested = {id(g) for f in functions(tree) for g in functions(f) if g is not f}
    silent = [f.name for f in public if ast.get_docstring(f) is None and id(f) not in nested]
    private = {
        f.name
        for c in ast.walk(tree)
        if isinstance(c, ast.ClassDef) and c.name.startswith("_")
        for f in functions(c)
    }
    assert [name for name in silent if name not in private] == []


def test_positions_stay_in_one_place() -> None:
    """Only the server's converter makes or reads LSP positions."""
    allowed = {"server/convert.py"}
    found = {
        str(path.relative_to(PACKAGE))
        for path in SOURCES
        if re.search(r"\.character\b|Position\(", path.read_text("utf-8"))
    }
    assert found <= allowed


def test_blanket_excepts_are_one() -> None:
    """Errors are caught by name; what is not expected ends in one guard."""
    found = [
        (str(path.relative_to(PACKAGE)), line)
        for path in SOURCES
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"except (Exception|BaseException)\b|except:", line)
    ]
    assert len(found) <= 1, found


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    """Importing the analysis loads neither networkx nor jinja2 nor the generators."""
    import subprocess
    import sys

    script = (
        "import sys, sbd_lsp.ide.analysis, sbd_lsp.server.app;"
        "heavy = ['networkx', 'jinja2', 'yaml', 'sbd_lsp.targets.plan'];"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_versions_agree() -> None:
    """The package, the VS Code extension and the mode for Emacs have one version."""
    editors = ROOT / "editors"
    assert f'"version": "{__version__}"' in (editors / "vscode" / "package.json").read_text("utf-8")
    lock = json.loads((editors / "vscode" / "package-lock.json").read_text("utf-8"))
    assert lock["version"] == lock["packages"][""]["version"] == __version__
    assert f";; Version: {__version__}\n" in (editors / "emacs" / "sbd-mode.el").read_text("utf-8")


def test_every_feature_has_its_handler_and_each_handler_its_feature() -> None:
    """The server's table and its handlers agree."""
    from sbd_lsp.server import app, features

    handlers = {handler for _, handler, _ in app.FEATURES}
    written = {value for name, value in vars(features).items() if name.startswith("on_")}
    assert written <= handlers
    assert len(app.FEATURES) == len({method for method, _, _ in app.FEATURES})
