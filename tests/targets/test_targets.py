"""A whole project of each target: what each part makes, put together."""

from __future__ import annotations

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.code import project_code
from sbd_lsp.targets.sam.emit import project_files
from tests.targets.made import template_of
from tests.targets.shapes import RUNTIMES, SHAPES, design, everything, varied


def test_sam_project_has_template_and_code() -> None:
    """The files of a project are those of its template and those of its code, each once."""
    made = design_from(varied(everything(), RUNTIMES, "AllAtOnce"))
    files, code = project_files(made), project_code(made)
    assert not set(files) & set(code)
    assert TARGETS["sam"](made) == files | code


@pytest.mark.parametrize("shape", ["everything", "touchy/collide", "touchy/function-options"])
def test_code_stands_where_the_template_says(shape: str) -> None:
    """Each function's `CodeUri` is a folder with the file that its `Handler` names."""
    made = varied(SHAPES[shape], RUNTIMES, "AllAtOnce")
    files = TARGETS["sam"](design_from(made))
    for row in template_of(made)["Resources"].values():
        if row["Type"] == "AWS::Serverless::Function":
            properties = row["Properties"]
            module, function = properties["Handler"].split(".")
            python = properties["Runtime"].startswith("python")
            text = files[properties["CodeUri"] + module + (".py" if python else ".mjs")]
            assert f"def {function}(" in text if python else f"const {function} " in text


def test_configuration_names_the_parameters() -> None:
    """What whoever deploys has to give stands in `samconfig.toml`, to be filled in."""
    text = project_files(design_from(design({"A": "analyticsStream"})))["samconfig.toml"]
    assert '#   "ACodeBucket=",' in text
    assert 'stack_name = "shape"' in text
