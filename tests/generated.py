"""The table of generated files: `python -m tests.generated --write` writes those that are stale.

To have another file generated, add its path and the function that gives its text to `GENERATED`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from sbd_lsp.catalogue.compile import compile_catalogue
from sbd_lsp.catalogue.json_schema import schema_text
from sbd_lsp.catalogue.load import load
from sbd_lsp.catalogue.reference import reference
from sbd_lsp.checks.explain import index

ROOT = Path(__file__).parent.parent
COMMAND = "python -m tests.generated --write"

GENERATED: dict[str, Callable[[], str]] = {
    "sbd_lsp/catalogue/catalogue.json": compile_catalogue,
    "sbd_lsp/catalogue/README.md": lambda: reference(load(compile_catalogue())),
    "sbd_lsp/checks/README.md": index,
    "schema/sbd.schema.json": lambda: schema_text(load(compile_catalogue())),
}


def stale(root: Path = ROOT) -> list[str]:
    """The paths, relative to `root`, of generated files that are missing or out of date."""
    return [path for path, text in GENERATED.items() if _read(root / path) != text()]


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Names stale files and, with `--write`, writes them; 1 if any are left stale, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.generated", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files that are stale")
    write = parser.parse_args(arguments).write
    paths = stale()
    for path in paths:
        if write:
            (ROOT / path).write_text(GENERATED[path](), "utf-8", newline="\n")
        print(f"{'written' if write else 'stale'}: {path}")
    return 1 if paths and not write else 0


if __name__ == "__main__":
    raise SystemExit(main())
