"""What Slack writes and people meant."""

import pytest

from domain.errors import Stale
from handlers.slack.payloads import click, mentioned, typed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Cats and dogs", "Cats and dogs"),
        ("Ask <@U0BEN00000|ben>", "Ask @ben"),
        ("Ask <@W0BEN00000>", "Ask @W0BEN00000"),
        ("In <#C0GENERAL0|general>, or <#C0GENERAL0>", "In #general, or #C0GENERAL0"),
        ("For <!subteam^S0TEAM|@birders>", "For @birders"),
        ("See <https://example.org/a|example.org/a> <https://example.org>", "See example.org/a https://example.org"),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("a < b > c <now> <> <@ben>", "a < b > c <now> <> <@ben>"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_was_typed_behind_a_command(written: str, meant: str):
    assert typed(written) == meant


def test_a_person_may_be_read_by_another_name():
    written = "Ask <@U0BEN00000|ben> and <@U0ANA00000|ana>"
    assert mentioned(written) == ["U0BEN00000", "U0ANA00000"]
    assert typed(written, {"U0BEN00000": "Ben Okafor"}) == "Ask @Ben Okafor and @ana"


def numbers_of(value: str) -> list[int]:
    body = {"user": {"id": "U0BEN00000", "team_id": "T1"}, "actions": [{"action_id": "label:3", "value": value}]}
    return click(body).numbers(3, more=1)


def test_what_stands_at_the_end_of_a_buttons_value_may_be_missing():
    assert numbers_of("17.2.3.5") == [17, 2, 3, 5]
    assert numbers_of("17.2.3") == [17, 2, 3, 0]


@pytest.mark.parametrize("value", ["17.2", "17.2.3.5.6", "17.2.3.", "17.2.3.-1", "17.2.3.x", ""])
def test_a_button_of_another_version_is_too_old(value: str):
    with pytest.raises(Stale, match="too old"):
        numbers_of(value)
