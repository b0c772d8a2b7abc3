"""Input that nobody would type on purpose: texts, edits and positions for the fuzzer."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from benchmarks.documents import design
from benchmarks.mirror import BREAK, place_of

PIECES = (
    "\n", "\r\n", "\r", "  ", "\t", ": ", "- ", "{", "}", "[", "]", ", ", '"', "'", "#", "# x\n",
    "&a ", "*a", "!tag ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.1\n", "<<: *a\n", "? ",
    "@", "`",
    "nodes:\n", "edges:\n", "  A:\n    type: function\n", "  B: {type: bucket}\n", "sbd: 1\n",
    "  - {from: A, to: B}\n", "  - from: B\n    to: A\n", "type: ", "kind: write",
    "runtime: python3.13",
    "<<<<<<< HEAD\n", "=======\n", ">>>>>>> b\n", "\ufeff", "\0", "\x85", "\u2028", "é", "ß",
    "漢字", "😀", "👩‍👩‍👧", "e\u0301", "\ud83d", "0x1F", "1e999", "~", "null", "yes", "2027-01-01",
)  # fmt: skip
FAR = 10**6  # characters, behind the end of any line
POSITIONS = (0, 1, 2**31 - 1, 2**16, 10**6)


def seed_text(rng: random.Random) -> str:
    """A text to begin with: mostly a design, as it is or spoilt; some are in braces."""
    braces = rng.random() < 0.3
    text = design(rng.randint(1, 6), rng.randint(1, 7), rng.randrange(10**6), braces)
    choice = rng.random()
    if choice < 0.5:
        return text
    if choice < 0.6:
        return text.replace("\n", rng.choice(["\r\n", "\r"]))
    if choice < 0.8:
        cut = rng.randrange(len(text))
        return text[:cut] + "".join(rng.choices(PIECES, k=5)) + text[cut:]
    return "".join(rng.choices(PIECES, k=rng.randint(0, 40)))


def change(text: str, encoding: str, rng: random.Random) -> dict[str, Any]:
    """One content change for `text`: small mostly, outside of the text at times."""
    new = "" if rng.random() < 0.3 else "".join(rng.choices(PIECES, k=rng.choice((1, 1, 1, 2, 5))))
    choice = rng.random()
    if choice < 0.01:
        return {"text": seed_text(rng)}
    if choice < 0.06:
        return {"range": {"start": wild(rng), "end": wild(rng)}, "text": new}
    start = rng.randint(0, len(text))
    length = rng.choice((0, 0, 0, 1, 1, 3, 20)) if choice < 0.98 else rng.randint(0, len(text))
    end = min(start + length, len(text))
    area = {
        "start": place_of(text, start, encoding),
        "end": place_of(text, end, encoding),
    }
    if rng.random() < 0.05:
        area["end"]["character"] += rng.choice((1, 7, 10**6))
    return {"range": area, "text": new}


def command(text: str, rng: random.Random) -> list[dict[str, Any]]:
    """What a command of an editor does to some lines or all of them: a change for each, most often
    from the last one up."""
    count = len(BREAK.findall(text)) + 1
    first = rng.choice((0, rng.randrange(count)))
    lines = range(first, rng.choice((count, rng.randint(first, count))))
    start, end, new = rng.choice(
        (
            ((0, 0), (0, 0), "# "),
            ((0, 0), (0, 2), ""),
            ((0, 0), (0, 0), rng.choice(("  ", "\t"))),
            ((0, FAR), (0, FAR), rng.choice(PIECES)),
            ((0, 0), (1, 0), ""),
            ((0, FAR), (1, 0), " "),
        )
    )
    order = lines if rng.random() < 0.3 else reversed(lines)
    return [_on_line(line, start, end, new) for line in order]


def commented(lines: range) -> list[dict[str, Any]]:
    """Each of these lines is put into a comment, from the last one up."""
    return [_on_line(line, (0, 0), (0, 0), "# ") for line in reversed(lines)]


def _on_line(line: int, start: tuple[int, int], end: tuple[int, int], new: str) -> dict[str, Any]:
    """A change whose ends are so many lines below `line`, at a character each."""
    ends = ({"line": line + below, "character": at} for below, at in (start, end))
    return {"range": dict(zip(("start", "end"), ends, strict=True)), "text": new}


def wild(rng: random.Random) -> dict[str, int]:
    """A position that may be anywhere."""
    return {
        "line": rng.choice((*POSITIONS, rng.randint(0, 60))),
        "character": rng.choice((*POSITIONS, rng.randint(0, 60))),
    }


def some_place(text: str, encoding: str, rng: random.Random) -> dict[str, int]:
    """A position for a question: in the text mostly."""
    if rng.random() < 0.1:
        return wild(rng)
    return place_of(text, rng.randint(0, len(text)), encoding)


HEAD = "sbd: 1\nname: big\nnodes:\n"


def long_line(size: int) -> str:
    """One line of `size` characters."""
    return HEAD + "  A: {type: function, description: " + "x" * size + "}\n"


def many_lines(size: int) -> str:
    """About `size` characters of right nodes."""
    node = "  Worker{}:\n    type: function\n    description: does what has to be done\n"
    count = size // (len(node) + 6)
    return HEAD + "".join(node.format(number) for number in range(count))


def many_faults(size: int) -> str:
    """About `size` characters of which each line is wrong."""
    return HEAD + "  : [}\n" * (size // 7)


def flow_document(size: int) -> str:
    """A right design of about `size` characters on one line in flow style."""
    nodes = ", ".join(f"A{number}: {{type: queue}}" for number in range(size // 24))
    return f"{{sbd: 1, name: flow, nodes: {{{nodes}}}}}\n"


def alias_bomb(_: int) -> str:
    """Nine levels of nine aliases each: half a billion nodes if they were copied."""
    lines = ['a0: &a0 ["x","x","x","x","x","x","x","x","x"]']
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "sbd: 1\nname: bomb\n" + "\n".join(lines) + "\nnodes:\n  A: *a9\nedges: *a9\n"


def merge_bomb(_: int) -> str:
    """The same by merge keys, inside of one node."""
    lines = ["      b0: &b0 {x: 1, y: 2}"]
    lines += [f"      b{n}: &b{n} {{<<: [{','.join([f'*b{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    return HEAD + "  A:\n    type: function\n    properties:\n" + "\n".join(lines) + "\n"


def self_alias(_: int) -> str:
    """A node that holds itself."""
    return HEAD + "  A: &a {type: function, properties: *a}\n  B: *a\n"


def deep_flow(size: int) -> str:
    """Brackets in brackets."""
    return HEAD + "  A: {type: function, properties: " + "[" * min(size, 100_000) + "\n"


def deep_braces(size: int) -> str:
    """Mappings in mappings, closed again."""
    depth = min(size, 50_000)
    return HEAD + "  A: " + "{a: " * depth + "1" + "}" * depth + "\n"


def deep_block(size: int) -> str:
    """Mappings in mappings by indentation."""
    depth = min(int(size**0.5), 3000)
    return HEAD + "".join(" " * (level + 2) + "a:\n" for level in range(depth))


def deep_dashes(size: int) -> str:
    """Lists in lists on one line."""
    return "edges:\n  " + "- " * min(size, 50_000) + "x\n"


def many_keys(size: int) -> str:
    """The same key again and again."""
    return HEAD + "  A: {type: function}\n" * min(size // 22, 50_000)


def many_questions(size: int) -> str:
    """Complex keys, anchors and tags without end."""
    return "? &a !b " * min(size // 8, 20_000) + "\n"


def misplaced_pieces(size: int) -> str:
    """Lists and keys in turn, each deeper than what stands before it."""
    pieces = "      - x\n      b: 2\n" * min(size // 20, 2000)
    return f"{HEAD}  A:\n    a: 1\n{pieces}"


def stairs(size: int) -> str:
    """Keys ever deeper, what stands below each having lost its indentation."""
    depth = min(int(size**0.5), 1000)
    return f"{HEAD}  A:\n" + "".join(f"{' ' * (4 + 2 * n)}k{n}:\n    b: 1\n" for n in range(depth))


def wide_gaps(size: int) -> str:
    """Blanks without end: in a value, before a comment, in a line that says nothing."""
    gap = " " * size
    return (
        f"{HEAD}  A:\n    description: a{gap}b\n    runtime: a{gap}b # c\na{gap}b\nb{gap}: c{gap}\n"
    )


def many_braces(size: int) -> str:
    """Mappings in braces side by side, before the type of their node."""
    return f"{HEAD}  A: {{{'x: {}, ' * (size // 7)}type: api}}\n"


def empty_lines(size: int) -> str:
    """Lines with nothing on them between a key and its value."""
    return f"{HEAD}  A:{chr(10) * size}    type: api\n"


def wide_braces(size: int) -> str:
    """One mapping in braces with as many pairs as fit."""
    return f"{HEAD}  A: {{{'x: y, ' * (size // 6)}type: api}}\n"


def gaps_in_braces(size: int) -> str:
    """Blanks without end, and signs that say nothing, where lines of a design in braces begin."""
    gap, signs = " " * (size // 8), size // 16
    lines = (
        f"  nodes{gap}x",
        f"  nodes{gap}:{gap}{{{gap}x",
        f'  "x": 1,{gap}y',
        '  "nodes": {',
        f"  }}{gap}x",
        "  # " * signs,
        "'" * signs,
        '"\\' * signs,
        "}" * signs + "x",
        f"  ]{gap},{gap}x{gap}: [",
    )
    return '{\n  "sbd": 1,\n' + "\n".join(lines) + "\n}\n"


def open_quotes_in_braces(size: int) -> str:
    """Entries of a design in braces, each with a quote that is not closed."""
    return '{\n  "nodes": {\n' + '    "A": {"type": \'x},\n' * min(size // 23, 5000) + "  }\n}\n"


MONSTERS: tuple[Callable[[int], str], ...] = (
    long_line,
    many_lines,
    many_faults,
    flow_document,
    alias_bomb,
    merge_bomb,
    self_alias,
    deep_flow,
    deep_braces,
    deep_block,
    deep_dashes,
    many_keys,
    many_questions,
    misplaced_pieces,
    stairs,
    wide_gaps,
    many_braces,
    empty_lines,
    wide_braces,
    gaps_in_braces,
    open_quotes_in_braces,
)

__all__ = [
    "BREAK",
    "MONSTERS",
    "PIECES",
    "change",
    "command",
    "commented",
    "seed_text",
    "some_place",
    "wild",
]
