"""The forms of schedule expressions and paths take what AWS takes."""

from __future__ import annotations

import re

import pytest

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE


def forms_of(format: str, value: str) -> list[str]:
    """The names of the forms of `format` that `value` has."""
    forms = CATALOGUE.formats[format]
    return [name for name, form in forms.items() if re.search(form.pattern, value)]


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("rate(1 minute)", "rate"),
        ("rate(5 minutes)", "rate"),
        ("rate(12 hours)", "rate"),
        ("rate(7 days)", "rate"),
        ("cron(0 2 * * ? *)", "cron"),
        ("cron(15 12 * * ? *)", "cron"),
        ("cron(0 18 ? * MON-FRI *)", "cron"),
        ("cron(0 8 1 * ? *)", "cron"),
        ("cron(0/15 * * * ? *)", "cron"),
        ("cron(0/10 * ? * MON-FRI *)", "cron"),
        ("cron(0/5 8-17 ? * MON-FRI *)", "cron"),
        ("cron(15 10 ? * 6L 2022-2023)", "cron"),
        ("cron(0 9 ? * 2#1 *)", "cron"),
        ("cron(0 9 3W * ? *)", "cron"),
        ("cron(0 9 LW JAN,JUL ? 2027)", "cron"),
        ("cron(59 23 L DEC ? 2199)", "cron"),
        ("at(2027-01-01T00:00:00)", "at"),
        ("at(2022-11-20T13:00:00)", "at"),
    ],
)
def test_schedule_expression_has_one_form(value: str, form: str) -> None:
    """An expression that EventBridge Scheduler documents has the form that it is named after."""
    assert forms_of("schedule", value) == [form]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "rate()",
        "rate(0 minutes)",
        "rate(5 seconds)",
        "rate(5minutes)",
        "rate(1.5 hours)",
        "rate(5 minutes",
        "every 5 minutes",
        "cron(0 2 * * *)",
        "cron(0 2 * * * *)",
        "cron(0 2 ? * ? *)",
        "cron(60 2 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 2 32 * ? *)",
        "cron(0 2 * 13 ? *)",
        "cron(0 2 ? * 8 *)",
        "cron(0 2 ? * MONDAY *)",
        "cron(0 2 * * ? 1969)",
        "at(2027-13-01T00:00:00)",
        "at(2027-01-01)",
        "at(2027-01-01T24:00:00)",
        "at(2027-01-01T00:00:00Z)",
    ],
)
def test_what_is_no_schedule_expression_has_no_form(value: str) -> None:
    """A fault in an expression leaves it without a form."""
    assert forms_of("schedule", value) == []


@pytest.mark.parametrize(
    "value",
    ["/", "/photos", "/photos/{id}", "/{proxy+}", "/v1/{a}/b.c/{rest+}", "/a-b_c~d", "/users:find"],
)
def test_path_of_an_api_has_its_form(value: str) -> None:
    """A path that API Gateway takes has the form of a path."""
    assert forms_of("path", value) == ["path"]


@pytest.mark.parametrize(
    "value",
    ["", "photos", "//", "/photos/", "/{id", "/{}", "/{proxy+}/more", "/a b", "/x{id}", "/a?b=c"],
)
def test_what_is_no_path_has_no_form(value: str) -> None:
    """A path that API Gateway refuses has no form."""
    assert forms_of("path", value) == []


@pytest.mark.parametrize(
    "form", [form for forms in CATALOGUE.formats.values() for form in forms.values()]
)
def test_examples_have_the_form_that_they_are_examples_of(form: Option) -> None:
    """The examples of a form, and of each of its parts, match its pattern."""
    parts = [form, *form.keys.values()]
    for part in parts:
        for example in (*part.examples, *part.values):
            assert re.search(part.pattern, example), (part.name, example)
