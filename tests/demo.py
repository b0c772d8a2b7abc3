"""The whole way in a minute, with the real server: `python -m tests.demo`.

Types an example into the server as an editor would, lets it find and cure two faults, completes,
hovers, applies the code action that generates the project into `build/demo/`, and has the project
judged by cfn-lint and its own tests. Exits with 1 if anything is not as it should be.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sbd_lsp.cli.console import painter
from tests.demo_editor import Editor, Json, Trouble, fresh

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "photo-album.sbd.yaml"
FOLDER = ROOT / "build" / "demo"
RIGHT, WRONG = "  Thumbnails: {type: bucket}\n", "  Thumbnails: {type: s3}\n"
ILLEGAL = "  - {from: Index, to: Thumbnails}\n"
PACE = 0.003 if sys.stdout.isatty() else 0.0  # seconds between two characters
ACTION = "Generate SAM project"
SHOWN = 6  # completions, lines of a hover, paths of a folder
paint = painter(sys.stdout)


class Unexpected(Exception):
    """Something is not as it should be; the message says what."""


def main() -> int:
    """Plays all scenes; the exit status."""
    begun = time.perf_counter()
    editor = Editor(fresh(FOLDER) / EXAMPLE.name)
    try:
        for scene in (start, write, correct, illegal, look, generate, leave):
            scene(editor)
        judge(FOLDER / "photo-album")
    except (Unexpected, Trouble) as error:
        print(f"\n{paint('error', 'not as it should be:')} {error}")
        return 1
    finally:
        editor.process.kill()
        editor.process.wait()
    seconds = time.perf_counter() - begun
    print(f"\nAll is as it should be, in {seconds:.0f} seconds. The project is in {shown(FOLDER)}.")
    return 0


def start(editor: Editor) -> None:
    """The server starts."""
    title("The server starts")
    begun = time.perf_counter()
    server = editor.open(FOLDER)
    note(f"{server['name']} {server['version']} is ready after {ms(time.perf_counter() - begun)}")


def write(editor: Editor) -> None:
    """The example is typed, with `s3` where the language says `bucket`."""
    title(f"Typing {EXAMPLE.name}, a character at a time")
    text = EXAMPLE.read_text("utf-8")
    expect(RIGHT in text, f"{EXAMPLE.name} has no {RIGHT!r}")
    text = text.replace(RIGHT, WRONG)
    asked: dict[str, Callable[[Editor], None]] = {
        "  Uploads:\n    type: ": lambda e: complete(e, "the service types", "bucket"),
        "{from: Uploads, to: ": lambda e: complete(e, "where a bucket can lead to", "Resize"),
        "{from: Uploads, to: Resize, kind: trigger, event: ": lambda e: complete(
            e, "the events of a bucket", "s3:ObjectCreated:*"
        ),
    }
    known: set[str] = set()
    line = ""
    for letter in text:
        editor.type(letter)
        line += letter
        print(letter, end="", flush=True)
        time.sleep(PACE)
        question = next((q for q in asked if editor.text.endswith(q)), None)
        if question:
            print()
            asked.pop(question)(editor)
            print(line, end="", flush=True)
        if letter == "\n":
            line = ""
            known = changed(editor, known)
    expect(not asked, f"these questions were never asked: {list(asked)}")
    editor.pause()
    known = changed(editor, known)
    expect(codes(editor) == ["unknown-type"], f"the findings are {codes(editor)}")
    delays = sorted(editor.delays)
    worst = delays[int(len(delays) * 0.95)]
    note(
        f"{len(delays)} keystrokes; findings after {ms(statistics.median(delays))} "
        f"in the middle, {ms(worst)} for 95 of 100"
    )


def complete(editor: Editor, what: str, wanted: str) -> None:
    """Completion offers `wanted` where the cursor is."""
    begun = time.perf_counter()
    answer = editor.ask("textDocument/completion", editor.at(len(editor.text)))
    took = time.perf_counter() - begun
    labels = [item["label"] for item in answer["items"]]
    first = ", ".join(labels[:SHOWN]) + (", …" if len(labels) > SHOWN else "")
    note(f"completion, {what} ({ms(took)}): {first}")
    expect(wanted in labels, f"completion does not offer {wanted}: {labels}")


def correct(editor: Editor) -> None:
    """The unknown type is corrected by its quick fix."""
    title("The quick fix of the finding")
    finding = editor.findings[0]
    fixes = editor.actions(finding["range"], ["quickfix"])
    expect(len(fixes) == 1, f"there are {len(fixes)} fixes")
    note(f"{fixes[0]['title']}")
    editor.apply(fixes[0])
    editor.pause()
    expect(editor.findings == [], f"still found: {codes(editor)}")
    expect(editor.text == EXAMPLE.read_text("utf-8"), "the text is not that of the example")
    note("nothing is found any longer, and the text is that of the example")


def illegal(editor: Editor) -> None:
    """An edge that there is not is typed, and taken back."""
    title("An edge that is not allowed")
    print(ILLEGAL, end="")
    editor.type(ILLEGAL)
    editor.pause()
    changed(editor, set())
    expect(codes(editor) == ["edge-not-allowed"], f"the findings are {codes(editor)}")
    fixes = editor.actions(editor.findings[0]["range"], ["quickfix"])
    expect(bool(fixes), "no fix is offered")
    for fix in fixes:
        note(f"offered: {fix['title']}")
    editor.erase(len(ILLEGAL))
    editor.pause()
    expect(editor.findings == [], f"still found: {codes(editor)}")
    note("taken back; nothing is found any longer")


def look(editor: Editor) -> None:
    """Hover explains the kind of an edge."""
    title("The pointer rests on `trigger`")
    answer = editor.ask("textDocument/hover", editor.at(editor.text.index("trigger") + 2))
    expect(answer is not None, "there is nothing to say")
    text = answer["contents"]["value"]
    expect("lambda:InvokeFunction" in text, "the permission is not named")
    for line in [line for line in text.split("\n") if line][:SHOWN]:
        note(line)


def generate(editor: Editor) -> None:
    """The code action generates the project."""
    title("The code action")
    editor.save()
    begin = {"start": editor.place(0), "end": editor.place(0)}
    offered = {action["title"]: action for action in editor.actions(begin)}
    expect(ACTION in offered, f"the action is not offered, only {list(offered)}")
    note(ACTION)
    command: Json = offered[ACTION]["command"]
    begun = time.perf_counter()
    answer = editor.ask(
        "workspace/executeCommand",
        {"command": command["command"], "arguments": command["arguments"]},
    )
    took = time.perf_counter() - begun
    expect(answer is not None, f"nothing was generated: {editor.messages[-1:]}")
    for message in editor.messages:
        note(f"{message} ({ms(took)})")
    for line in tree(FOLDER / "photo-album"):
        print(line)
    expect((FOLDER / "photo-album" / "template.yaml").is_file(), "there is no template.yaml")


def leave(editor: Editor) -> None:
    """The server ends when it is asked to."""
    status = editor.close()
    expect(status == 0, f"the server ended with {status}")


def judge(project: Path) -> None:
    """cfn-lint and the generated tests pass."""
    title("cfn-lint on the template")
    linter = shutil.which("cfn-lint", path=str(Path(sys.executable).parent))
    expect(linter is not None, "cfn-lint is not installed; `make demo` installs it")
    run_tool(project, "cfn-lint", str(linter), "template.yaml")
    note("no error, no warning")
    title("The generated tests of the Python functions")
    run_tool(project, "python", sys.executable, "-m", "unittest")


def run_tool(project: Path, name: str, *command: str) -> None:
    """Runs a command in the project, its output before one's eyes."""
    print(f"  $ {' '.join((name, *command[1:]))}", flush=True)
    done = subprocess.run(command, cwd=project, check=False)
    expect(done.returncode == 0, f"{name} ended with {done.returncode}")


