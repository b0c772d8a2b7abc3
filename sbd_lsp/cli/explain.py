"""`sbd explain`: what a rule, a service type, an edge or anything else that has a name is."""

from __future__ import annotations

import argparse
import shutil
import sys

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.cli.console import painter, say
from sbd_lsp.cli.terminal import shown
from sbd_lsp.cli.topics import Topics, no_such_edge, topics
from sbd_lsp.text.nearest import nearest

KNOWN, UNKNOWN = 0, 2
WIDEST = 100  # columns of a paragraph
ARROWS = ("->", "→", "=>", " to ")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = "Exit status: 0, or 2 if there is nothing of that name."
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="a rule (unknown-node), a service type (bucket), a kind (trigger), an edge "
        '("bucket->function"), an event (s3:ObjectCreated:*), an option (queue.visibility) or a '
        "runtime; all names if left out",
    )


def run(arguments: argparse.Namespace) -> int:
    """Explains; the exit status."""
    known = topics()
    if arguments.name is None:
        _write(_index(known))
        return KNOWN
    name = _plain(arguments.name)
    meant = name if name in known else _same_but_case(name, known)
    if meant is None:
        say(_unknown(arguments.name.strip(), name, known))
        return UNKNOWN
    texts = dict.fromkeys(topic.text() for topic in known[meant])
    _write("\n\n---\n\n".join(texts))
    return KNOWN


def _plain(name: str) -> str:
    """`name` as it stands among the topics: aliases of the ends of an edge resolved."""
    name = name.strip().strip("`")
    for arrow in ARROWS:
        source, found, rest = name.partition(arrow)
        if found:
            target, dot, option = rest.partition(".")
            return f"{_type(source)}->{_type(target)}{dot}{option}"
    owner, dot, option = name.partition(".")
    return f"{_type(owner)}.{option}" if dot and owner in CATALOGUE.aliases else name


def _type(word: str) -> str:
    return CATALOGUE.aliases.get(word.strip(), word.strip())


def _same_but_case(name: str, known: Topics) -> str | None:
    folded = name.casefold()
    return next((other for other in known if other.casefold() == folded), None)


def _unknown(typed: str, name: str, known: Topics) -> str:
    source, arrow, target = name.partition("->")
    instead = no_such_edge(source, target) if arrow else None
    if instead:
        return instead
    meant = nearest(name, known) if name else None
    hint = f"did you mean `{meant}`?" if meant else "`sbd explain` alone lists all there is"
    return f"there is nothing named `{typed}` to explain; {hint}"


def _index(known: Topics) -> str:
    groups: dict[str, list[str]] = {}
    for name, meanings in known.items():
        for topic in meanings:
            if topic.group and name not in groups.setdefault(topic.group, []):
                groups[topic.group].append(name)
    parts = [
        f"**{group}**\n\n{', '.join(f'`{n}`' for n in names)}" for group, names in groups.items()
    ]
    return "\n\n".join(("`sbd explain NAME` explains one of these.", *parts))


def _write(markdown: str) -> None:
    """Markdown as it is for a pipe, set for reading on a terminal."""
    if sys.stdout.isatty():
        width = min(WIDEST, shutil.get_terminal_size().columns)
        markdown = shown(markdown, width, painter(sys.stdout)).rstrip("\n")
    print(markdown)
