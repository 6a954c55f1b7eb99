"""Who is how far in a task: one line a person, and their list where they are many."""

from slack_sdk.models.blocks import Block, OverflowMenuElement, SectionBlock

from domain.model import NOBODY, ROBOT, Role
from domain.progress import percent
from domain.read_models import PeoplePage, PersonLine
from views.slack import ids, parts

RELEASE, HAND_OVER = "release", "hand_over"
_MENU = ((RELEASE, "Release their open work…"), (HAND_OVER, "Hand it over to…"))


def blocks(page: PeoplePage) -> list[Block]:
    """Those of this page."""
    return [
        block
        for one in page.rows
        for block in person_blocks(one, page.task, has_review=page.has_review, may_move=page.may_move)
    ]


def person_blocks(line: PersonLine, task: int, *, has_review: bool, may_move: bool = False) -> list[Block]:
    """`may_move`: the menu that moves open work is there, where there is any."""
    block_id = f"{line.role}:{line.user or 'nobody'}:{line.tally.pending}"
    if line.user == NOBODY:
        words = f"*Released:* {parts.count(line.tally.pending, 'input')}, for whoever asks for more"
        return [parts.said(words, block_id)]
    words = _labeler(line, has_review=has_review) if line.role is Role.LABELER else _reviewer(line)
    menu = None
    if may_move and line.may_lose_work:
        options = [parts.option(text, ids.value(what, task, line.user)) for what, text in _MENU]
        menu = OverflowMenuElement(action_id=ids.PERSON_MENU, options=options)
    return [SectionBlock(text=parts.marked(words), accessory=menu, block_id=block_id)]


def _labeler(line: PersonLine, *, has_review: bool) -> str:
    tally = line.tally
    if not tally.total:
        return f"{parts.mention(line.user)} · nothing to label yet"
    head = f"{parts.mention(line.user)} · *{tally.labeled:,} of {tally.total:,}* labeled"
    facts = [parts.bar(tally.labeled, tally.total)]
    facts += [f"{tally.pending:,} to label"] if tally.pending else []
    facts += [f"{tally.consensus:,} waiting for others' answers"] if tally.consensus else []
    if has_review:
        facts += [f"{tally.awaiting:,} waiting for review"] if tally.awaiting else []
        if tally.reviewed and line.user != ROBOT:  # Most of a model's own is approved by nobody.
            facts.append(f"{percent(tally.success, tally.reviewed)} % approved")
    facts += _last("last answer", line)
    facts += ["left the task"] if line.has_left else []
    return f"{head}\n{' · '.join(facts)}"


def _reviewer(line: PersonLine) -> str:
    facts = [f"*{line.decided:,}* reviewed", f"{line.waiting:,} waiting", *_last("last decision", line)]
    return f"{parts.mention(line.user)} · reviewer\n{' · '.join(facts)}"


def _last(what: str, line: PersonLine) -> list[str]:
    at = line.last_at
    if at is None:
        return []
    return [f"{what} <!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%Y-%m-%d %H:%M} UTC>"]
