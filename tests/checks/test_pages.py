"""The pages of the rules are true: their examples have the findings that are noted in them."""

from __future__ import annotations

import re

import pytest

from sbd_lsp.checks.explain import PAGES, page, rules
from sbd_lsp.checks.rule import Rule
from tests.checks.support import blocks, marks, noted

SECTIONS = ["What", "Why", "Example", "Instead"]
SLUGS = [rule.slug for rule in rules()]


@pytest.mark.parametrize("slug", SLUGS)
def test_page_has_its_sections(slug: str) -> None:
    """A page is headed by its slug and has What, Why, Example and Instead."""
    text = page(slug) or ""
    assert text.startswith(f"# {slug}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("slug", SLUGS)
def test_examples_have_the_noted_findings(slug: str) -> None:
    """The designs under Example have exactly the noted findings, this rule's among them."""
    examples = blocks(slug, "Example")
    assert examples
    for example in examples:
        text, expected = noted(example)
        assert marks(text) == expected
        assert slug in {found for _, _, found in expected}


@pytest.mark.parametrize("slug", SLUGS)
def test_what_to_write_instead_is_clean(slug: str) -> None:
    """The designs under Instead have no finding."""
    designs = blocks(slug, "Instead")
    assert designs
    for design in designs:
        assert marks(design) == set()


def test_every_page_has_a_rule() -> None:
    """The pages are those of the rules."""
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(SLUGS)


def test_there_is_no_page_of_an_unknown_rule() -> None:
    """A slug that no rule has gets no page."""
    assert page("no-such-rule") is None


@pytest.mark.parametrize("rule", rules(), ids=SLUGS)
def test_rule_links_to_its_page(rule: Rule) -> None:
    """The address of a rule ends in the path of its page."""
    assert rule.page.endswith(f"/sbd_lsp/checks/pages/{rule.slug}.md")
