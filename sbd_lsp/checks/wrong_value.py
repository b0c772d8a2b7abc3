"""wrong-value: a value that its key does not take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from math import prod
from typing import Union

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.deprecated_runtime import today
from sbd_lsp.checks.edits import written
from sbd_lsp.checks.keys import Keys, cut_short
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, listed, meant, replace
from sbd_lsp.model import zones
from sbd_lsp.model.model import Model, Place
from sbd_lsp.model.values import bytes_of, choices, corrected, is_call, label, refusal
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.tree import Mapping, Scalar, Sequence, Tree
from sbd_lsp.text.nearest import nearest

RULE = Rule("wrong-value", Severity.ERROR, "a value that its key does not take")
SHOWN = 6  # numbers of a closed set


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Values of options."""
    for option, key, value in keys.fields:
        if isinstance(value, Mapping) and option.room is not None and key is not None:
            yield from _too_large(keys.block, option, option.room, key, value)
        if isinstance(value, (Mapping, Sequence)):
            yield from _counted(option, key or value, value, keys.block)
        if not isinstance(value, Scalar) or not _judged(option) or is_call(value):
            continue
        why = refusal(value.value, option)
        if why is not None and not cut_short(value, keys.block):
            yield _finding(Place(keys.block, value.start, value.end), value, option, why)


def _too_large(
    block: Block, option: Option, room: int, key: Tree, value: Mapping
) -> Iterator[Finding]:
    """A mapping that takes more bytes than AWS has room for."""
    size = bytes_of(value)
    if size > room:
        message = (
            f"{label(option)} takes {size:,} bytes, and AWS has room for {room:,}; keep what is"
            " long elsewhere, in a file of the code or in Parameter Store"
        )
        yield RULE.at(Place(block, key.start, key.end), message)


def _counted(
    option: Option, at: Tree, value: Union[Mapping, Sequence], block: Block
) -> Iterator[Finding]:
    """How many entries a list or a mapping has, and what can be made of those of its lists."""
    if is_call(value) or block.reading.faults:
        return
    entries = value.pairs if isinstance(value, Mapping) else value.items
    place = Place(block, at.start, at.end)
    if option.most is not None and len(entries) > option.most:
        message = f"{label(option)} has {len(entries)} keys; it takes at most {option.most}"
        yield RULE.at(place, message)
    elif isinstance(value, Sequence) and len(entries) < (option.fewest or 0):
        message = f"{label(option)} is an empty list, which fits nothing; write a value into it"
        yield RULE.at(place, message, unfinished=True)
    elif option.combinations is not None and isinstance(value, Mapping):
        made = prod(len(p.value.items) for p in value.pairs if isinstance(p.value, Sequence))
        if made > option.combinations:
            message = (
                f"{label(option)} has {made} combinations of a value of each key; "
                f"it takes at most {option.combinations}"
            )
            yield RULE.at(place, message)


def _judged(option: Option) -> bool:
    """Whether not every value of its type will do; ids of nodes are for other rules."""
    if option.format:
        return option.format != "nodeId"
    bounded = option.minimum is not None or option.maximum is not None
    return bounded or bool(option.values or option.pattern or option.reserved)