# -- what is shown -------------------------------------------------------------------------------


def title(text: str) -> None:
    """Begins a scene."""
    print(f"\n{paint('bold', text)}\n")


def note(text: str) -> None:
    """Says what happens, beside what is typed."""
    print(f"{paint('code', '  >')} {text}", flush=True)


def changed(editor: Editor, known: set[str]) -> set[str]:
    """Shows which findings came and went; those that stand now."""
    now = {f"{row['code']}: {row['message']}" for row in editor.findings if row["severity"] < 3}
    for text in sorted(now - known):
        print(f"{paint('error', '  + found')} {text}")
    for text in sorted(known - now):
        print(f"{paint('information', '  - gone ')} {text}")
    return now


def codes(editor: Editor) -> list[str]:
    """The slugs of the findings."""
    return [str(row["code"]) for row in editor.findings]


def tree(folder: Path) -> list[str]:
    """The files of a folder, a line each."""
    lines = [f"  {shown(folder)}/"]
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        lines.append(f"  {'    ' * (len(parts) - 1)}    {parts[-1]}{'/' if path.is_dir() else ''}")
    return lines


def shown(path: Path) -> str:
    """`path` from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:.1f} ms"


def expect(holds: bool, otherwise: str) -> None:
    """Raises Unexpected with `otherwise` unless it holds."""
    if not holds:
        raise Unexpected(otherwise)


if __name__ == "__main__":
    sys.exit(main())
