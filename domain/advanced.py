"""The folded part of a new task's form: what of it means anything beside the other choices."""

from dataclasses import dataclass, replace
from typing import Any

from domain.draft import TaskDraft
from domain.model import Distribution

ALWAYS = frozenset({"labels_per_input", "priority", "due_at", "is_growing"})
AMONG_PEOPLE = frozenset(
    {
        "distribution",
        "weights",
        "labelers_per_input",
        "agreement",
        "is_rebalancing",
        "review_method",
        "review_share",
    }
)
ADVANCED = ALWAYS | AMONG_PEOPLE
_PLAIN = TaskDraft()


@dataclass(frozen=True, slots=True)
class Seen:
    """What of the form stood on somebody's screen: its version, and the fields that it showed. None: all of them.

    `at`: when the choice was made that tells of it, in seconds since 1970; 0 for what is newer than any choice.
    """

    version: int
    fields: frozenset[str] | None = None
    at: float = 0


def meaningful(draft: TaskDraft) -> frozenset[str]:
    """Which of `ADVANCED` make a difference: the form shows these, and only these count."""
    if not draft.with_collaborators:
        return ALWAYS
    found = {"distribution"}
    are_several = draft.labelers_count > 1
    agree = are_several and draft.labels_each > 1
    if draft.distribution is Distribution.WEIGHTED:
        found.add("weights")
    if are_several and draft.distribution is not Distribution.EVERYONE:
        found.add("labelers_per_input")
    if agree:
        found.add("agreement")
    if draft.distribution in {Distribution.EVENLY, Distribution.WEIGHTED}:
        found.add("is_rebalancing")
    # Where labelers must agree, one reviewer settles the rest, and what they agree on needs none.
    if draft.reviewers and not (agree and draft.agreement):
        found |= {"review_method", "review_share"}
    return ALWAYS | found


def as_meant(draft: TaskDraft) -> TaskDraft:
    """With the default in the place of whatever means nothing: it may have been chosen before something else was.
    All concepts are in one place.
    """
    meant = meaningful(draft)
    plain: dict[str, Any] = {name: getattr(_PLAIN, name) for name in AMONG_PEOPLE - meant}
    if "weights" in meant:
        plain["weights"] = {one: weight for one, weight in draft.weights.items() if one in draft.labelers}
    concepts = tuple(dict.fromkeys((*draft.concepts, *draft.further_concepts)))
    return replace(draft, **plain, concepts=concepts, further_concepts=())


def caught_up(before: TaskDraft, now: TaskDraft, seen: Seen) -> TaskDraft:
    """`now` as the screen has it; what the screen does not show stays as it was before. Of two choices that come in
    another order than they were made in, the later one counts.
    """
    if 0 < seen.at < before.chosen_at:
        return before
    now = replace(now, chosen_at=max(seen.at, before.chosen_at))
    if seen.fields is None:
        return now
    kept: dict[str, Any] = {
        name: getattr(before, name)
        for name in TaskDraft.__dataclass_fields__
        if name not in {*seen.fields, "chosen_at"}
    }
    # Weights are shown some at a time.
    return replace(now, **kept | {"weights": {**before.weights, **now.weights}})