def _finding(place: Place, value: Scalar, option: Option, why: str) -> Finding:
    name, text = label(option), value.text
    fixes: list[Fix] = []
    meant_text, because = corrected(text, option)
    if meant_text != text and refusal(meant_text, option) is None:
        fixes = [replace(place, written(meant_text), f"Change to `{meant_text}`")]
        hint = f"did you mean `{meant_text}`?"
        message = f"{name} cannot be `{text}`; {because}; {hint}"
    elif why == "reserved":
        message = f"{name} cannot be `{text}`, which AWS keeps for itself; choose another"
    elif why == "zone":
        zone = zones.of_place(text)
        hint, fixes = meant(zone or text, CATALOGUE.timezones, place, _form(option, text))
        message = f"{name} cannot be `{text}`; {hint}"
    elif why == "date":
        message = f"{name} cannot be `{text}`; the calendar has no such day"
    elif why == "unknown" and option.format == "runtime":
        hint, fixes = _runtime(text, place)
        message = f"{name} cannot be `{text}`; {hint}"
    elif why == "unknown" and isinstance(value.value, int):
        hint, fixes = _number(value.value, option, place)
        message = f"{name} cannot be `{text}`; {hint}"
    elif why == "unknown":
        known = choices(option)
        hint, fixes = meant(text, known, place, f"it takes {listed(known)}")
        message = f"{name} cannot be `{text}`; {hint}"
    elif why == "form":
        hint = _part(option, text) or because or _form(option, text)
        message = f"{name} cannot be `{text}`; {hint}"
    else:
        bound = option.minimum if why == "small" else option.maximum
        least = "at least" if why == "small" else "at most"
        unit = f" {option.unit}" if option.unit else ""
        fixes = [replace(place, str(bound), safe=False)]
        message = f"{name} cannot be `{text}`; it takes {least} {bound}{unit}"
    return RULE.at(place, message, fixes)


def _number(number: int, option: Option, place: Place) -> tuple[str, list[Fix]]:
    """The next smaller and the next larger number that the option takes, the nearer one first and
    of two that are as near the larger. Which of them will do is for a person to say."""
    known = sorted(int(choice) for choice in choices(option))
    around = [each for each in known if each < number][-1:]
    around += [each for each in known if each > number][:1]
    around.sort(key=lambda each: (abs(each - number), -each))
    fixes = [replace(place, str(each), safe=False) for each in around]
    if len(known) <= SHOWN:
        return f"it takes {listed(map(str, known))}", fixes
    verb = "is" if len(around) == 1 else "are"
    return f"nearest to it {verb} {listed(map(str, around), 'and')}", fixes


def _runtime(text: str, place: Place) -> tuple[str, list[Fix]]:
    """A hint to the runtime that was meant, of those that AWS patches: the one of that version, the
    one that is spelled nearly so, or the newest of the language."""
    patched = [row for row in CATALOGUE.runtimes.values() if row.deprecated > today()]
    ids = [row.id for row in patched]
    word = "".join(takewhile(str.isalpha, text.lower()))
    language = [row for row in patched if len(word) > 1 and row.language.startswith(word)]
    version = _digits(text)
    same = [row.id for row in language if version and _digits(row.id) == version]
    found = same[0] if same else None if language else nearest(text, ids)
    if found is not None:
        return f"did you mean `{found}`?", [replace(place, found)]
    if language:
        newest = language[0]
        return f"`{newest.id}` is the newest", [replace(place, newest.id, safe=False)]
    return f"it takes {listed(ids)}", []


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _part(option: Option, text: str) -> str:
    """What is wrong with the first part of a value that has all parts of its form, if one is."""
    for name, form in CATALOGUE.formats.get(option.format, {}).items():
        parts = text.removeprefix(f"{name}(").removesuffix(")").split(" ")
        if not form.keys or text != f"{name}({' '.join(parts)})" or len(parts) != len(form.keys):
            continue
        for part, key in zip(parts, form.keys.values(), strict=True):
            if refusal(part, key) is not None:
                wanted = key.form or f"{key.summary[0].lower()}{key.summary[1:]}"
                return f"`{part}` does not fit; write in its place: {wanted}"
    return ""


def _form(option: Option, text: str) -> str:
    """What a value of the form that `text` begins like looks like."""
    forms = CATALOGUE.formats.get(option.format, {})
    alike = [form for name, form in forms.items() if text.startswith(f"{name}(")]
    if len(alike or forms) == 1:
        option = next(iter(alike or forms.values()))
    examples = [form.examples[0] for form in forms.values() if form.examples]
    examples = list(option.examples[:2]) if alike or len(forms) < 2 else examples
    wanted = f"it is {option.form}" if option.form else ""
    if examples:
        shown = f"write for example {listed(map(str, examples))}"
        return f"{wanted}; {shown}" if wanted else shown
    if wanted:
        return wanted
    return f"it is the {option.summary[0].lower()}{option.summary[1:]}"
