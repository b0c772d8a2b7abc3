"""The terminal: what may be written to it, in which colours, and how a command ends on it."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

INTERRUPTED = 130  # 128 + SIGINT
CUT_OFF = 141  # 128 + SIGPIPE
COULD_NOT_RUN = 2
COLOURS = {"error": "31", "warning": "33", "information": "34", "hint": "36"}
COLOURS |= {"bold": "1", "dim": "2", "code": "36"}
# characters that change the direction of text, or where it stands
TRICKY = {*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029}
TRICKY |= {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFEFF}


def guarded(command: Callable[[], int], whole_process: bool) -> int:
    """The exit status of `command`: an interruption, a closed pipe and a device that takes no more
    end it quietly or with one line. If it is the `whole_process`, so does an error in sbd itself.
    """
    _stand_in_for_closed_streams()
    _never_fail_on_characters()
    if whole_process:
        gc.disable()  # most of what a command makes stays until it ends; the server turns it on
        sys.excepthook = _own_fault
    try:
        status = _ended(command)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return CUT_OFF
    except OSError as error:
        _drop_output()
        say(reason(error))
        return COULD_NOT_RUN


def _ended(command: Callable[[], int]) -> int:
    """The exit status of `command`; that of one that ends by itself, as `--help` does, too."""
    try:
        return command()
    except SystemExit:
        sys.stdout.flush()
        raise


def _stand_in_for_closed_streams() -> None:
    """Where a standard stream is closed Python has None, and what is opened next gets its number.
    A file that can only be written stands in for input, and one that can only be read for output,
    so that using them fails as it does in other programs; talk is dropped."""
    if sys.stdin is None:
        sys.stdin = open(os.open(os.devnull, os.O_WRONLY))  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def _never_fail_on_characters() -> None:
    """What the encoding of a stream lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Nothing can be written any longer: what is left must not fail again when Python ends."""
    try:
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, sys.stdout.fileno())
        os.close(handle)
    except (OSError, ValueError):  # no file stands behind the stream
        return


def _own_fault(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """An error in sbd, in one line, or with its traceback if SBD_TRACEBACK is set. Raises
    SystemExit, with which Python ends then: its own status, 1, would mean findings."""
    if os.environ.get("SBD_TRACEBACK"):
        sys.__excepthook__(kind, error, trace)
    else:
        say(_account(kind, error, trace))
    raise SystemExit(COULD_NOT_RUN)


def _account(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What an error in sbd is, and where."""
    last = trace
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = ""
    if last is not None:
        where = f" at {os.path.basename(last.tb_frame.f_code.co_filename)}:{last.tb_lineno}"
    what = f"{kind.__name__}: {error}{where}"
    return f"error in sbd itself ({what}); please report it with the output of `sbd doctor`"


def say(message: str) -> None:
    """Tells the person `message`, on standard error."""
    print(f"sbd: {printable(message)}", file=sys.stderr, flush=True)


def reason(error: OSError) -> str:
    """What an error of the operating system says, with the file if it names one."""
    text = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {text}" if error.filename else text


def put(text: str) -> None:
    """Writes `text`, data for other programs, to standard output as UTF-8 with its own breaks."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
        return
    rest = memoryview(text.encode("utf-8", "surrogateescape"))
    while rest:  # without a buffer (`python -u`) a pipe may take a part only
        rest = rest[buffer.write(rest) :]
    buffer.flush()


def printable(text: str) -> str:
    """`text` in one line, with control characters as escapes, so that no file speaks to the
    terminal."""
    if text.isprintable():
        return text
    return "".join(_escape(letter) if ord(letter) in TRICKY else letter for letter in text)


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


Paint = Callable[[str, str], str]


def painter(stream: TextIO) -> Paint:
    """What puts a text in a colour of `COLOURS` on `stream`, if that shows colours."""
    return _painted if shows_colours(stream) else _plain


def shows_colours(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that shows colours and the person wants them."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or any(name in os.environ for name in ("WT_SESSION", "TERM", "ANSICON"))


def _painted(colour: str, text: str) -> str:
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"


def _plain(colour: str, text: str) -> str:
    return text
