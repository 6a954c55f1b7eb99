"""What a listener raises, and what its person hears of it."""

import pytest
from slack_bolt.async_app import AsyncApp

from domain.errors import Invalid
from handlers.slack.door import Door
from handlers.slack.payloads import Click, click, errors_at
from tests.handlers.test_failures import refused


@pytest.mark.parametrize(("word", "times"), [("not_found", 0), ("view_not_found", 0), ("invalid_blocks", 1)])
async def test_whoever_closed_the_window_hears_nothing_of_it(word: str, times: int) -> None:
    told: list[str] = []

    async def tell(_clicked: Click, sentence: str) -> None:
        told.append(sentence)

    async def show() -> None:
        raise refused(200, {"ok": False, "error": word})

    door = Door(AsyncApp(token="xoxb-1", signing_secret="s"), tell)
    door.follow(show, window([]))
    await door.close()
    assert len(told) == times


def test_a_window_that_asks_nothing_has_no_field_for_an_error() -> None:
    """As where a hundred people are chosen, who are shown as words."""
    wrong = Invalid({"labelers": "Too many."})
    with pytest.raises(Invalid):
        errors_at(window([{"type": "rich_text", "block_id": "labelers:in_words"}]), wrong)
    answer = errors_at(window([{"type": "input", "block_id": "labelers:3"}]), wrong)
    assert answer == {"response_action": "errors", "errors": {"labelers:3": "Too many."}}


def window(blocks: list[dict[str, str]]) -> Click:
    person = {"user": {"id": "U1"}, "team": {"id": "T1"}}
    return click(person | {"type": "view_submission", "view": {"id": "V1", "blocks": blocks}})
