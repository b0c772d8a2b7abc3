"""A line on the terminal that says how far a command is, if it takes longer than a second."""

from __future__ import annotations

import os
import sys
import threading
from types import TracebackType

from sbd_lsp.cli.console import printable, width

PATIENCE = 1.0  # seconds before anything is shown
PACE = 0.2  # seconds from one showing to the next
SIGNS = "|/-\\"
USUAL_COLUMNS = 80


class Progress:
    """Shows `text` beside a turning sign on standard error while its `with` block runs. Nothing is
    shown where standard error is no terminal."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _show(self) -> None:
        if self._over.wait(PATIENCE):
            return
        shown = turn = 0
        while not self._over.is_set():
            columns = _columns()
            line = _fitting(f"{SIGNS[turn % len(SIGNS)]} {printable(self.text)}", columns)
            rest = " " * (min(shown, columns) - width(line))
            print(f"\r{line}{rest}", end="", file=sys.stderr, flush=True)
            shown, turn = width(line), turn + 1
            self._over.wait(PACE)
        print(f"\r{' ' * shown}\r", end="", file=sys.stderr, flush=True)


def _columns() -> int:
    """The columns that a line may have: in the last one some terminals begin a new line."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):  # no file stands behind the stream
        columns = 0
    return (columns or USUAL_COLUMNS) - 1


def _fitting(text: str, columns: int) -> str:
    """`text`, or as much of its beginning as has room."""
    if width(text) <= columns:
        return text
    while text and width(text) >= columns:
        text = text[:-1]
    return f"{text}…"
