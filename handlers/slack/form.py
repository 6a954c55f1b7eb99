"""The New Labeling Task form as it is filled in on somebody's screen, as typed values."""

import re
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from domain.advanced import Seen
from domain.clock import SECOND
from domain.draft import TaskDraft
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod, TaskType
from handlers.slack.payloads import Click
from views.slack import form_advanced, ids
from views.slack.new_task import YES

E = TypeVar("E", bound=Enum)
_WHOLE = re.compile(r"-?\d{1,6}")


def draft_id(clicked: Click) -> str:
    return str(clicked.metadata().get("draft", ""))


def seen_form(clicked: Click) -> Seen | None:
    """None for a form that an earlier Labelbot drew: it shows all that it has."""
    version = clicked.metadata().get("version")
    return Seen(version, frozenset(clicked.fields()), clicked.at) if isinstance(version, int) else None


def task_draft(clicked: Click) -> TaskDraft:
    """The fields as they stand now; what the screen does not show is as in a fresh form (see `seen_form`)."""
    return TaskDraft(
        dataset=_chosen(clicked, ids.FIELD_DATASET),
        new_dataset_name=clicked.text(ids.FIELD_NEW_DATASET_NAME),
        type=_one_of(TaskType, clicked, ids.FIELD_TYPE, TaskType.CLASSIFICATION),
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
        review_method=_one_of(ReviewMethod, clicked, ids.FIELD_REVIEW_METHOD, ReviewMethod.EVENLY),
        review_share=_number(clicked.text(ids.FIELD_REVIEW_SHARE), 100),
        due_at=_due(clicked),
        is_growing=_chosen(clicked, ids.FIELD_GROWING) == form_advanced.GROWING,
        is_rebalancing=_chosen(clicked, ids.FIELD_REBALANCING) == form_advanced.ON,
    )


def wants_no_review(clicked: Click) -> bool:
    """Review method "None": reviewers that are still on the screen are none."""
    return _chosen(clicked, ids.FIELD_REVIEW_METHOD) == form_advanced.NO_REVIEW


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
