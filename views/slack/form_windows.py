"""The windows over the New Labeling Task form, and over Edit, in which is said what a model's labels mean, and how sure
it must be of single concepts.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    SectionBlock,
)
from slack_sdk.models.views import View

from domain.read_models import LabelMapModel, Meaning, MeaningModel, OwnThresholds, ThresholdsModel
from views.slack import catalogue, ids, parts
from views.slack.form_blocks import percents

_MOST_LABELS = 12
Keeps = Mapping[str, Any]
"""Whose window it is: `draft`, or `task` and where in it somebody was; `alone`: it stands in the place of Edit."""


def label_map(model: LabelMapModel, keeps: Keeps) -> View:
    """Each concept with the model's labels that stand for it."""
    keeps = {**keeps, "at": model.page}
    about = (
        f"{model.model} has {parts.count(model.labels, 'label')} of its own. Each counts as the concept that it stands "
        "for here; one that stands for none is dropped."
    )
    about += " What is suggested follows what you change; what is labeled stays." if "task" in keeps else ""
    search = SectionBlock(
        text=parts.plain("Find one of the concepts:"),
        accessory=ExternalDataSelectElement(
            action_id=ids.MAPPED_CONCEPT, min_query_length=0, placeholder=parts.plain("Search concepts")
        ),
        block_id="find",
    )
    blocks = [
        *_back(keeps),
        *catalogue.note(model.note),
        parts.small(parts.plain(about), block_id="about"),
        *([search] if model.pages > 1 else ()),
        *(_row(one, model.page, place) for place, one in enumerate(model.rows)),
        *parts.turning(ids.LABEL_MAP_PAGE, parts.count(model.total, "concept"), model.page, model.pages),
    ]
    return parts.modal("What labels mean", blocks, callback=ids.LABEL_MAP_WINDOW, close="Back", keeps=keeps)


def meaning(model: MeaningModel, keeps: Keeps) -> View:
    """In the place of the list of all concepts."""
    keeps = {**keeps, "at": model.page, "concept": model.concept.value, **_saved(model.saved)}
    back = parts.button("‹ All concepts", ids.LABEL_MAP_PAGE, str(model.page), says="Back to all concepts")
    element = ExternalDataMultiSelectElement(
        action_id=ids.MODEL_LABELS,
        min_query_length=0,
        initial_options=[parts.option(one.text, one.value) for one in model.labels] or None,
        placeholder=parts.plain("Search the model's labels"),
    )
    labels = InputBlock(
        label=parts.plain(f"Labels of {model.model} that mean “{parts.short(model.concept.text)}”"),
        hint=parts.plain("A label that is chosen here stands for no other concept any more."),
        element=element,
        block_id=f"{ids.FIELD_LABELS}:{parts.cut(model.concept.value, 200)}",
        optional=True,
    )
    more = f"And {parts.count(model.more, 'more label')}, which stay."
    blocks = [
        parts.row([back], "back"),
        *catalogue.note(model.note),
        labels,
        *([parts.small(parts.plain(more), block_id="more")] if model.more else ()),
    ]
    return parts.modal(
        "What labels mean", blocks, callback=ids.LABEL_MAP_WINDOW, submit="Save", close="Back", keeps=keeps
    )


def thresholds(model: ThresholdsModel, keeps: Keeps, turn: int = 0) -> View:
    """`turn` grows with each that is set, as fields are emptied only under another block_id."""
    keeps = {**keeps, "at": model.page, "turn": turn, **_saved(model.saved)}
    about = f"All concepts: approved from {model.upper} %, reviewed from {model.lower} %. These have their own:"
    about = f"What is annotated already stays. {about}" if "task" in keeps else about
    concept = InputBlock(
        label=parts.plain("Concept"),
        element=ExternalDataSelectElement(
            action_id=ids.THRESHOLD_CONCEPT, min_query_length=0, placeholder=parts.plain("Search concepts")
        ),
        block_id=f"{ids.FIELD_CONCEPT}:{turn}",
    )
    blocks = [
        *_back(keeps),
        *catalogue.note(model.note),
        concept,
        _percent("Approve from", ids.FIELD_UPPER, model.upper, turn),
        _percent("Review from", ids.FIELD_LOWER, model.lower, turn),
        DividerBlock(),
        parts.small(parts.plain(about), block_id="about"),
        *(_own(one, place) for place, one in enumerate(model.rows)),
        *([] if model.rows else [parts.said("*None yet.*", "empty")]),
        *parts.turning(ids.THRESHOLDS_PAGE, parts.count(model.total, "concept"), model.page, model.pages),
    ]
    return parts.modal(
        "Thresholds per concept", blocks, callback=ids.THRESHOLDS_WINDOW, submit="Set", close="Back", keeps=keeps
    )


def _back(keeps: Keeps) -> list[Block]:
    """To all fields of a task, where this stands in their place."""
    if "alone" not in keeps:
        return []
    value = ids.value(keeps["task"])
    return [parts.row([parts.button("‹ All fields", ids.EDIT_BACK, value, says="Back to all fields")], "fields")]


def _saved(digest: str) -> dict[str, str]:
    return {"saved": digest} if digest else {}


def _row(one: Meaning, page: int, place: int) -> Block:
    says = f"Change what means {one.concept.text}"
    button = parts.button("Change", ids.CHANGE_MEANING, one.concept.value, says=says)
    labels = parts.listed([parts.cut(label, 40) for label in one.labels], _MOST_LABELS) or "nothing"
    return SectionBlock(
        fields=[parts.plain(one.concept.text, 150), parts.plain(f"← {labels}", 900)],
        accessory=button,
        block_id=f"meaning:{page}.{place}",
    )


def _own(one: OwnThresholds, place: int) -> Block:
    words = f"{one.concept.text}: approved from {one.upper} %, reviewed from {one.lower} %"
    says = f"Remove the thresholds of {one.concept.text}"
    button = parts.button("Remove", ids.REMOVE_THRESHOLDS, one.concept.value, says=says)
    return SectionBlock(text=parts.plain(words), accessory=button, block_id=f"own:{place}")


def _percent(label: str, field: str, value: int, turn: int) -> Block:
    return InputBlock(label=parts.plain(label), element=percents(value, ids.TYPED), block_id=f"{field}:{turn}")
