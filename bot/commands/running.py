"""`labelbot run`, and how everything that runs until somebody stops it is run."""

import asyncio
import errno
import signal
from collections.abc import Coroutine

from slack_sdk.errors import SlackApiError

from bot import log
from bot.app import run
from bot.settings import Settings
from domain.errors import LabelingError
from handlers.slack.failures import slack_word


def run_bot(settings: Settings) -> None:
    log.configure(settings.log)
    try:
        asyncio.run(until_stopped(run(settings)))
    except SlackApiError as error:
        raise LabelingError(
            f"Slack answers “{slack_word(error)}”. `labelbot doctor` says what to do about it."
        ) from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise LabelingError(
            f"{settings.host}:{settings.port} is in use. Stop what runs there, or set LABELBOT_PORT."
        ) from None


async def until_stopped(work: Coroutine[None, None, None]) -> None:
    """Ctrl-C, and the signal with which services are stopped, end it in order."""
    task = asyncio.ensure_future(work)
    for stop in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stop, task.cancel)
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
