"""The pages of the rules, and the index of them."""

from __future__ import annotations

from pathlib import Path

from sbd_lsp.checks import RULES
from sbd_lsp.checks.rule import Rule

PAGES = Path(__file__).parent / "pages"


def rules() -> list[Rule]:
    """All rules, in reading order."""
    return [module.RULE for module in RULES]


def page(slug: str) -> str | None:
    """The page of the rule `slug`, in Markdown; None if there is no such rule."""
    if slug not in {rule.slug for rule in rules()}:
        return None
    return (PAGES / f"{slug}.md").read_text("utf-8")


def index() -> str:
    """The text of this folder's README: each rule with its severity and what it is about."""
    rows = [
        f"| [{rule.slug}](pages/{rule.slug}.md) | {rule.severity.name.lower()} | {rule.summary} |"
        for rule in rules()
    ]
    return "\n".join((*INTRODUCTION, *rows, ""))


INTRODUCTION = (
    "# Rules",
    "",
    "What `sbd check` and the editor may find in a design. Each rule is a module here and has a",
    "page, which `sbd explain SLUG` shows. The examples on the pages are run as tests.",
    "",
    "This page is generated from the rules by `python -m tests.generated --write`.",
    "",
    "| rule | severity | what it finds |",
    "| --- | --- | --- |",
)
