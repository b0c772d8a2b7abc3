"""Types designs into the servers the way people do, and writes what they answered into the table.

    python -m benchmarks.replay

types every example and some designs that hypothesis makes up in each manner into this server, and a
few of them into yaml-language-server. Each single miss is kept as JSON.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.client import ProtocolError, ServerDied, ServerSilent
from benchmarks.designs import chosen
from benchmarks.manners import MANNERS
from benchmarks.replayer import replay
from benchmarks.report import keep, put, table
from benchmarks.servers import SERVERS, Server
from benchmarks.tally import Tally

Tallies = dict[str, Tally]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the replays; returns 0 if this server has met the aim, 1 if not."""
    options = _parser().parse_args(arguments)
    texts = chosen(options.made_up, options.seed)
    if options.files:
        texts = {path.stem: path.read_text("utf-8") for path in options.files}
    results: dict[str, Tallies] = {}
    for name in options.servers:
        server = SERVERS[name]
        server.prepare()
        results[server.name] = replays(
            server, texts, options.manners, options.seconds, options.seed
        )
    text = written(results)
    print(text)
    kept = keep("replay", {name: as_json(each) for name, each in results.items()})
    print(f"every miss: {kept}", file=sys.stderr)
    if not options.dry:
        put("replay", text)
    ours = next(iter(results.values()))
    return int(not all(aim_is_met(tally) for tally in ours.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="designs; all examples if left out")
    parser.add_argument("--servers", nargs="+", default=["sbd-lsp", "yaml"], choices=SERVERS)
    parser.add_argument("--manners", nargs="+", default=list(MANNERS), choices=MANNERS)
    parser.add_argument("--made-up", type=int, default=12, help="designs that hypothesis makes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=240.0, help="most time for each server")
    parser.add_argument("--dry", action="store_true", help="leave README.md as it is")
    return parser


def replays(
    server: Server,
    texts: Mapping[str, str],
    manners: Sequence[str],
    seconds: float,
    seed: int,
) -> Tallies:
    """One tally for each manner; what does not fit into `seconds` is left out.

    Each design is typed in one manner after the other, and all of them in some manner before any is
    typed in a second one, so that designs and manners have their share.
    """
    tallies = {manner: Tally() for manner in manners}
    pairs = [
        (name, manners[(number + turn) % len(manners)])
        for turn in range(len(manners))
        for number, name in enumerate(texts)
    ]
    deadline = time.monotonic() + seconds
    done = 0
    while done < len(pairs) and time.monotonic() < deadline:
        with server.running() as client:
            for name, manner in pairs[done:]:
                done += 1
                tally = attempt(client, server, name, texts[name], manner, seed)
                tallies[manner].add(tally)
                if tally.broken or time.monotonic() > deadline:
                    break
    print(f"{server.name}: {done} of {len(pairs)} replays in the time", file=sys.stderr)
    return tallies


def attempt(client: Any, server: Server, name: str, text: str, manner: str, seed: int) -> Tally:
    """One replay; a server that cannot even say something about the finished design is broken."""
    try:
        return replay(client, server, name, text, manner, seed)
    except (ServerDied, ServerSilent, ProtocolError) as error:
        tally = Tally(broken=1)
        tally.miss(type(error).__name__, {"design": name}, message=str(error)[-2000:])
        return tally


def aim_is_met(tally: Tally) -> bool:
    """Whether all was offered that can be, nothing wrongly flagged or lost, and nothing broken. Of
    more than five words that begin with what is typed some have to stand further down."""
    faults = (tally.outside, tally.alarmed, tally.hovers_lost, tally.broken)
    return tally.missed == tally.behind and not any(faults)


def as_json(tallies: Tallies) -> dict[str, Any]:
    """Tallies as plain values, by manner."""
    return {manner: tally.as_json() for manner, tally in tallies.items()}


HEAD = (
    "server, manner",
    "keystrokes",
    "words",
    "offered",
    "further down",
    "offered before the first character",
    "edits outside the word",
    "keystrokes with a false alarm",
    "with a hint elsewhere",
    "hovers lost",
    "broken",
)


def written(results: Mapping[str, Tallies]) -> str:
    """The tables as Markdown."""
    rows = []
    for name, tallies in results.items():
        whole = Tally()
        for manner, tally in tallies.items():
            rows.append(_row(f"{name}, {manner}", tally))
            whole.add(tally)
        rows.append(_row(f"**{name}**", whole))
    return table(HEAD, rows) + "\n\n" + _by_kind(results)


def _row(title: str, tally: Tally) -> list[str]:
    return [
        title,
        f"{tally.keystrokes:,}",
        f"{tally.tokens:,}",
        _percent(tally.asked - tally.missed, tally.asked),
        f"{tally.behind:,}",
        _percent(tally.asked_empty - tally.missed_empty, tally.asked_empty),
        str(tally.outside),
        f"{tally.alarmed:,} of {tally.checked:,}",
        f"{tally.hinted:,}",
        f"{tally.hovers_lost:,} of {tally.hovers:,}",
        str(tally.broken),
    ]


def _by_kind(results: Mapping[str, Tallies]) -> str:
    """How many words of each kind were offered from their first character to their last."""
    kinds = ("type", "kind", "event", "id", "key", "value", "runtime")
    rows = []
    for name, tallies in results.items():
        whole = Tally()
        for tally in tallies.values():
            whole.add(tally)
        cells = [
            _percent(
                whole.asked_by_kind[kind] - whole.missed_by_kind[kind],
                whole.asked_by_kind[kind],
            )
            for kind in kinds
        ]
        rows.append([name, *cells])
    return table(["words offered all along", *kinds], rows)


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return f"{100 * max(part, 0) / whole:.2f} %" if part < whole else "100 %"


if __name__ == "__main__":
    raise SystemExit(main())
