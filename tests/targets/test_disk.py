"""Files of a project on the disk: each whole or not at all, and nothing else beside them."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sbd_lsp.targets import disk
from sbd_lsp.targets.disk import Refused, reader, write
from sbd_lsp.targets.project import Change

TEMPLATE = Change("template.yaml", "a: 1\r\nb: ü\n", None)
LOGIC = Change("src/resize/logic.py", "x = 1\n", None)
BOTH = (TEMPLATE, LOGIC)
KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from sbd_lsp.targets.disk import write
from sbd_lsp.targets.project import Change
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGTERM)
write(Path(sys.argv[1]), [Change("src/resize/logic.py", "x = 2", None)])
"""


def there(folder: Path) -> list[str]:
    """All that is below `folder`."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def failing(error: BaseException) -> Callable[..., None]:
    """A function that raises `error`."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_files_are_written_as_they_are_read(tmp_path: Path) -> None:
    """Text keeps its line breaks, and nothing but the files and their folders is there then."""
    write(tmp_path / "x" / "out", BOTH)
    assert there(tmp_path / "x" / "out") == [
        "src",
        "src/resize",
        "src/resize/logic.py",
        "template.yaml",
    ]
    read = reader(tmp_path / "x" / "out")
    assert [read(change.path) for change in BOTH] == [change.text for change in BOTH]
    assert read("none.yaml") is read("none/none.yaml") is None


def test_permissions(tmp_path: Path) -> None:
    """A new file has those that the person's mask leaves, one that was there keeps its own."""
    mask = os.umask(0o027)
    try:
        write(tmp_path, BOTH)
        assert stat.S_IMODE((tmp_path / "template.yaml").stat().st_mode) == 0o640
        (tmp_path / "template.yaml").chmod(0o755)
        write(tmp_path, [TEMPLATE._replace(before=TEMPLATE.text)])
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "template.yaml").stat().st_mode) == 0o755


def test_what_is_up_to_date_needs_no_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing changes nothing is made, so a project may lie where nobody may write."""
    monkeypatch.setattr(Path, "mkdir", failing(PermissionError(13, "Permission denied")))
    write(tmp_path / "out", [])
    assert there(tmp_path) == []


@pytest.mark.parametrize("what", ["builtins.open", "pathlib.Path.mkdir"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, error: BaseException
) -> None:
    """When the disk is full or the person interrupts, not even a folder is new."""
    with monkeypatch.context() as patch:
        patch.setattr(what, failing(error))
        with pytest.raises((Refused, KeyboardInterrupt)) as caught:
            write(tmp_path / "x" / "out", BOTH)
    if isinstance(error, OSError):
        assert str(caught.value) == f"{tmp_path / 'x' / 'out'}: No space left on device"
    assert there(tmp_path) == []


def test_what_cannot_be_moved_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the name of the file, not of the temporary one that was to become it."""

    def replace(temporary: Path, place: Path) -> None:
        raise OSError(1, "Operation not permitted", str(temporary), None, str(place))

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Refused) as caught:
        write(tmp_path / "out", BOTH)
    assert str(caught.value) == f"{tmp_path / 'out' / 'template.yaml'}: Operation not permitted"
    assert there(tmp_path) == []


def test_what_was_killed_is_cleared_the_next_time(tmp_path: Path) -> None:
    """A process that ends in the middle leaves nothing among the sources, and for good nowhere."""
    words = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(tmp_path)]
    assert subprocess.run(words, check=False, timeout=30).returncode == -signal.SIGTERM
    left = [path for path in there(tmp_path) if not (tmp_path / path).is_dir()]
    assert left == [".sbd/staging/0.staged"]
    write(tmp_path, [Change(".sbd/generated.json", "{}\n", None)])
    assert there(tmp_path) == [".sbd", ".sbd/generated.json", "src", "src/resize"]


