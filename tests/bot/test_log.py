import io
import json
import logging

import aiohttp
import pytest
import structlog

from bot.log import configure


@pytest.fixture
def written():
    """What `say` wrote in that form, with the logging of the tests put back afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level

    def written(how, say):
        stream = io.StringIO()
        configure(how, stream)
        say()
        return stream.getvalue()

    yield written
    logging.captureWarnings(capture=False)
    root.handlers, root.level = before, level
    structlog.reset_defaults()


def fail():
    words = "what Ben wrote"
    try:
        [][len(words)]
    except IndexError:
        structlog.get_logger("bot").exception("broke", place="here")


def test_lines_for_people(written):
    line = written("console", lambda: structlog.get_logger("bot").info("ready", url="http://127.0.0.1:1"))
    assert "ready" in line
    assert "url=http://127.0.0.1:1" in line
    assert "\x1b" not in line


def test_one_json_object_a_line(written):
    text = written("json", lambda: structlog.get_logger("bot").warning("late", by=3, who="Chloé"))
    found = json.loads(text)
    assert (found["event"], found["by"], found["who"], found["level"]) == ("late", 3, "Chloé", "warning")
    assert found["timestamp"].endswith("Z")


def test_the_librarys_loggers_come_out_the_same_way(written):
    text = written("json", lambda: logging.getLogger("aiohttp.server").error("no %s", "luck"))
    assert json.loads(text)["event"] == "no luck"


@pytest.mark.parametrize("how", ["console", "json"])
@pytest.mark.parametrize(
    "text", ["refused xoxb-1-2-s3cret", "refused xapp-1-A-2-s3cret!", "refused postgresql://bot:s3cret@db/labels"]
)
def test_a_secret_is_never_written(written, how, text):
    def say():
        structlog.get_logger("bot").error(text)
        structlog.get_logger("bot").error("refused", answer={"asked": [text]})
        logging.getLogger("x").error("It %s", text)
        try:
            int(text)
        except ValueError:
            structlog.get_logger("bot").exception("refused")

    found = written(how, say)
    assert found.count("refused") >= 5
    assert "s3cret" not in found


@pytest.mark.parametrize("how", ["console", "json"])
def test_a_traceback_shows_no_values(written, how):
    text = written(how, fail)
    assert "Traceback" in text
    assert "Ben" not in text.replace('words = "what Ben wrote"', "")


def test_what_libraries_say_of_peoples_words_is_not_written(written):
    def say():
        logging.getLogger("slack_bolt.App").info("body: what Ben wrote")
        logging.getLogger("slack_sdk.web").debug("what Ben wrote")

    assert written("console", say) == ""


def test_a_slack_that_cannot_be_reached_is_a_line_without_a_traceback(written):
    def say():
        try:
            raise aiohttp.ClientConnectionError("no way")
        except aiohttp.ClientError as error:
            logging.getLogger("slack_bolt").exception(f"Failed to connect (error: {error}); Retrying...")  # noqa: G004, TRY401 - as Slack's library does.

    (line,) = written("json", say).splitlines()
    assert json.loads(line)["event"] == "slack_away"
    assert json.loads(line)["error"] == "ClientConnectionError"
    assert "Traceback" not in line


def test_what_else_breaks_in_bolt_keeps_its_traceback(written):
    def say():
        try:
            [].pop()
        except IndexError:
            logging.getLogger("slack_bolt").exception("Failed to run a request listener")

    assert "IndexError" in json.loads(written("json", say))["exception"]
