"""How the log is written: lines for people or JSON for machines, and never a token in either."""

import logging
import re
import sys
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

from handlers.slack.failures import FAILURES, after_failure

_SECRET = re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_QUIET = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler", "alembic", "PIL")
"""Libraries whose INFO and DEBUG lines tell what people wrote, or tell nothing."""
_NO_NEWS = "As you gave `client` as well, `token` will be unused."
"""Bolt says so wherever SLACK_BOT_TOKEN is set; the client that we give it has that very token."""
_ANNOUNCED = "Failed to retrieve WSS URL"
"""Bolt's socket says what Slack answered, and then says it again as the reason why it can't connect."""


def configure(how: Literal["console", "json"], stream: TextIO | None = None) -> None:
    """Both structlog's and the standard library's loggers write to `stream` (standard error)."""
    stream = sys.stderr if stream is None else stream
    # What Bolt has to say at "info" is about its own sockets.
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # As plain text: other formatters show local variables, and those hold what people wrote.
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), _slack_away, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(how, stream),
                _without_secrets,
            ],
        )
    )
    handler.addFilter(lambda record: record.msg != _NO_NEWS and not str(record.msg).startswith(_ANNOUNCED))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _renderer(how: Literal["console", "json"], stream: TextIO) -> Processor:
    if how == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)


def _slack_away(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """A Slack that can't be reached is tried every ten seconds: a line each, as Bolt's tracebacks say no more."""
    error = (line.get("exc_info") or (None, None))[1]
    # Bolt's socket stumbles over a failure that isn't JSON, so that its own error stands before Slack's.
    failure = next((one for one in (error, getattr(error, "__context__", None)) if isinstance(one, FAILURES)), None)
    if line["_record"].name != "slack_bolt" or failure is None:
        return line
    line.update(event="slack_away", error=after_failure(failure, 0).word, exc_info=None)
    return line


def _without_secrets(_logger: Any, _method: str, line: Any) -> str:
    """The last to touch a line: whatever way a token took into it, it ends here."""
    return _SECRET.sub("…", str(line))
