"""The servers that are compared, and how each is started and told about a document."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.client import Client

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "benchmarks"
SCHEMA = ROOT / "schema" / "sbd.schema.json"
YAML_VERSION = "2.0.0"


@dataclass(frozen=True)
class Server:
    """A language server to measure. `prepare` is called once, before the first start.

    `debounce` is the seconds that the server waits on purpose before it looks for findings.
    """

    name: str
    command: Sequence[str]
    language: str = "sbd"
    suffix: str = ".sbd.yaml"
    settings: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[], None] = lambda: None
    debounce: float = 0.0

    def start(self, encodings: Sequence[str] = ("utf-16",)) -> Client:
        """A running server that has been initialized."""
        client = Client(self.command, settings=self.settings, folder=ROOT, debounce=self.debounce)
        try:
            client.initialize(encodings)
        except BaseException:
            client.kill()
            raise
        if self.settings:
            client.notify("workspace/didChangeConfiguration", {"settings": dict(self.settings)})
        return client

    @contextmanager
    def running(self, encodings: Sequence[str] = ("utf-16",)) -> Iterator[Client]:
        """A running server for as long as the block lasts."""
        client = self.start(encodings)
        try:
            yield client
        finally:
            client.kill()

    def uri(self, name: str) -> str:
        """Address of a document that exists only in the editor."""
        return f"file:///somewhere/{name}{self.suffix}"


def install_yaml_server() -> None:
    """Puts yaml-language-server into the cache folder, if it is not there; needs npm."""
    if _yaml_script().exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is needed to install yaml-language-server")
    CACHE.mkdir(parents=True, exist_ok=True)
    package = f"yaml-language-server@{YAML_VERSION}"
    print(f"installing {package} …", file=sys.stderr)
    subprocess.run(
        [npm, "install", "--prefix", str(CACHE), "--no-audit", "--no-fund", "--silent", package],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _yaml_script() -> Path:
    return CACHE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


YAML_SETTINGS = {
    "yaml": {
        "schemas": {SCHEMA.as_uri(): ["*.yaml"]},
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
        "validate": True,
        "completion": True,
        "hover": True,
        # Without this it says of most of the longer files that they have too many computed items.
        "maxItemsComputed": 200000,
    },
    "http": {},
    "[yaml]": {"editor.tabSize": 2},
    "editor": {"tabSize": 2, "detectIndentation": False},
    "files": {},
}

# A replay stands for a person who does not pause within a line, however slow the machine is.
OURS = Server(
    "sbd-lsp",
    (sys.executable, "-m", "sbd_lsp", "lsp"),
    settings={"sbd": {"check": {"pause": 600}}},
)
EMPTY = Server("empty pygls", (sys.executable, "-m", "benchmarks.empty_server"))
YAML = Server(
    "yaml-language-server",
    (shutil.which("node") or "node", str(_yaml_script()), "--stdio"),
    language="yaml",
    suffix=".yaml",
    settings=YAML_SETTINGS,
    prepare=install_yaml_server,
    debounce=0.2,
)
SERVERS = {"sbd-lsp": OURS, "empty": EMPTY, "yaml": YAML}
