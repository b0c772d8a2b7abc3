"""Types a design into a running server, asks after each keystroke what an editor asks, and counts.

What is counted, and what it should be, stands in `benchmarks/README.md`.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.client import (
    Client,
    Json,
    ProtocolError,
    Refused,
    ServerDied,
    ServerSilent,
)
from benchmarks.manners import MANNERS, Stroke
from benchmarks.ranking import Offer, offers_of, shown, to_character
from benchmarks.servers import Server
from benchmarks.tally import Tally
from benchmarks.tokens import Token, heads_of, ids_of, tokens_of

ID = re.compile(r"\W*(\w+)")
FIRST = 5
TIMEOUT = 10.0
HINT = 4


def replay(
    client: Client, server: Server, name: str, finished: str, manner: str, seed: int
) -> Tally:
    """What typing `finished` in `manner` into `server` shows; never raises on a server's fault."""
    run = Replay(client, server, name, finished, manner, seed)
    try:
        run.whole()
    except (ServerDied, ServerSilent, ProtocolError, Refused) as error:
        run.tally.broken += 1
        run.tally.miss(
            type(error).__name__, run.place(), message=str(error)[-2000:], text=run.page.text
        )
    return run.tally


class Replay:
    """One design being typed in one manner into a server that runs."""

    def __init__(
        self,
        client: Client,
        server: Server,
        name: str,
        finished: str,
        manner: str,
        seed: int,
    ) -> None:
        self.client, self.server, self.name, self.manner = client, server, name, manner
        self.uri = server.uri(f"{name}-{manner.replace(' ', '-')}-{seed}")
        self.finished = finished.split("\n")
        self.rng = random.Random(seed)
        self.line_break = random.Random(name).choice(("\n", "\n", "\r\n"))
        self.page, self.strokes = MANNERS[manner](finished, self.rng)
        self.tally = Tally()
        self.tokens: dict[int, list[Token]] = {}
        for token in tokens_of(finished):
            self.tokens.setdefault(token.line, []).append(token)
        self.true = self._findings_of("finished", finished)
        if len(self.page.rows) > 1:
            self.true |= self._findings_of("begun", self.page.text)
        self.standing: Counter[tuple[str, str]] = Counter()
        self.held: tuple[Token, list[Offer]] | None = None
        self.known: dict[Token, str] = {}
        self.truths: dict[Token, str] = {}
        self.missing: set[Token] = set()
        self.ids: set[str] = set()
        self.nodes = ids_of(finished)
        self.heads = heads_of(finished)
        self.stroke: Stroke | None = None
        self.triggers = (client.server.get("completionProvider") or {}).get("triggerCharacters", [])

    def place(self) -> dict[str, Any]:
        """Where the replay is."""
        stroke = self.stroke
        return {
            "design": self.name,
            "manner": self.manner,
            "line": stroke.line if stroke else 0,
            "column": stroke.column if stroke else 0,
            "typed": self.finished[stroke.line][: stroke.column] if stroke else "",
        }

    def whole(self) -> None:
        """Types all of it and closes the document."""
        self._open(self.uri, self.page.text)
        self.client.findings(self.uri, TIMEOUT)
        for stroke in self.strokes:
            self.stroke = stroke
            self._press(stroke)
        self.client.close(self.uri)

    def _open(self, uri: str, text: str) -> None:
        text = text.replace("\n", self.line_break)
        self.client.open(uri, text, self.server.language)

    def _findings_of(self, state: str, text: str) -> Counter[tuple[str, str]]:
        """What the server says of the design when it is opened in one state."""
        uri = f"{self.uri}-{state}{self.server.suffix}"
        self._open(uri, text)
        items = self.client.findings(uri, TIMEOUT).items
        self.client.close(uri)
        return Counter(map(_said, items))

    def _press(self, stroke: Stroke) -> None:
        self.tally.keystrokes += 1
        self.client.change(self.uri, [self._change(stroke)])
        if stroke.typed:
            self._completion(stroke)
        done = stroke.column == len(self.finished[stroke.line])
        if done or not self.server.debounce or self.tally.keystrokes % 10 == 0:
            self._check_findings(stroke)
        self._hovers(stroke)

    def _change(self, stroke: Stroke) -> Json:
        """The change as the protocol has it."""
        start, end = (
            {
                "line": place.row,
                "character": to_character(head, len(head), self.client.encoding),
            }
            for place, head in zip((stroke.start, stroke.end), stroke.heads, strict=True)
        )
        text = stroke.text.replace("\n", self.line_break)
        return {"range": {"start": start, "end": end}, "text": text}

    # -- completion -----------------------------------------------------------------------------

    def _completion(self, stroke: Stroke) -> None:
        row, line = stroke.cursor.row, self.page.rows[stroke.cursor.row]
        column = stroke.cursor.column
        token = self._token_at(stroke.line, stroke.column)
        if token is None or not self.finished[stroke.line].startswith(line[:column]):
            self.held = None
            return
        if self.held and (self.held[0] != token or stroke.text[:1] in self.triggers):
            self.held = None
        result = self.client.call(
            "textDocument/completion",
            {
                "textDocument": {"uri": self.uri},
                "position": {
                    "line": row,
                    "character": to_character(line, column, self.client.encoding),
                },
                "context": {"triggerKind": 1},
            },
            TIMEOUT,
        )
        offers, complete = offers_of(result, row, line, column, self.client.encoding)
        self._judge(token, stroke, line, offers, "asked")
        if self.held:
            self._judge(token, stroke, line, self.held[1], "held")
        elif complete and offers:
            self.held = (token, offers)

    def _token_at(self, line: int, column: int) -> Token | None:
        """The token being typed; none for the id of a node that is not written yet."""
        for token in self.tokens.get(line, []):
            if token.start <= column < token.end:
                return None if token.kind == "id" and not self._written(token.text) else token
        return None

    def _written(self, id: str) -> bool:
        """Whether the page has the node `id`."""
        row = re.compile(rf"""  +["']?{id}["']?:""")
        return any(map(row.match, self.page.rows))

    def _judge(
        self, token: Token, stroke: Stroke, line: str, offers: Sequence[Offer], how: str
    ) -> None:
        """Counts whether `token` is among the first entries that the editor shows.

        A list that the server called complete is `held` by the editor and only filtered while the
        word goes on; its edits then end at the cursor.
        """
        column = stroke.cursor.column
        ranked = [self._writes(offer, token, line, column) for offer in shown(offers, line, column)]
        first = shown(offers, line, column)[:FIRST]
        hit = any(ranked[:FIRST])
        empty = stroke.column <= self._first(token)
        if how == "asked":
            self._count(token, hit, empty)
            typed = line[token.start : column].lstrip("\"'").lower()
            crowded = all(offer.label.lower().startswith(typed) for offer in first)
            self.tally.behind += not hit and not empty and any(ranked) and crowded
            strange = [offer for offer in offers if not self._within(offer, token, line, column)]
            if strange:
                self.tally.outside += 1
                self.tally.miss("edit outside the word", self.place(), label=strange[0].label)
        elif not hit and not empty and not any(ranked):
            self.tally.missed += 1
        if not hit and not empty:
            self.tally.miss(
                "not offered" if how == "asked" else "not in the list that was called complete",
                self.place(),
                token=token.text,
                kind=token.kind,
                offered=[offer.label for offer in first],
                behind=ranked.index(True) + 1 if any(ranked) else None,
            )

    def _count(self, token: Token, hit: bool, empty: bool) -> None:
        if empty:
            self.tally.asked_empty += 1
            self.tally.missed_empty += not hit
            return
        self.tally.asked += 1
        self.tally.missed += not hit
        if self._first(token) + 1 == self._column():
            self.tally.tokens += 1
            self.tally.asked_by_kind[token.kind] += 1
            self.missing.discard(token)
        if not hit and token not in self.missing:
            self.missing.add(token)
            self.tally.tokens_missed += 1
            self.tally.missed_by_kind[token.kind] += 1

    def _first(self, token: Token) -> int:
        """The column of the first character of a word, behind a quote if it has one."""
        return token.start + (self.finished[token.line][token.start] in "\"'")

    def _column(self) -> int:
        assert self.stroke
        return self.stroke.column

    def _writes(self, offer: Offer, token: Token, line: str, column: int) -> bool:
        """Whether choosing `offer` leaves the token where it belongs."""
        written = offer.applied(line) if offer.end >= column else line[: offer.start] + offer.text
        rest = written[token.start :].lstrip("\"'")
        behind = rest[len(token.text) : len(token.text) + 1]
        return rest.startswith(token.text) and not (behind.isalnum() or behind in ("_", "."))

    def _within(self, offer: Offer, token: Token, line: str, column: int) -> bool:
        """Whether the edit stays in the word: from its beginning to what the editor closed."""
        closed = line[column:]
        word = len(closed) - len(closed.lstrip("\"'"))
        return offer.inside and offer.start >= token.start and offer.end <= column + word

    # -- findings -------------------------------------------------------------------------------

    def _check_findings(self, stroke: Stroke) -> None:
        items = self.client.findings(self.uri, TIMEOUT).items
        for item in items:
            if not self._exists(item["range"]):
                self.tally.broken += 1
                self.tally.miss("finding outside the text", self.place(), item=item)
        if stroke.whole:
            self.standing = self._findings_of(f"whole-{self.tally.keystrokes}", self.page.text)
        if not (stroke.typed or stroke.spoiled):
            return
        self.tally.checked += 1
        others = [item for item in items if self._elsewhere(item, stroke.cursor.row)]
        false = [item for item in others if item.get("severity", 1) != HINT]
        self.tally.alarmed += bool(false)
        self.tally.hinted += len(others) > len(false)
        for item in false:
            self.tally.miss(
                "false alarm",
                self.place(),
                on=self.page.rows[item["range"]["start"]["line"]],
                code=item.get("code"),
                message=item["message"],
                text=self.page.text,
            )

    def _elsewhere(self, item: Mapping[str, Any], row: int) -> bool:
        known = _said(item) in self.true or _said(item) in self.standing
        area = item["range"]
        return not known and not area["start"]["line"] <= row <= area["end"]["line"]

    def _exists(self, area: Mapping[str, Any]) -> bool:
        """Whether a range lies in the text as it is; one that does not is of another version."""
        return all(place["line"] < len(self.page.rows) for place in (area["start"], area["end"]))

    # -- hover ----------------------------------------------------------------------------------

    def _hovers(self, stroke: Stroke) -> None:
        """At the beginning of a line notes what some other words say; in it, asks again."""
        line = self.finished[stroke.line]
        if stroke.spoiled:
            own = set(ID.findall(line)[:1]) & self.nodes
            others = [word for word in self._words(stroke.cursor.row) if not self._names(word, own)]
            chosen = self.rng.sample(others, min(3, len(others)))
            self.known = {token: self._truth(token) for token in chosen}
            self.ids = self.nodes - own
            self._compare()
        elif stroke.column == 0 or (stroke.typed and stroke.text.startswith("\n")):
            others = list(self._words(stroke.cursor.row))
            chosen = self.rng.sample(others, min(3, len(others)))
            self.known = {token: said for token in chosen if (said := self._hover(token))}
            self.ids = self._ids()
        elif stroke.column in (len(line) // 3, len(line) * 2 // 3):
            self._compare()

    def _compare(self) -> None:
        """Asks again about the words and the nodes that were noted."""
        for token, said in self.known.items():
            self.tally.hovers += 1
            now = self._hover(token)
            if _title(now) not in (_title(said), _title(self._truth(token))):
                self.tally.hovers_lost += 1
                self.tally.miss("hover lost", self.place(), token=token.text, was=said, now=now)
        self.tally.hovers += bool(self.ids)
        if lost := self.ids - self._ids():
            self.tally.hovers_lost += 1
            self.tally.miss("symbols lost", self.place(), ids=sorted(lost))

    def _ids(self) -> set[str]:
        """Ids of nodes of which the outline of the document knows."""
        if not self.client.server.get("documentSymbolProvider"):
            return set()
        found = self.client.call(
            "textDocument/documentSymbol", {"textDocument": {"uri": self.uri}}, TIMEOUT
        )
        return set(_names(found or ())) & self.nodes

    def _words(self, but: int) -> Iterator[Token]:
        """Tokens on whole lines other than row `but`."""
        for row, line in enumerate(self.page.lines):
            if row != but and self.page.rows[row] == self.finished[line]:
                yield from self.tokens.get(line, ())

    def _names(self, word: Token, ids: set[str]) -> bool:
        """Whether the entry of a word names one of `ids`, and so may depend on what that is."""
        first = max((head for head in self.heads if head <= word.line), default=0)
        last = min((head for head in self.heads if head > word.line), default=len(self.finished))
        tokens = (token for line in range(first, last) for token in self.tokens.get(line, ()))
        return not ids.isdisjoint(token.text for token in tokens)

    def _truth(self, token: Token) -> str:
        """What the server says about `token` in the finished design."""
        if token not in self.truths:
            uri = f"{self.uri}-finished{self.server.suffix}"
            self._open(uri, "\n".join(self.finished))
            self.truths[token] = self._hover_at(uri, token, token.line, self.finished[token.line])
            self.client.close(uri)
        return self.truths[token]

    def _hover(self, token: Token) -> str:
        """What the server says about `token`, empty if it says nothing."""
        row = self.page.row_of(token.line)
        return self._hover_at(self.uri, token, row, self.page.rows[row])

    def _hover_at(self, uri: str, token: Token, row: int, line: str) -> str:
        position = {
            "line": row,
            "character": to_character(line, token.start + 1, self.client.encoding),
        }
        found = self.client.call(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": position},
            TIMEOUT,
        )
        if not found:
            return ""
        contents = found["contents"]
        return str(contents["value"] if isinstance(contents, dict) else contents).strip()


def _title(hover: str) -> str:
    return hover.split("\n")[0]


def _said(item: Mapping[str, Any]) -> tuple[str, str]:
    return str(item.get("code")), item["message"]


def _names(symbols: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for symbol in symbols:
        yield symbol["name"]
        yield from _names(symbol.get("children", ()))
