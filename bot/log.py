"""How the log is written: lines for people or JSON for machines, and never a token in either."""

import logging
import re
import sys
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import Processor

_SECRET = re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_QUIET = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler", "alembic", "PIL")
"""Libraries whose INFO and DEBUG lines tell what people wrote, or tell nothing."""
_NO_NEWS = "As you gave `client` as well, `token` will be unused."
"""Bolt says so wherever SLACK_BOT_TOKEN is set; the client that we give it has that very token."""


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
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(how, stream),
                _without_secrets,
            ],
        )
    )
    handler.addFilter(lambda record: record.msg != _NO_NEWS)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _renderer(how: Literal["console", "json"], stream: TextIO) -> Processor:
    if how == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)


def _without_secrets(_logger: Any, _method: str, line: Any) -> str:
    """The last to touch a line: whatever way a token took into it, it ends here."""
    return _SECRET.sub("…", str(line))
