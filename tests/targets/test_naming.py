"""Names that the generator makes up."""

from __future__ import annotations

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.model.graph import links_in_cycles
from sbd_lsp.model.routes import kebab
from sbd_lsp.targets.intrinsics import sub
from sbd_lsp.targets.naming import Names, shorten, with_ellipsis
from sbd_lsp.targets.routes import route
from tests.targets.shapes import design, join


def test_names_are_given_once() -> None:
    """A name that is taken, or with an ending of its own is, gets a number."""
    names = Names({"FRole", "FQPermission"})
    assert [names.take("FRole"), names.take("FRole"), names.take("FLogs")] == [
        "FRole2", "FRole3", "FLogs",
    ]  # fmt: skip
    assert names.take_event("F", "Q") == "Q2"


def test_names_fit_cloudformation() -> None:
    """A logical id made of a long one stays below the limit and apart from its like."""
    names = Names([])
    made = [names.take("A" * 300 + letter) for letter in "xyz"]
    assert len(set(made)) == 3
    assert all(len(name) <= 255 for name in made)


def test_shortened_text_stays_apart() -> None:
    """Texts that differ beyond the limit differ when they are cut."""
    assert shorten("short", 10) == "short"
    assert len(shorten("a" * 50, 12)) == 12
    assert shorten("a" * 50, 12) != shorten("a" * 51, 12)


@pytest.mark.parametrize("limit", [10, 11, 12, 13])
def test_ellipsis_never_splits_a_character(limit: int) -> None:
    """Text is cut to bytes between characters."""
    cut = with_ellipsis("ä📷" * 10, limit)
    assert len(cut.encode()) <= limit
    assert cut.endswith("…")


@pytest.mark.parametrize(
    ("id", "path"),
    [("ListPhotos", "list-photos"), ("GetURLById2", "get-url-by-id-2"), ("x", "x"), ("API", "api")],
)
def test_kebab(id: str, path: str) -> None:
    """Words of an id are joined with hyphens."""
    assert kebab(id) == path


def test_default_paths_stay_apart() -> None:
    """Edges without a path get one of their target's id, even if ids differ only in case."""
    nodes = {"A": "api", "listPhotos": "function", "ListPhotos": "function", "Other": "function"}
    made = design_from(
        design(nodes, join("A", "listPhotos"), join("A", "ListPhotos"), join("A", "Other"))
    )
    assert [route(made, edge)[1] for edge in made.edges] == [
        "/listPhotos", "/ListPhotos", "/other",
    ]  # fmt: skip


def test_links_in_cycles() -> None:
    """Links that lead back are found, links that only lead there are not."""
    links = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "d"), ("c", "e")]
    assert links_in_cycles(links) == {("b", "c"), ("c", "b"), ("d", "d")}


@pytest.mark.parametrize(
    ("template", "values", "made"),
    [
        ("x-${a}", {"a": "plain"}, "x-plain"),
        ("x-${a}", {"a": "${not}"}, "x-${not}"),
        ("x-${a}", {"a": {"Ref": "B"}}, {"Fn::Sub": "x-${B}"}),
        ("x-${a}-${b}", {"a": {"Ref": "b"}, "b": "z"}, {"Fn::Sub": "x-${b}-z"}),
        ("x-${a}", {"a": {"Ref": "F.Alias"}}, {"Fn::Sub": ["x-${a}", {"a": {"Ref": "F.Alias"}}]}),
        ("${a}/*", {"a": {"Fn::Sub": ["y-${V}", {"V": 1}]}}, {"Fn::Sub": ["y-${V}/*", {"V": 1}]}),
        ("${AWS::Region}${a}", {"a": "${x}"}, {"Fn::Sub": "${AWS::Region}${!x}"}),
    ],
)
def test_sub_keeps_texts_and_references_apart(
    template: str, values: dict[str, object], made: object
) -> None:
    """Values go in as they are: a person's text as text, a reference as one."""
    assert sub(template, **values) == made
