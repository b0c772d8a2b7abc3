"""Fetch a program of another Debian release and make it run here, without installing anything.

    python -m tests.debian neovim forky      prints the path of `nvim` and its version

apt is given its own state directory with an empty list of installed packages, so that it downloads
the package together with every library that it needs, libc included. The packages are unpacked
below the cache directory, and a wrapper starts the program through the loader that came with them.
Programs which that one starts, such as a language server, still use the libraries of this system.

Needs Debian's apt and dpkg and Debian's archive keys; no root, no chroot.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
ROOT = Path(__file__).resolve().parents[1]

APT_CONFIGURATION = """
Dir::State::lists "{apt}/lists";
Dir::State::status "{apt}/status";
Dir::State::extended_states "{apt}/extended_states";
Dir::Cache "{apt}/cache";
Dir::Cache::archives "{apt}/cache/archives";
Dir::Etc::sourcelist "{apt}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Log "{apt}/log";
Dir::Log::Terminal "";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Update::Error-Mode "any";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Debug::NoLocking "true";
"""

WRAPPER = """\
#!/bin/sh
{environment}
program='{root}/usr/bin/{name}'
exec '{loader}' --argv0 "$program" --library-path '{libraries}' "$program" {arguments} "$@"
"""


class NotHad(Exception):
    """A program could not be had; the text says why and what can be done."""


@dataclass(frozen=True)
class Program:
    """A program, the package that it is in, and what its wrapper sets and says; there `{root}` is
    the folder that the packages are unpacked in."""

    package: str
    name: str
    environment: str = ""
    arguments: str = ""


NEOVIM = Program(
    "neovim",
    "nvim",
    "export VIMRUNTIME='{root}/usr/share/nvim/runtime'",
    "--cmd 'set runtimepath+={root}/usr/lib/nvim'",
)
PYTHON_3_13 = Program("python3.13", "python3.13")
PYTHON_3_14 = Program("python3.14", "python3.14")
PROGRAMS = {program.package: program for program in (NEOVIM, PYTHON_3_13, PYTHON_3_14)}


def cache_directory() -> Path:
    """Where programs are kept between runs: `$SBD_TEST_CACHE`, else `.cache` of the checkout."""
    return Path(os.environ.get("SBD_TEST_CACHE") or ROOT / ".cache").resolve()


def fetched(program: Program, suite: str) -> Path:
    """Give `program` of the Debian release `suite`, fetching it if the cache has none that runs.

    Raises NotHad if it cannot be fetched or does not run.
    """
    home = cache_directory() / program.package / suite
    found = home / program.name
    with locked(home):
        if version(found) is None:
            fetch(program, suite, home)
        if version(found) is None:
            raise NotHad(
                f"{program.package} of Debian {suite} was unpacked but does not run: {home}"
            )
    return found


def version(program: Path) -> str | None:
    """Give the first line of what `program --version` says, or None if it does not run."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.partition("\n")[0]


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Keep test processes that run at the same time from fetching the same program twice."""
    home.mkdir(parents=True, exist_ok=True)
    with open(home.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetch(program: Program, suite: str, home: Path) -> None:
    """Download and unpack `program` of `suite` below `home`, replacing what is there."""
    shutil.rmtree(home)
    root, apt = home / "root", home / "apt"
    for folder in (root, apt / "lists/partial", apt / "cache/archives/partial", apt / "log"):
        folder.mkdir(parents=True)
    configure(apt, suite)
    apt_get = ("apt-get", "-c", str(apt / "apt.conf"), "-q")
    run(*apt_get, "update")
    run(*apt_get, "-y", "--download-only", "install", program.package)
    for package in sorted((apt / "cache/archives").glob("*.deb")):
        run("dpkg-deb", "--extract", str(package), str(root))
    write_wrapper(program, home / program.name, root)
    shutil.rmtree(apt)


def configure(apt: Path, suite: str) -> None:
    """Write the files that make apt look at `suite` alone and keep its state below `apt`."""
    if not KEYRING.exists():
        raise NotHad(f"{KEYRING} is missing; install the package debian-archive-keyring")
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n")
    (apt / "apt.conf").write_text(APT_CONFIGURATION.format(apt=apt))


def mirror() -> str:
    """Give the address of a Debian archive: `$SBD_DEBIAN_MIRROR`, else the one this system uses.

    Raises NotHad if apt here has no source but a security archive.
    """
    named = os.environ.get("SBD_DEBIAN_MIRROR")
    if named:
        return named
    for line in run("apt-get", "update", "--print-uris").splitlines():
        address, found, _ = line.lstrip("'").partition("dists/")
        if found and "security" not in address:
            return address
    raise NotHad("apt here has no archive to download from; name one in SBD_DEBIAN_MIRROR")


def write_wrapper(program: Program, path: Path, root: Path) -> None:
    """Write the script `path`, which starts the program below `root` with the libraries there."""
    loaders = sorted(root.glob("usr/lib/*/ld-linux-*.so.*"))
    if not loaders:
        raise NotHad(f"no loader (ld-linux) was unpacked below {root}")
    text = WRAPPER.format(
        root=root,
        loader=loaders[0],
        libraries=loaders[0].parent,
        name=program.name,
        environment=program.environment.format(root=root),
        arguments=program.arguments.format(root=root),
    )
    path.write_text(text)
    path.chmod(0o755)


def run(*command: str) -> str:
    """Run `command` and give what it prints; raises NotHad with its last lines if it fails."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHad(f"`{' '.join(command)}` could not run: {error}") from error
    if done.returncode != 0:
        last = textwrap.indent((done.stderr or done.stdout).strip()[-1500:], "  ")
        raise NotHad(f"`{' '.join(command)}` failed:\n{last}")
    return done.stdout


def main(package: str, *suites: str) -> int:
    """Fetch a program of each of `suites` and print its path and version; 1 if one fails."""
    try:
        for suite in suites:
            program = fetched(PROGRAMS[package], suite)
            print(program, version(program))
    except NotHad as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
