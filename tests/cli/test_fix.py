"""`sbd check --fix`: what is cured, and what a file is left like."""

from __future__ import annotations

import io
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sbd_lsp.checks import duplicate_edge, unknown_type
from sbd_lsp.checks.rule import Finding, replace
from sbd_lsp.cli.fix import fixed
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.model.model import Model, Node
from tests.cli.conftest import BAD, GOOD, Run


def codes(text: str) -> list[str]:
    """The slugs of the findings on `text`."""
    return [finding.rule.slug for finding in Analysis.of(text).findings]


def test_the_only_fix_is_applied(run: Run, here: Path) -> None:
    """A finding with one fix is cured, counted, and the status is that of what is left."""
    path = here / "a.sbd.yaml"
    path.write_text(BAD)
    assert run("check", "--fix") == (0, "Nothing found in 1 file; 1 finding fixed\n", "")
    assert path.read_text() == GOOD


def test_cures_follow_each_other(run: Run, here: Path) -> None:
    """A cure may lay bare what the next one cures."""
    text = "name: a\nnodes:\n  A: {typ: s3}\n"
    assert fixed(text) == ("sbd: 1\nname: a\nnodes:\n  A: {type: bucket}\n", 3)


def test_a_choice_is_left_to_the_person(run: Run, here: Path) -> None:
    """A finding with several fixes is left."""
    text = GOOD.replace("to: Resize}", "to: Resizer}")
    analysis = Analysis.of(text)
    finding = next(f for f in analysis.findings if f.rule.slug == "unknown-node")
    assert len(finding.fixes(analysis.model)) > 1
    assert fixed(text) == (text, 0)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("type: function", "type: function, colour: {A: b}"),
        GOOD.replace("type: function", "type: function, runtime: python3.8"),
        GOOD.replace("type: function", "type: function, memory: 100000"),
        GOOD.replace("type: function", "type: function, Foo: bar"),
        GOOD.replace("name: good", "name: good\ndescription: a\ndescription: b"),
        GOOD + "  - {from: Uploads, to: Resize, description: the other}\n",
        GOOD.replace("{type: bucket}", "{type: schedule}"),
    ],
)
def test_nothing_that_was_written_is_lost(text: str) -> None:
    """What would remove or replace what somebody wrote, or make something up, is left."""
    analysis = Analysis.of(text)
    assert any(len(finding.fixes(analysis.model)) == 1 for finding in analysis.findings)
    assert fixed(text) == (text, 0)


def test_one_of_two_equal_keys_stays() -> None:
    """A key that says again what it said before is removed."""
    text = GOOD.replace("name: good", "name: good\ndescription: a")
    assert fixed(text.replace("description: a", "description: a\ndescription: a")) == (text, 1)


def test_one_of_two_equal_edges_stays(run: Run, here: Path) -> None:
    """Of what is there twice, one is removed."""
    edge = "  - {from: Uploads, to: Resize}\n"
    assert duplicate_edge.RULE.slug in codes(GOOD + edge)
    assert fixed(GOOD + edge) == (GOOD, 1)


def test_endings_and_byte_order_mark_stay(run: Run, here: Path) -> None:
    """Windows' line breaks and a byte order mark are kept."""
    path = here / "a.sbd.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode())
    assert run("check", "--fix").status == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()


def test_a_clean_file_is_not_written(run: Run, here: Path) -> None:
    """A file without findings keeps its time of change."""
    path = here / "a.sbd.yaml"
    path.write_text(GOOD)
    before = path.stat()
    assert run("check", "--fix").status == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_permissions_and_links_stay(run: Run, here: Path) -> None:
    """A link stays a link, and the file that it leads to keeps its permissions."""
    path, link = here / "real" / "a.sbd.yaml", here / "link.sbd.yaml"
    path.parent.mkdir()
    path.write_text(BAD)
    path.chmod(0o640)
    link.symlink_to(path)
    assert run("check", "--fix", "link.sbd.yaml").status == 0
    assert link.is_symlink()
    assert path.read_text() == GOOD
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["a.sbd.yaml"]


