"""The folded part of a new task's form: what of it means anything beside the other choices."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from domain.assisting import Leftovers
from domain.draft import TaskDraft
from domain.model import Distribution, LabelsPerInput
from domain.shapes import DRAWN

ALWAYS = frozenset({"labels_per_input", "priority", "due_at", "is_growing"})
AMONG_PEOPLE = frozenset(
    {
        "distribution",
        "weights",
        "labelers_per_input",
        "agreement",
        "overlap",
        "is_rebalancing",
        "review_method",
        "review_share",
    }
)
ADVANCED = ALWAYS | AMONG_PEOPLE
MOST_SHOWN = 100
"""Concepts that a search may hold when it is drawn. Whoever chooses more of them there keeps them there."""
_OF_BOTH = frozenset({"model", "label_map", "map_changes"})
_OF_ASSIST = frozenset({"threshold", "is_ordering"})
_OF_AUTO = frozenset({"lower", "upper", "thresholds", "leftovers", "is_replacing"})
_PLAIN = TaskDraft()


@dataclass(frozen=True, slots=True)
class Seen:
    """What of the form stood on somebody's screen: its version, and the fields that it showed. None: all of them.

    `at`: when the choice was made that tells of it, in seconds since 1970; 0 for what is newer than any choice.
    `renewals`: of the field of concepts; `marked`: which of those chosen in it had a 🤖.
    """

    version: int
    fields: frozenset[str] | None = None
    at: float = 0
    renewals: int = 0
    marked: tuple[str, ...] = ()


def meaningful(draft: TaskDraft) -> frozenset[str]:
    """Which of `ADVANCED` make a difference: the form shows these, and only these count."""
    always = ALWAYS - {"labels_per_input"} if draft.type in DRAWN else ALWAYS
    if draft.is_auto:
        return always | ({"review_method"} if draft.reviewers else set())
    if not draft.with_collaborators:
        return always
    found = {"distribution"}
    are_several = draft.labelers_count > 1
    agree = are_several and draft.labels_each > 1
    if draft.distribution is Distribution.WEIGHTED:
        found.add("weights")
    if are_several and draft.distribution is not Distribution.EVERYONE:
        found.add("labelers_per_input")
    if agree:
        found.add("agreement")
    if agree and draft.agreement and draft.type in DRAWN:
        found.add("overlap")
    if draft.distribution in {Distribution.EVENLY, Distribution.WEIGHTED}:
        found.add("is_rebalancing")
    # Where labelers must agree, one reviewer settles the rest, and what they agree on needs none.
    if draft.reviewers and not (agree and draft.agreement):
        found |= {"review_method", "review_share"}
    return always | found


def as_meant(draft: TaskDraft) -> TaskDraft:
    """With the default in the place of whatever means nothing: it may have been chosen before something else was.
    All concepts are in one place. Where a model annotates by itself, reviewers are asked for anyway, and labelers
    where people label what it leaves.
    """
    meant = meaningful(draft)
    plain: dict[str, Any] = {name: getattr(_PLAIN, name) for name in AMONG_PEOPLE - meant}
    if "weights" in meant:
        plain["weights"] = {one: weight for one, weight in draft.weights.items() if one in draft.labelers}
    if draft.type in DRAWN:
        plain["labels_per_input"] = LabelsPerInput.SEVERAL
    concepts = tuple(dict.fromkeys((*draft.concepts, *draft.further_concepts)))
    return _with_model(replace(draft, **plain, concepts=concepts, further_concepts=()))


def _with_model(draft: TaskDraft) -> TaskDraft:
    """Without what isn't asked of the model, or of any."""
    unasked = frozenset({"with_assist"}) if draft.is_auto else frozenset()
    unasked |= frozenset() if draft.uses_model else _OF_BOTH
    unasked |= frozenset() if draft.is_auto else _OF_AUTO
    unasked |= frozenset() if draft.with_assist and not draft.is_auto else _OF_ASSIST
    draft = replace(draft, **{name: getattr(_PLAIN, name) for name in unasked})
    own = {one: pair for one, pair in draft.thresholds.items() if one in draft.concepts}
    if draft.is_auto:
        labelers = draft.labelers if draft.leftovers is Leftovers.HUMAN else ()
        draft = replace(draft, with_collaborators=True, labelers=labelers)
    return replace(draft, thresholds=own)


def caught_up(before: TaskDraft, now: TaskDraft, seen: Seen) -> TaskDraft:
    """`now` as the screen has it; what the screen does not show stays as it was before. Of two choices that come in
    another order than they were made in, the later one counts.
    """
    if 0 < seen.at < before.chosen_at:
        return before
    now = replace(now, chosen_at=max(seen.at, before.chosen_at))
    if seen.fields is None:
        return replace(now, renewals=before.renewals)
    kept: dict[str, Any] = {
        name: getattr(before, name)
        for name in TaskDraft.__dataclass_fields__
        if name not in {*seen.fields, "chosen_at"}
    }
    # Weights are shown some at a time.
    return _with_marks(before, replace(now, **kept | {"weights": {**before.weights, **now.weights}}), seen)


def remarked(draft: TaskDraft, known: Collection[str] | None) -> TaskDraft:
    """With a 🤖 before the concepts that are `known`, where the field has room to be filled anew. None: nobody knows
    yet.
    """
    marked = tuple(one for one in draft.concepts if one in (draft.marked if known is None else known))
    is_same = set(marked) == set(draft.marked).intersection(draft.concepts)
    if is_same or len(draft.concepts) > MOST_SHOWN:
        return draft
    return replace(draft, marked=marked, renewals=draft.renewals + 1)


def _with_marks(before: TaskDraft, now: TaskDraft, seen: Seen) -> TaskDraft:
    """Whoever is faster than the redrawing chooses in a field that has another in its place by now: that one does not
    have the choice, so it is filled again.
    """
    if seen.fields is None or "concepts" not in seen.fields:
        return now
    if seen.renewals >= before.renewals:
        return replace(now, marked=seen.marked)
    if now.concepts == before.concepts:
        return now
    shown, more = now.concepts[:MOST_SHOWN], now.concepts[MOST_SHOWN:]
    further = tuple(dict.fromkeys((*more, *now.further_concepts)))
    return replace(now, concepts=shown, further_concepts=further, renewals=before.renewals + 1)
