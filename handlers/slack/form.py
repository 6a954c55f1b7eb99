"""The New Labeling Task form as it is filled in on somebody's screen, as typed values."""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import TypeVar

from domain.advanced import Seen
from domain.assisting import Leftovers
from domain.clock import SECOND
from domain.draft import TaskDraft
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType
from handlers.slack.payloads import Click
from services.form_assist import NO_MODEL
from views.slack import form_advanced, ids
from views.slack.form_blocks import ON, YES
from views.slack.new_task import ROBOT

E = TypeVar("E", bound=Enum)
_FRESH = TaskDraft()
_WHOLE = re.compile(r"-?\d{1,6}")


def draft_id(clicked: Click) -> str:
    return str(clicked.metadata().get("draft", ""))


def seen_form(clicked: Click) -> Seen | None:
    """None for a form that an earlier Labelbot drew: it shows all that it has."""
    version = clicked.metadata().get("version")
    if not isinstance(version, int):
        return None
    renewals = clicked.metadata().get("renewals")
    at = (clicked.at, renewals if isinstance(renewals, int) else 0, tuple(_marked(clicked)))
    return Seen(version, frozenset(clicked.fields()), *at)


def task_draft(clicked: Click) -> TaskDraft:
    """The fields as they stand now; what the screen does not show is as in a fresh form (see `seen_form`)."""
    return TaskDraft(
        dataset=_chosen(clicked, ids.FIELD_DATASET),
        new_dataset_name=clicked.text(ids.FIELD_NEW_DATASET_NAME),
        is_auto=wants_auto(clicked),
        type=_one_of(TaskType, clicked, ids.FIELD_TYPE, TaskType.CLASSIFICATION),
        with_assist=_chosen(clicked, ids.FIELD_WITH_ASSIST) == YES,
        model=_model(clicked),
        threshold=_number(_chosen(clicked, ids.FIELD_THRESHOLD), _FRESH.threshold),
        is_ordering=_chosen(clicked, ids.FIELD_ORDERING) == ON,
        lower=_number(_chosen(clicked, ids.FIELD_LOWER), _FRESH.lower),
        upper=_number(_chosen(clicked, ids.FIELD_UPPER), _FRESH.upper),
        leftovers=_one_of(Leftovers, clicked, ids.FIELD_LEFTOVERS, Leftovers.HUMAN),
        is_replacing=_chosen(clicked, ids.FIELD_REPLACING) == ON,
        labels_per_input=_one_of(LabelsPerInput, clicked, ids.FIELD_LABELS_PER_INPUT, LabelsPerInput.ONE),
        concepts=tuple(clicked.chosen(ids.FIELD_CONCEPTS)),
        with_collaborators=_chosen(clicked, ids.FIELD_WITH_COLLABORATORS) == YES,
        labelers=tuple(clicked.chosen(ids.FIELD_LABELERS)),
        reviewers=tuple(clicked.chosen(ids.FIELD_REVIEWERS)),
        name=clicked.text(ids.FIELD_NAME),
        instructions=clicked.text(ids.FIELD_INSTRUCTIONS),
        priority=_priority(clicked),
        distribution=_one_of(Distribution, clicked, ids.FIELD_DISTRIBUTION, Distribution.EVENLY),
        weights=_weights(clicked),
        labelers_per_input=_number(_chosen(clicked, ids.FIELD_LABELERS_PER_INPUT), 1),
        agreement=_number(_chosen(clicked, ids.FIELD_AGREEMENT), 0),
        overlap=_number(clicked.text(ids.FIELD_OVERLAP), _FRESH.overlap),
        review_method=_one_of(ReviewMethod, clicked, ids.FIELD_REVIEW_METHOD, ReviewMethod.EVENLY),
        review_share=_number(clicked.text(ids.FIELD_REVIEW_SHARE), 100),
        due_at=_due(clicked),
        is_growing=_chosen(clicked, ids.FIELD_GROWING) == form_advanced.GROWING,
        is_rebalancing=_chosen(clicked, ids.FIELD_REBALANCING) == ON,
    )


def wants_no_review(clicked: Click) -> bool:
    """Review method "None": reviewers that are still on the screen are none."""
    return _chosen(clicked, ids.FIELD_REVIEW_METHOD) == form_advanced.NO_REVIEW


def wants_auto(clicked: Click) -> bool:
    return _chosen(clicked, ids.FIELD_AUTO) == YES


def _model(clicked: Click) -> str:
    name = _chosen(clicked, ids.FIELD_MODEL)
    return "" if name == NO_MODEL else name


def _marked(clicked: Click) -> Iterator[str]:
    """The concepts that stand there with a 🤖, which Slack may give back by its name."""
    for option in clicked.input(ids.FIELD_CONCEPTS).get("selected_options") or ():
        if str(option.get("text", {}).get("text", "")).startswith((ROBOT, ":robot_face:")):
            yield str(option["value"])


def _chosen(clicked: Click, field: str) -> str:
    return next(iter(clicked.chosen(field)), "")


def _one_of(kind: Callable[[str], E], clicked: Click, field: str, usual: E) -> E:
    """The usual one also for a choice that another version of Labelbot offered."""
    try:
        return kind(_chosen(clicked, field))
    except ValueError:
        return usual


def _priority(clicked: Click) -> Priority:
    try:
        return Priority(_number(_chosen(clicked, ids.FIELD_PRIORITY), Priority.MEDIUM))
    except ValueError:
        return Priority.MEDIUM


def _weights(clicked: Click) -> dict[str, int]:
    """Those that are on the screen. The labeler stands in the block's id."""
    states = clicked.inputs(ids.FIELD_WEIGHTS)
    return {name.split(":")[0]: _number(str(state.get("value") or ""), 1) for name, state in states.items()}


def _number(text: str, usual: int) -> int:
    return int(text) if _WHOLE.fullmatch(text) else usual


def _due(clicked: Click) -> int | None:
    seconds = clicked.input(ids.FIELD_DUE).get("selected_date_time")
    return int(seconds) * SECOND if isinstance(seconds, int) else None
