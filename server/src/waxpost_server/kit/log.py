"""Logs: one JSON object per line on standard error, holding only fields that are on the list.

Whatever is not listed is dropped, so nobody can log an address, a token or a body by accident. An exception is logged
with its type and the places it passed through, never with its text or its values.
"""

import logging
import sys
import traceback
from contextvars import ContextVar
from typing import Any, TextIO, cast

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

from waxpost_server.kit.clock import now, wire_time

FIELDS = frozenset(
    {
        "event", "level", "at", "request_id", "method", "route", "status", "milliseconds", "code", "job", "steps",
        "error", "trace", "revision", "database", "action", "count", "path", "directive",
    }
)  # fmt: skip

request_id: ContextVar[str] = ContextVar("request_id", default="")

_encode = msgspec.json.Encoder(enc_hook=lambda value: type(value).__name__).encode


def log() -> structlog.stdlib.BoundLogger:
    """The logger. `event` is a short sentence; everything else is one of FIELDS."""
    return cast(structlog.stdlib.BoundLogger, structlog.get_logger())


def start_logging(level: str, stream: TextIO | None = None) -> None:
    """Write lines of at least this level ("debug", "info", "warning", "error") from now on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _add_time,
            _name_exception,
            _keep_listed,
            _to_json,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def _add_time(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["at"] = wire_time(now())
    if given := request_id.get():
        event["request_id"] = given
    return event


def _name_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    error: Any = event.pop("exc_info", None)  # structlog passes True, an exception or a tuple
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    return event


def _keep_listed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: value for name, value in event.items() if name in FIELDS}


def _to_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return _encode(event).decode()
