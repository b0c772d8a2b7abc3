"""Makes `catalogue.json` from the YAML files of this folder: `python -m sbd_lsp.catalogue.compile`.

The YAML files are what people edit; the JSON is what the program reads (see `load.py`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def compile_catalogue(folder: Path = HERE) -> str:
    """The text of `catalogue.json` for the YAML files in `folder`."""
    document = _read(folder / "document.yaml")
    shared = _read(folder / "edge_options.yaml")
    data = {
        "services": [_read(path) for path in sorted((folder / "services").glob("*.yaml"))],
        "edges": _read(folder / "edges.yaml"),
        "options": shared["options"],
        "events": shared["events"],
        "runtimes": _read(folder / "runtimes.yaml"),
        "timezones": _read(folder / "timezones.yaml"),
        **document,
        "formats": {
            name: {form: _composed(row) for form, row in forms.items()}
            for name, forms in _read(folder / "formats.yaml").items()
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _composed(form: dict[str, Any]) -> dict[str, Any]:
    """The form with `{parts}` in its pattern replaced by the patterns of its parts in order."""
    parts = " ".join(part["pattern"].strip("^$") for part in form.get("keys", {}).values())
    return {**form, "pattern": form["pattern"].replace("{parts}", parts)}


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


if __name__ == "__main__":
    (HERE / "catalogue.json").write_text(compile_catalogue(), "utf-8")
