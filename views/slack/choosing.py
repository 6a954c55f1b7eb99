"""Of several answers to an input the one that stands: what can be chosen, on the reviewer's card and in its window."""

from slack_sdk.models.blocks import Block

from domain.read_models import GivenAnswer, ReviewItem
from views.slack import ids, parts

MOST = 20
_MOST_LABELS = 20
_LONGEST = 60


def answer(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_MOST_LABELS]) + _and_more(len(names)) if names else "None of these"


def choices(item: ReviewItem) -> list[tuple[GivenAnswer, str]]:
    """Each different answer once, in words. Of those that are drawn no two are the same: their numbers stand on the
    picture too.
    """
    if item.drawn is not None:
        numbered = enumerate(item.given, 1)
        return [
            (one, f"{number}: {answer(one.answers) if one.answers else 'Nothing here'}") for number, one in numbered
        ]
    different = {one.answers: one for one in reversed(item.given)}
    return [(one, answer(one.answers)) for one in reversed(different.values())]


def blocks(item: ReviewItem, prefix: str) -> list[Block]:
    """One button for each."""
    offered = choices(item)
    if not offered:
        return []
    buttons = [
        parts.button(
            f"Choose {parts.cut(words, _LONGEST)}",
            ids.action(ids.APPROVE, one.assignment),
            ids.value(one.assignment, one.revision),
            says=f"Choose the answer {words}",
            style="primary",
        )
        for one, words in offered[:MOST]
    ]
    rest = others_words(item)
    beneath = [parts.small(parts.plain(rest), block_id=f"{prefix}:others")] if rest else []
    return [parts.row(buttons, f"{prefix}:choices"), *beneath]


def others_words(item: ReviewItem, most: int = MOST) -> str:
    """Where more different answers were given than there is room to choose from."""
    more = len(choices(item)) - most
    if more <= 0:
        return ""
    given = parts.count(more, "more answer was", "more answers were")
    where = "The editor shows them all." if item.drawn else "“Edit and approve” on the card takes any."
    return f"{given} given. {where}"


def _and_more(number: int) -> str:
    return f" and {number - _MOST_LABELS:,} more" if number > _MOST_LABELS else ""
