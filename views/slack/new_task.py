"""The New Labeling Task form, as far as it is filled in."""

from collections.abc import Iterable, Iterator

from slack_sdk.models.blocks import (
    Block,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from domain.assisting import Leftovers
from domain.draft import LONGEST_NAME
from domain.kinds import WORDS
from domain.model import TaskType
from domain.read_models import Choice, FormModel, PeopleField
from views.slack import form_advanced, form_assist, form_auto, form_offer, ids, parts, people, samples
from views.slack.fields import instructions_input, name_input
from views.slack.form_blocks import NO, YES, block_id, choice, radio, with_errors

ROBOT = "🤖"
"""Before concepts that the chosen model knows."""
_MOST_INITIAL = 100
"""More options Slack doesn't take at first. What is chosen stays chosen all the same, as the block_id stays."""
_MOST_NAMED = 20
_NO_INPUTS = "There is nothing to label here yet. Cancel, and add inputs with /label dataset first."
_TYPES = [
    parts.option("Classification", TaskType.CLASSIFICATION, "Choose what each picture, text or video is"),
    parts.option("Detection", TaskType.DETECTION, "Draw boxes on pictures, in the web editor"),
    parts.option("Segmentation", TaskType.SEGMENTATION, "Outline things on pictures with polygons, in the web editor"),
]
_WITH_COLLABORATORS = [
    parts.option("No", NO, "You label everything yourself, and nobody reviews"),
    parts.option("Yes", YES, "Choose labelers and reviewers"),
]


def modal(form: FormModel) -> View:
    """Errors that the form shows anew: sentences travel in the answer instead where all their fields are shown."""
    filled = with_errors(
        form,
        [
            *_dataset(form),
            *form_assist.auto_annotation(form),
            _type(form),
            *form_assist.assisting(form),
            *_concepts(form),
            *form_assist.behind_concepts(form),
            *_people(form),
            *form_auto.earlier(form),
            name_input(form.name, block_id(ids.FIELD_NAME, form)),
            *_instructions(form),
            *form_advanced.blocks(form),
        ],
    )
    return parts.modal(
        "New labeling task",
        [*form_offer.offer(form), *filled],
        callback=ids.NEW_TASK,
        submit="Create",
        close="Cancel",
        keeps={"draft": form.draft, "version": form.version, "renewals": form.assist.renewals},
        notify_on_close=True,
    )


def option(one: Choice) -> Option:
    """An entry of a search, and the same again where it was chosen."""
    return parts.option(f"{ROBOT} {one.text}" if one.is_known else one.text, one.value, one.description)


def _dataset(form: FormModel) -> list[Block]:
    element = ExternalDataSelectElement(
        action_id=ids.DATASET,
        min_query_length=0,
        initial_option=option(form.dataset) if form.dataset else None,
        placeholder=parts.plain("Search datasets"),
    )
    holds = f"Holds {parts.count(form.inputs, WORDS[form.kind] if form.kind else 'input')}."
    hint = None if form.has_inputs else _NO_INPUTS
    hint = holds if form.dataset and not form.new_dataset else hint
    select = choice("Dataset", ids.FIELD_DATASET, form, element, hint=hint)
    if not form.new_dataset:
        return [select]
    name = InputBlock(
        label=parts.plain("Name of the new dataset"),
        hint=parts.plain(f"It gets all inputs of this workspace: {parts.count(form.all_inputs, 'input')}."),
        element=PlainTextInputElement(
            action_id=ids.TYPED,
            max_length=LONGEST_NAME,
            initial_value=form.new_dataset_name[:LONGEST_NAME] or None,
        ),
        block_id=block_id(ids.FIELD_NEW_DATASET_NAME, form),
    )
    return [select, name]


def _type(form: FormModel) -> Block:
    """Which models there are, and how many labels an input has, depends on it."""
    return choice("Task type", ids.FIELD_TYPE, form, radio(_TYPES, form.type, ids.TURNING_CHOICE))


def _concepts(form: FormModel) -> list[Block]:
    element = ExternalDataMultiSelectElement(
        action_id=ids.CONCEPTS,
        min_query_length=0,
        initial_options=[option(one) for one in form.concepts[:_MOST_INITIAL]] or None,
        placeholder=parts.plain("Type a concept to add it, or search"),
    )
    hint = "Type to search, or to add a new one. Their order is the order of the buttons."
    field = choice("Concepts", ids.FIELD_CONCEPTS, form, element, hint=hint)
    if not form.further_concepts:
        return [field]
    more = f"And {parts.count(len(form.further_concepts), 'more concept')} chosen before: "
    drop = parts.button("Leave these out", ids.DROP_FURTHER, form.draft)
    words = parts.plain(f"{more}{parts.listed(form.further_concepts, _MOST_NAMED)}.")
    return [field, SectionBlock(text=words, accessory=drop, block_id=f"further:{form.draft}")]


def _people(form: FormModel) -> list[Block]:
    """Where a model annotates by itself, people review, and label what it leaves, as is chosen."""
    if form.assist.is_auto and form.assist.uses_model:
        labelers, reviewers = _collaborators(form)
        asked = labelers if form.assist.leftovers is Leftovers.HUMAN else []
        return [*_listening(reviewers), form_auto.leftovers(form), *_listening(asked)]
    asked = [block for blocks in _collaborators(form) for block in blocks] if form.with_collaborators else []
    return [_with_collaborators(form), *_listening(asked)]


def _with_collaborators(form: FormModel) -> Block:
    element = radio(_WITH_COLLABORATORS, YES if form.with_collaborators else NO, ids.WITH_COLLABORATORS)
    return choice("Collaborators", ids.FIELD_WITH_COLLABORATORS, form, element)


def _listening(blocks: Iterable[Block]) -> Iterator[Block]:
    """Who is chosen is kept at once, and the advanced part depends on it."""
    for block in blocks:
        is_people = str(block.block_id).split(":")[0] in {ids.FIELD_LABELERS, ids.FIELD_REVIEWERS}
        if isinstance(block, InputBlock) and isinstance(block.element, UserMultiSelectElement) and is_people:
            block.element.action_id = ids.CHOOSE_PEOPLE
            block.dispatch_action = True
        yield block


def _instructions(form: FormModel) -> list[Block]:
    field = instructions_input(form.instructions, block_id(ids.FIELD_INSTRUCTIONS, form))
    return [field, *samples.form_row(form)]


def _collaborators(form: FormModel) -> tuple[list[Block], list[Block]]:
    """Labelers and reviewers."""
    no_review = "Without a reviewer there is no review step: labels count as soon as they are submitted."
    among, version, turn = form.collaborators, f"{form.draft}:{form.version}", form.turn
    labels, reviews = (form_auto.LABELERS, form_auto.REVIEWERS) if form.assist.is_auto else (None, no_review)
    return (
        people.blocks(PeopleField(ids.FIELD_LABELERS, form.labelers, among, version, turn, labels)),
        people.blocks(PeopleField(ids.FIELD_REVIEWERS, form.reviewers, among, version, turn, reviews)),
    )
