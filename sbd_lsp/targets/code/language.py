"""What a language must say of itself so that `source.py` can write a function in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sbd_lsp.targets.code.functions import FunctionCode
from sbd_lsp.targets.code.literals import Code, Layout
from sbd_lsp.targets.code.uses import Port, Token, Use

# key, content and trail (the functions that it came through) of a value that reached the logic
Arrival = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TestWords:
    """How the unit tests of a language say things.

    `fakes` are values for the template of the file, `fake` is what has the fakes. `assertion` says
    that a fake was called (port, method, arguments, whether it may be called otherwise too),
    `equal` that two values are the same, `used` that everything was used for key, content and
    trail, `logged` that key and content were logged. `sent` reads the sample event of a path,
    `passed` has the starting code called with arguments. `failing` is the first method that the
    starting code calls, and what it returns. `member` is an expression for what lies at a path,
    `first` the first of the records of an event. `answers` has expressions for parts of an answer,
    `identified` the one for the id of a payload; `nothing` is what a handler returns that returns
    nothing.
    """

    __test__ = False

    fakes: Callable[[FunctionCode], Mapping[str, Any]]
    fake: str
    assertion: Callable[[str, str, list[Any], bool], str]
    equal: Callable[[Any, Any], str]
    used: Callable[[list[Any]], str]
    logged: Callable[[list[Any]], str]
    sent: Callable[[str], str]
    passed: Callable[[list[Any]], str]
    failing: Callable[[tuple[Port, Use] | None], tuple[str, str]]
    member: Callable[[str, Sequence[str]], str]
    first: str
    answers: Mapping[str, str]
    identified: str
    nothing: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language of functions.

    `folder` has its templates, `ending` is that of its files, `gap` stands between definitions,
    `wait` in front of a call that may take time, `end` behind a statement. `body_comment` is the
    indentation of the comment on a function. `name` joins words to a name of a function,
    `comment` makes paragraphs to a comment with an indentation, `header` puts comment and imports
    on top of a file, `definition` gives the lines that begin and end a function that takes events,
    by its name and its parameters: one that waits for the logic, since a person may write some that
    takes time. `port` is the name of a port, `nothing` the value that is none. `arrivals` says how
    logic finds key and content in each plain value, with `path_parameter` for the key of a request
    whose path has parameters. `tokens` has an expression for each token, `snippets` templates of
    functions that others call, by the call that shows that they are needed. `resources` makes the
    statements that make the resources of ports, and whether the function is a hook. `tests` has
    what unit tests need.
    """

    folder: str
    ending: str
    gap: str
    wait: str
    end: str
    body_comment: int
    layout: Layout
    name: Callable[[str], str]
    comment: Callable[..., str]
    header: Callable[[str, str, str], str]
    port: Callable[[Port], str]
    nothing: str
    arrivals: Mapping[str, Arrival]
    path_parameter: str
    tokens: Mapping[str, Callable[[Any], str]]
    snippets: Mapping[str, str]
    resources: Callable[[Sequence[Port], bool], str]
    definition: Callable[[str, str], tuple[str, str]]
    tests: TestWords

    def value(self, value: Any) -> Any:
        """`value` with each token in it as source text."""
        if isinstance(value, Token):
            return Code(self.tokens[value.name](value.detail))
        if isinstance(value, Mapping):
            return {key: self.value(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(one) for one in value]
        return value
