"""What rules are made of, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import NamedTuple, Union

from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.write import is_bare
from sbd_lsp.text.nearest import Words, is_slip, nearest

PAGES = "https://github.com/sbd-lsp/sbd-lsp/blob/main/sbd_lsp/checks/pages/"


class Severity(IntEnum):
    """How much a finding matters; the numbers are LSP's."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Change(NamedTuple):
    """Puts `text` in the place of `place`."""

    place: Place
    text: str


class Fix(NamedTuple):
    """A cure: `title` says what it does, in the imperative.

    It is `safe` if it says better what was meant and nothing that somebody wrote is lost or made
    up; only such fixes are taken without being chosen by a person.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool = True


Mending = Callable[[Model], Iterable[Fix]]
Fact = Callable[[Model], object]


class Related(NamedTuple):
    """Another place that a finding has to do with."""

    place: Place
    message: str


class Rule(NamedTuple):
    """A rule. If `unfinished`, its findings say that something is not there yet, which is no
    fault of a design that is still being written."""

    slug: str
    severity: Severity
    summary: str
    unfinished: bool = False

    @property
    def page(self) -> str:
        """Address of the page that explains the rule."""
        return f"{PAGES}{self.slug}.md"

    def at(
        self,
        place: Place,
        message: str,
        fixes: Union[Iterable[Fix], Mending] = (),
        related: Iterable[Related] = (),
        unfinished: bool = False,
        wide: Fact | None = None,
        pending: bool = False,
    ) -> Finding:
        """A finding of this rule; `unfinished` if it says that something is not there yet,
        `pending` if that may be written on any later line of the same entry.

        `fixes` that look further than the block of the finding are a function of the model: it is
        called when somebody asks, with the model of that moment. `wide` is what the finding depends
        on of ids and keys of the document anywhere in the design.
        """
        mending = fixes if callable(fixes) else _always(tuple(fixes))
        unfinished = unfinished or self.unfinished
        return Finding(self, place, message, mending, tuple(related), unfinished, wide, pending)


class Finding(NamedTuple):
    """What a rule found at a place."""

    rule: Rule
    place: Place
    message: str
    mending: Mending
    related: tuple[Related, ...] = ()
    unfinished: bool = False
    wide: Fact | None = None
    pending: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """By which a finding is the same in the next version of the document."""
        return self.rule.slug, self.message

    def fixes(self, model: Model) -> tuple[Fix, ...]:
        """What would mend it in the version of the design that `model` is of."""
        fixes = self.mending(model)
        return tuple(fix._replace(changes=(*map(_quoted_as_it_was, fix.changes),)) for fix in fixes)


def cure(fixes: tuple[Fix, ...]) -> Fix | None:
    """The one of `fixes` that can be taken without asking: the only one, if it is safe."""
    return fixes[0] if len(fixes) == 1 and fixes[0].safe else None


def _quoted_as_it_was(change: Change) -> Change:
    """The change, with the quotes around what it replaces in a design in braces: JSON has to stay
    what it is."""
    block, start, end = change.place
    old = block.text[start:end]
    kept = block.flow and len(old) > 1 and old[0] in "\"'" and old[-1] == old[0]
    return (
        change._replace(text=f"{old[0]}{change.text}{old[0]}")
        if kept and is_bare(change.text)
        else change
    )


def _always(fixes: tuple[Fix, ...]) -> Mending:
    return lambda _: fixes


def replace(place: Place, text: str, title: str | None = None, safe: bool = True) -> Fix:
    """The fix that writes `text` in the place of `place`."""
    return Fix(title or f"Change to `{text}`", (Change(place, text),), safe)


def meant(
    word: str, known: Union[Iterable[str], Words], place: Place, otherwise: str
) -> tuple[str, list[Fix]]:
    """A hint to the word of `known` that `word` was meant to be, with its fix; else `otherwise`."""
    found = nearest(word, known)
    if found is None:
        return otherwise, []
    return f"did you mean `{found}`?", [replace(place, found, safe=is_slip(word, found))]


def listed(words: Iterable[str], joint: str = "or") -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def a(word: str) -> str:
    """A service type in backticks, with its article: an `api`, a `bucket`."""
    return f"{article(word)} `{word}`"


def article(words: str) -> str:
    """`a` or `an`, as `words` is spoken: an S3 bucket, a Step Functions state machine."""
    first = words.split(maxsplit=1)[0] if words else ""
    spelled = first.isupper() and len(first) > 1
    vowels = "AEFHILMNORSX" if spelled else "AEIOaeio"
    return "an" if first[:1] in vowels else "a"


def types_listed(types: Iterable[str], joint: str = "or") -> str:
    """Service types with their articles: an `api`, a `bucket` or a `topic`."""
    words = [a(type) for type in types]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
