"""Logs that carry ids and codes, never names, numbers or message text.

Our own events are structlog's. Other libraries speak through `logging`: of theirs only the unfilled template is kept,
because what they would fill in may be a request's body. Of an exception we keep its type and where it was raised, not
its message, for the same reason.
"""

from __future__ import annotations

import logging
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("bot", "core", "handlers", "storage")
# They log requests and payloads, and raise whatever matters.
SILENT = ("telegram", "twilio", "aiohttp.access", "uvicorn.access", "httpx", "httpcore")
FILLED_IN_SAFELY = ("uvicorn.error", "alembic")
_ALWAYS = {*vars(logging.makeLogRecord({})), "message"}  # the rest of a record is what its writer added
_NAMES = {"event": "event_id"}  # structlog's own name for the message


def where(trace: TracebackType | None) -> str:
    """The innermost frames of a traceback, as "file:line function"."""
    frames = traceback.extract_tb(trace)[-8:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))


def without_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and place."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["where"] = where(error.__traceback__)
        if error.__cause__ is not None:
            event["cause"] = type(error.__cause__).__qualname__
    return event


class Lines:
    """Writes lines to standard error. Nothing that matters may fail because its log cannot be written."""

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):  # a full disk, a closed pipe
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = msg


class Foreign(logging.Handler):
    """Passes what other libraries log on to ours, unfilled."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage() if record.name in FILLED_IN_SAFELY else str(record.msg)
        more: dict[str, Any] = {"exc_info": record.exc_info} if record.exc_info else {}
        if record.name.partition(".")[0] in OURS:
            more |= {_NAMES.get(k, k): v for k, v in vars(record).items() if k not in _ALWAYS}
        structlog.get_logger().log(record.levelno, message.partition("\n")[0][:200], logger=record.name, **more)


def configure(form: str = "text", *, quiet: bool = False) -> None:
    """Write logs to standard error: as "text" for people, or as "json" for machines; when `quiet`, only errors."""
    last: Processor = structlog.processors.JSONRenderer()
    if form == "text":
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_message,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if quiet else logging.INFO),
        logger_factory=lambda *_: Lines(),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Foreign()], force=True)
    logging.raiseExceptions = False
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
