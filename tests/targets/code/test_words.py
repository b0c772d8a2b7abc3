"""Comments, literals and names: whatever a person writes, the code around it stays whole."""

from __future__ import annotations

import ast
import json
import keyword
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.targets.code.comments import block_comment, docstring, wrapped
from sbd_lsp.targets.code.literals import NODE, PYTHON, literal
from sbd_lsp.targets.code.names import camel, snake, unique
from sbd_lsp.targets.code.readme import markdown
from tests.targets.code.designs import NASTY, ODD_IDS

# a document of YAML has no lone surrogates
texts = st.text(st.characters(exclude_categories=["Cs"]))
tricky = st.text(st.sampled_from(list("\"'\\`${}*/ \n#<>|ab\u2028é")), max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts | tricky,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(texts | tricky, texts | tricky)
def test_docstrings_compile(first: str, second: str) -> None:
    """Any text in a docstring leaves a docstring, with its words in it."""
    text = docstring(4, f"About {first}", second)
    tree = ast.parse(f"def f():\n    {text}\n    return 1\n")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2
    said = " ".join((ast.get_docstring(function) or "").split())
    visible = "".join(letter if letter.isprintable() else " " for letter in f"About {first}")
    assert said.startswith(" ".join(visible.split()))


@given(texts | tricky)
def test_block_comments_end_once(text: str) -> None:
    """Any text in a comment of JavaScript leaves one comment."""
    comment = block_comment(0, f"About {text}", text)
    assert comment.index("*/") == len(comment) - 2
    assert all(line.startswith(("/**", " *")) for line in comment.split("\n"))
    assert not any(letter in comment for letter in "\u2028\u2029\r")


@given(values)
@settings(max_examples=200)
def test_python_literals_say_the_value(value: Any) -> None:
    """A literal of Python evaluates to the value, on one line or on many."""
    assert ast.literal_eval(literal(value, PYTHON)) == value
    assert ast.literal_eval(literal(value, PYTHON, 4, 80)) == value


def test_node_literals_say_the_value(tmp_path: Path) -> None:
    """A literal of JavaScript evaluates to the value, on one line or on many."""
    samples: list[Any] = [NASTY, {"a-b": [1, None, True, "x" * 90], "class": {}, "": []}, "'", '"']
    lines = [f"console.log(JSON.stringify({literal(one, NODE, 2, 60)}));" for one in samples]
    (tmp_path / "literals.mjs").write_text("\n".join(lines), "utf-8")
    done = subprocess.run(
        ["node", "literals.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert [json.loads(line) for line in done.stdout.rstrip("\n").split("\n")] == samples


@pytest.mark.parametrize("text", [NASTY, "日本語 " * 60, "word " * 100])
def test_lines_are_short(text: str) -> None:
    """Lines keep to their width, wide characters counted as two columns."""
    for line in wrapped(text, 60):
        columns = sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)
        assert columns <= 60


def test_names_are_identifiers() -> None:
    """Names of ports are identifiers, no keywords, and differ whatever their case."""
    names = unique([snake(id) for id in ODD_IDS])
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)
    assert len({name.lower() for name in names}) == len(ODD_IDS)
    assert [camel(id) for id in ("ListPhotos", "S3Files", "class", "URL")] == [
        "listPhotos",
        "s3Files",
        "class",
        "url",
    ]


@given(texts)
def test_markdown_stays_in_its_cell(text: str) -> None:
    """Text in a table of the README is one line without bars of its own."""
    cell = markdown(text)
    assert "\n" not in cell
    assert "|" not in cell.replace("\\|", "")
