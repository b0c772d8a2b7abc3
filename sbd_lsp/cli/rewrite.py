"""Puts a new text in the place of a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sbd_lsp.cli.files import BOM


def rewrite(path: Path, text: str, bom: bool) -> None:
    """Writes `text` as UTF-8, with a byte order mark if `bom`, and keeps the file's permissions.
    A link stays a link to the file that is written. Raises OSError; then the file is as it was."""
    place = path.resolve()
    if not os.access(place, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(path))
    mode = place.stat().st_mode & 0o7777
    handle, name = tempfile.mkstemp(prefix=".sbd-", dir=place.parent)
    try:
        with open(handle, "wb") as file:
            file.write((BOM if bom else b"") + text.encode())
        os.chmod(name, mode)
        os.replace(name, place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
