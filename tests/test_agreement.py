"""One truth: no design makes a rule raise, and what has no error can be generated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import yaml
from hypothesis import given, note, settings
from hypothesis import strategies as st

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Severity
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.generation import project

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.sbd.yaml"))
TEXTS = [path.read_text("utf-8") for path in EXAMPLES]
ODD = [
    "",
    "null",
    "true",
    "[]",
    "{}",
    "[x]",
    "{a: b}",
    "0",
    "-1",
    "1.5",
    '""',
    "x y",
    "/",
    "/a/{b}",
]
PAIR = re.compile(r"(\w+)(: *)([^,{}\[\]\n]*)")


def _words(options: dict[str, Option]) -> set[str]:
    found = set(options)
    for option in options.values():
        found |= {*option.values, *map(str, option.examples)} | _words(dict(option.keys))
    return found


WORDS = sorted(
    {*CATALOGUE.services, *CATALOGUE.runtimes, *_words(dict(CATALOGUE.document))}
    | {*_words(dict(CATALOGUE.node)), *_words(dict(CATALOGUE.edge))}
    | {word for row in CATALOGUE.services.values() for word in _words(dict(row.options))}
    | {word for row in CATALOGUE.edges for word in (row.kind, *_words(dict(row.options)))}
    | {event for row in CATALOGUE.edges if row.events for event in row.events.values}
)


def _word(text: str, rng: random.Random) -> str:
    """A word of the language, of this design, or an odd one."""
    return rng.choice(rng.choice((WORDS, re.findall(r"\w+", text), ODD)))


def other_value(text: str, rng: random.Random) -> str:
    """Another value behind a key."""
    found = rng.choice(list(PAIR.finditer(text)))
    return text[: found.start(3)] + _word(text, rng) + text[found.end(3) :]


def other_key(text: str, rng: random.Random) -> str:
    """Another key before a value."""
    found = rng.choice(list(PAIR.finditer(text)))
    return text[: found.start(1)] + _word(text, rng) + text[found.end(1) :]


def one_more_pair(text: str, rng: random.Random) -> str:
    """One more key in a mapping in braces."""
    at = rng.choice([found.start() for found in re.finditer(r"}", text)] or [len(text)])
    return f"{text[:at]}, {_word(text, rng)}: {_word(text, rng)}{text[at:]}"


def lines_changed(text: str, rng: random.Random) -> str:
    """A line left out, written twice, moved, or indented otherwise."""
    lines = text.split("\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    line = lines[at]
    change = rng.randrange(4)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines.insert(to, line)
    elif change == 2:
        lines.insert(to, lines.pop(at))
    else:
        shifted = ("  " + line, " " + line, line[1:], line[2:], line.lstrip(), "? " + line)
        lines[at] = rng.choice((*shifted, line.replace("- ", "  ", 1), "  - " + line))
    return "\n".join(lines)


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    other_value, other_value, other_value, other_key, one_more_pair, lines_changed,
)  # fmt: skip


def changed(text: str, count: int, rng: random.Random) -> str:
    """`text` after `count` changes such as people make."""
    for _ in range(count):
        text = rng.choice(CHANGES)(text, rng)
    note(text)
    return text


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(1, 4), st.randoms(use_true_random=False))
def test_what_has_no_error_can_be_generated(text: str, count: int, rng: random.Random) -> None:
    """An example after a few changes has an error, or becomes a project."""
    analysis = Analysis.of(changed(text, count, rng))
    if not errors(analysis):
        assert project(analysis, "sam").files["template.yaml"]


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(1, 4), st.randoms(use_true_random=False))
def test_what_is_not_yaml_has_an_error(text: str, count: int, rng: random.Random) -> None:
    """Where PyYAML gives up on the whole, some entry has an error."""
    text = changed(text, count, rng)
    try:
        list(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        assert errors(Analysis.of(text))


def errors(analysis: Analysis) -> list[Finding]:
    """The findings for which nothing is generated."""
    return [found for found in analysis.findings if found.rule.severity == Severity.ERROR]