def test_what_a_person_keeps_is_left(tmp_path: Path) -> None:
    """Where temporary files are laid only those are removed."""
    (tmp_path / ".sbd" / "staging").mkdir(parents=True)
    (tmp_path / ".sbd" / "staging" / "mine.txt").write_text("mine\n")
    write(tmp_path, [TEMPLATE])
    assert there(tmp_path) == [".sbd", ".sbd/staging", ".sbd/staging/mine.txt", "template.yaml"]


@pytest.mark.parametrize("way", ["mode", "access"])
def test_a_read_only_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """A file that may not be written is not replaced, and the others are not written either."""
    template = tmp_path / "template.yaml"
    template.write_text("mine\n")
    if way == "mode":
        template.chmod(0o444)
    else:
        monkeypatch.setattr(os, "access", lambda place, _: Path(place) != template)
    with pytest.raises(Refused, match=r"^template\.yaml: the file is read-only$"):
        write(tmp_path, (LOGIC, TEMPLATE._replace(before="mine\n")))
    assert template.read_text() == "mine\n"
    assert there(tmp_path) == ["template.yaml"]


def test_a_folder_that_may_not_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That files cannot be moved into a folder is known before the first is moved."""
    source = tmp_path / "src"
    source.mkdir()
    monkeypatch.setattr(os, "access", lambda place, _: Path(place) != source)
    with pytest.raises(Refused, match=r"^src/resize/logic\.py: its folder may not be written$"):
        write(tmp_path, BOTH)
    assert there(tmp_path) == ["src"]


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_plain_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A folder or a pipe of the name is neither read, which could take for ever, nor replaced."""
    make(tmp_path / "template.yaml")
    with pytest.raises(Refused, match=r"^template\.yaml: is not a plain file$"):
        reader(tmp_path)("template.yaml")
    with pytest.raises(Refused, match=r"^template\.yaml: is not a plain file$"):
        write(tmp_path, BOTH)
    assert there(tmp_path) == ["template.yaml"]


@pytest.mark.parametrize("name", ["src", "src/resize"])
def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path, name: str) -> None:
    """What has to go is said, not only where it leads."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine\n")
    said = f"{tmp_path / name}: is a file, not a folder"
    for use in (lambda: reader(tmp_path)(LOGIC.path), lambda: write(tmp_path, BOTH)):
        with pytest.raises(Refused) as caught:
            use()
        assert str(caught.value) == said
    assert not (tmp_path / "template.yaml").exists()


def test_text_that_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    """Neither numbers of errors nor names of codecs are shown."""
    (tmp_path / "template.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "loop").symlink_to("loop")
    read = reader(tmp_path)
    for path, said in (
        ("template.yaml", "template.yaml: is not UTF-8 text"),
        ("loop", "loop: Too many levels of symbolic links"),
        ("loop/a", "loop/a: Too many levels of symbolic links"),
        ("x" * 300, f"{'x' * 300}: File name too long"),
    ):
        with pytest.raises(Refused) as caught:
            read(path)
        assert str(caught.value) == said


@pytest.mark.parametrize("path", ["..", "../a", "src/../../a", ".", "", "src/..", "/a"])
def test_paths_that_lead_out_are_refused(tmp_path: Path, path: str) -> None:
    """The folder itself is none of its files."""
    folder = tmp_path / "out"
    (folder / "src").mkdir(parents=True)
    with pytest.raises(Refused, match=f"lies outside {folder}$"):
        reader(folder)(path)
    with pytest.raises(Refused, match=f"lies outside {folder}$"):
        write(folder, [Change(path, None, "text\n")])
    assert there(tmp_path) == ["out", "out/src"]


@pytest.mark.parametrize("name", ["src", ".sbd", ".sbd/staging"])
def test_links_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written, and nothing removed, outside of the folder."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / f"0{disk.STAGED}").write_text("mine\n")
    link = tmp_path / "out" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(outside, target_is_directory=True)
    with pytest.raises(Refused, match=f"lies outside {tmp_path / 'out'}$"):
        write(tmp_path / "out", BOTH)
    assert there(outside) == [f"0{disk.STAGED}"]
    assert not (tmp_path / "out" / "template.yaml").exists()
