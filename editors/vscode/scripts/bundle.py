"""Put the server and everything it needs into `bundled/`, free of compiled code.

    python scripts/bundle.py

What comes out runs on any operating system under Python 3.10 and later. The packages are those of
`bundled.txt`, each by its hash, so the result does not depend on the machine that builds it. Wants
pip, in the interpreter that runs this or in `python3`; `make vscode` gives it the repository's.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

EXTENSION = Path(__file__).resolve().parents[1]
REPOSITORY = EXTENSION.parents[1]
BUNDLED = EXTENSION / "bundled"
PACKAGES = BUNDLED / "packages"
REQUIREMENTS = EXTENSION / "scripts" / "bundled.txt"

# The wheels of one interpreter and platform, wherever this runs; compiled parts are removed.
WHEELS = (
    "--only-binary=:all:",
    "--implementation=cp",
    "--python-version=3.10",
    "--abi=cp310",
    "--abi=none",
    "--platform=manylinux2014_x86_64",
    "--platform=any",
)
COMPILED = (".so", ".pyd", ".dylib", ".pyc", ".c", ".h", ".pyx")
UNUSED = ("bin", "networkx/**/tests", "networkx/conftest.py")


def main() -> None:
    """Build `bundled/` anew and say so on stderr. Raises CalledProcessError where pip fails."""
    check_declared()
    shutil.rmtree(BUNDLED, ignore_errors=True)
    install()
    strip()
    shutil.copytree(
        REPOSITORY / "sbd_lsp", PACKAGES / "sbd_lsp", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(EXTENSION / "launcher" / "run_server.py", BUNDLED)
    say(f"{sum(1 for path in BUNDLED.rglob('*') if path.is_file())} files in {BUNDLED}")


def check_declared() -> None:
    """Raise SystemExit if pyproject.toml declares a dependency that `bundled.txt` lacks."""
    declared = re.search(
        r"^dependencies = \[(.*?)^\]", text(REPOSITORY / "pyproject.toml"), re.M | re.S
    )
    wanted = set(re.findall(r'"([\w-]+)', declared.group(1) if declared else ""))
    missing = wanted - set(re.findall(r"^([\w-]+)==", text(REQUIREMENTS), re.M))
    if not wanted or missing:
        raise SystemExit(
            f"bundle: {REQUIREMENTS.name} lacks {', '.join(sorted(missing)) or 'everything'}"
        )


def install() -> None:
    """Let pip unpack the wheels into `bundled/packages`."""
    pip = ("-m", "pip", "-qq", "--disable-pip-version-check", "install")
    choice = ("--no-deps", "--no-compile", "--require-hashes", *WHEELS, f"--target={PACKAGES}")
    subprocess.run([python_with_pip(), *pip, *choice, "-r", str(REQUIREMENTS)], check=True)


def python_with_pip() -> str:
    """The first interpreter with pip: this one or those on PATH. Raises SystemExit if none is."""
    for python in filter(None, map(shutil.which, (sys.executable, "python3", "python"))):
        asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return python
    raise SystemExit(
        "bundle: no Python with pip; `make vscode` brings one, `python3 -m ensurepip` or the "
        "system's python3-pip gives one"
    )


def strip() -> None:
    """Remove compiled code and what the server never imports; raise SystemExit if some is left."""
    for pattern in UNUSED:
        for path in PACKAGES.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in PACKAGES.rglob("*"):
        if path.suffix in COMPILED:
            path.unlink()
    left = [path for path in PACKAGES.rglob("*") if path.is_file() and compiled(path)]
    if left:
        raise SystemExit(f"bundle: compiled code is left in {', '.join(map(str, left))}")


def compiled(path: Path) -> bool:
    """Whether the file begins as an ELF, PE or Mach-O binary does."""
    with path.open("rb") as file:
        start = file.read(4)
    return start[:2] == b"MZ" or start in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def text(path: Path) -> str:
    """The file as text."""
    return path.read_text(encoding="utf-8")


def say(what: str) -> None:
    """Talk on stderr."""
    print(f"bundle: {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
