"""What a design may refer to is what its template has."""

from __future__ import annotations

import pytest
import yaml

from sbd_lsp.checks.unknown_reference import is_known
from sbd_lsp.model.model import Model
from sbd_lsp.syntax.document import Document
from tests.targets.made import CASES, Case, template_of, transformed_of


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_of_the_template_is_unknown(case: Case) -> None:
    """Each resource and parameter of a template, and each that AWS's transform adds, may be named
    in its design."""
    model = Model.of(Document.of(yaml.safe_dump(case.design, sort_keys=False)))
    for template in (template_of(case.design), transformed_of(case.design)):
        ids = (*template["Resources"], *template.get("Parameters", ()))
        assert [id for id in ids if not is_known(id, model)] == []


@pytest.mark.parametrize("id", ["Nix", "AWS::Regoin", "Uploadss", "Up", "uploads", "UploadsLog"])
def test_what_no_template_has_is_unknown(id: str) -> None:
    """A slip of the pen is none of the other resources of a node."""
    text = "nodes:\n  Uploads: {type: bucket}\n  UploadsNews: {type: topic}\n"
    model = Model.of(Document.of(text))
    assert not is_known(id, model)