def test_a_file_that_cannot_be_written_stays(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new text cannot be put in place the old one stays, and nothing beside it."""
    path = here / "a.sbd.yaml"
    path.write_text(BAD)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", "a.sbd.yaml")

    monkeypatch.setattr(os, "replace", refuse)
    ended = run("check", "--fix")
    assert ended == (2, "", "sbd: a.sbd.yaml: cannot be written: No space left on device\n")
    assert path.read_text() == BAD
    assert [file.name for file in here.iterdir()] == ["a.sbd.yaml"]


def test_a_read_only_file_is_not_replaced(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be written is left, although its folder would allow to replace it."""
    path = here / "a.sbd.yaml"
    path.write_text(BAD)
    monkeypatch.setattr(os, "access", lambda *_: False)
    ended = run("check", "--fix")
    assert ended.status == 2
    assert ended.err == "sbd: a.sbd.yaml: cannot be written: the file is read-only\n"
    assert path.read_text() == BAD


def test_a_file_that_nobody_may_write_is_not_replaced(run: Run, here: Path) -> None:
    """Mode 0444 counts for root too, whom the system would let write it."""
    path = here / "a.sbd.yaml"
    path.write_text(BAD)
    path.chmod(0o444)
    ended = run("check", "--fix")
    assert ended.err == "sbd: a.sbd.yaml: cannot be written: the file is read-only\n"
    assert (ended.status, path.read_text()) == (2, BAD)


def test_what_is_no_plain_file_is_not_replaced(run: Run, here: Path) -> None:
    """A pipe with a name gives a design, and stays a pipe; so would a device."""
    pipe = here / "a.sbd.yaml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(BAD,), daemon=True)
    writer.start()
    ended = run("check", "--fix", "a.sbd.yaml")
    writer.join(10)
    assert ended == (2, "", "sbd: a.sbd.yaml: cannot be written: it is not a plain file\n")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [file.name for file in here.iterdir()] == ["a.sbd.yaml"]


def test_hard_links_stay_together(run: Run, here: Path) -> None:
    """Where a file has a second name, both have the new text."""
    path, twin = here / "a.sbd.yaml", here / "twin"
    path.write_text(BAD + "# a comment that makes the old text longer than the new\n" * 9)
    twin.hardlink_to(path)
    assert run("check", "--fix", "a.sbd.yaml").status == 0
    assert path.samefile(twin)
    assert twin.read_text().startswith(GOOD)
    assert sorted(file.name for file in here.iterdir()) == ["a.sbd.yaml", "twin"]


def test_the_owner_stays(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file goes on to belong to whom it belonged to, and keeps bits that a change of owner takes;
    where that cannot be given to a new file, the old one is written."""
    path = here / "a.sbd.yaml"
    path.write_text(BAD)
    if os.getuid() == 0:
        os.chown(path, 1234, 4321)
    path.chmod(0o2640)
    before = path.stat()
    assert run("check", "--fix").status == 0
    after = path.stat()
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert (after.st_mode, path.read_text()) == (before.st_mode, GOOD)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    path.write_text(BAD)
    before = path.stat()
    assert run("check", "--fix").status == 0
    assert (path.stat().st_ino, path.read_text()) == (before.st_ino, GOOD)
    assert [file.name for file in here.iterdir()] == ["a.sbd.yaml"]


def test_a_file_that_is_written_in_place_is_restored(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full in the middle of it, a file with two names has its old text again."""
    path, twin = here / "a.sbd.yaml", here / "twin"
    path.write_text(BAD)
    twin.hardlink_to(path)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    ended = run("check", "--fix", "a.sbd.yaml")
    assert ended == (2, "", "sbd: a.sbd.yaml: cannot be written: No space left on device\n")
    assert (path.read_text(), twin.read_text()) == (BAD, BAD)


def test_standard_input_cannot_be_fixed(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input is no file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    ended = run("check", "--fix", "-")
    assert ended == (2, "", "sbd: check: --fix writes files, and standard input is none\n")


def test_other_formats_stay_pure(run: Run, here: Path) -> None:
    """The number of cures is said on standard error when standard output is for programs."""
    (here / "a.sbd.yaml").write_text(BAD)
    assert run("check", "--fix", "--format", "json") == (0, "[]\n", "sbd: 1 finding fixed\n")


def rule_that_writes(text: str) -> object:
    """A check whose only fix writes `text` for the type of every node."""

    def check_node(node: Node, model: Model) -> Iterator[Finding]:
        place = node.place_of("type")
        if place is not None and node.type != text:
            yield unknown_type.RULE.at(place, "it should be another", [replace(place, text)])

    return check_node


def test_a_cure_that_makes_it_worse_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fix after which there are more errors than before is undone."""
    from sbd_lsp.checks import run as running

    monkeypatch.setattr(running, "NODE_CHECKS", (*running.NODE_CHECKS, rule_that_writes("x: {")))
    assert fixed(GOOD) == (GOOD, 0)


def test_cures_that_undo_each_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rules that each want what the other does not do not go on for ever."""
    from sbd_lsp.checks import run as running

    rules = (rule_that_writes("queue"), rule_that_writes("topic"))
    monkeypatch.setattr(running, "NODE_CHECKS", rules)
    monkeypatch.setattr(running, "EDGE_CHECKS", ())
    result = fixed("sbd: 1\nname: a\nnodes:\n  A: {type: bucket}\n")
    assert result.text in [
        f"sbd: 1\nname: a\nnodes:\n  A: {{type: {t}}}\n" for t in ("queue", "topic", "bucket")
    ]
    assert result.cures < 10
