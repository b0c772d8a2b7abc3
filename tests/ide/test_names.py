"""Names: an id is renamed wherever it stands."""

from __future__ import annotations

import pytest
import yaml

from sbd_lsp.ide.names import CannotRename, rename
from sbd_lsp.text.edit import apply
from tests.fixtures import at_cursor

DESIGN = """\
sbd: 1
name: x
deployment: {type: AllAtOnce, hooks: {before: B}}
nodes:
  A: {type: bucket}
  $0B: {type: function}
edges:
  - {from: A, to: B}
  - {from: 'B', to: A}
"""


def renamed(name: str) -> str:
    """The design after its function has another id."""
    analysis, offset = at_cursor(DESIGN)
    return apply(rename(analysis, offset, name), analysis.document.text)


@pytest.mark.parametrize("name", ["C", "On", "true", "Null", "y"])
def test_the_new_id_is_read_as_text(name: str) -> None:
    """An id that YAML would take for something else is put in quotes, wherever it stands."""
    design = yaml.safe_load(renamed(name))
    assert list(design["nodes"]) == ["A", name]
    assert [(edge["from"], edge["to"]) for edge in design["edges"]] == [("A", name), (name, "A")]
    assert design["deployment"]["hooks"]["before"] == name


@pytest.mark.parametrize("name", ["a-b", "1a", "", "A", "B" * 256, "é"])
def test_what_cannot_be_an_id_is_refused(name: str) -> None:
    """CloudFormation takes letters and digits, a letter first, 255 at most; no id twice."""
    with pytest.raises(CannotRename):
        renamed(name)


def test_the_longest_id_is_taken() -> None:
    """255 letters are an id."""
    assert "B" * 255 in renamed("B" * 255)
