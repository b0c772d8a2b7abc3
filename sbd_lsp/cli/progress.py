"""A line on the terminal that says how far a command is, if it takes longer than a second."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

PATIENCE = 1.0  # seconds before anything is shown
PACE = 0.2  # seconds from one showing to the next
SIGNS = "|/-\\"


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
        width = turn = 0
        while not self._over.is_set():
            line = f"{SIGNS[turn % len(SIGNS)]} {self.text}"
            print(f"\r{line.ljust(width)}", end="", file=sys.stderr, flush=True)
            width, turn = max(width, len(line)), turn + 1
            self._over.wait(PACE)
        print(f"\r{' ' * width}\r", end="", file=sys.stderr, flush=True)
