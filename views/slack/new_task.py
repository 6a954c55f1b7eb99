"""The New Labeling Task form, as far as it is filled in."""

from slack_sdk.models.blocks import (
    Block,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from domain.draft import LONGEST_NAME
from domain.model import LabelsPerInput, TaskType
from domain.read_models import Choice, FormModel
from views.slack import ids, parts, samples
from views.slack.fields import instructions_input, name_input, people_input

YES, NO = "yes", "no"
_MOST_INITIAL = 100
"""More options Slack doesn't take at first. What is chosen stays chosen all the same, as the block_id stays."""
_RENEWED = (ids.FIELD_LABELERS, ids.FIELD_REVIEWERS)
"""Their initial value changes under the person's hands: Slack takes a new one only under a new block_id."""
_PER_INPUT = {
    LabelsPerInput.ONE: parts.option("One", LabelsPerInput.ONE, "One tap labels a picture"),
    LabelsPerInput.SEVERAL: parts.option("Several", LabelsPerInput.SEVERAL, "Tick all that fit, then submit"),
}
_TYPES = {TaskType.CLASSIFICATION: parts.option("Classification", TaskType.CLASSIFICATION, "Choose what a picture is")}
_WITH_COLLABORATORS = {
    False: parts.option("No", NO, "You label everything yourself"),
    True: parts.option("Yes", YES, "Choose labelers and reviewers"),
}


def modal(form: FormModel) -> View:
    """Sentences in `form.errors` stand above the fields; errors at a field itself travel in the answer instead."""
    blocks = [
        *_errors(form),
        *_dataset(form),
        *_what(form),
        _with_collaborators(form),
        *(_collaborators(form) if form.with_collaborators else ()),
        name_input(form.name, block_id(ids.FIELD_NAME, form)),
        instructions_input(form.instructions, block_id(ids.FIELD_INSTRUCTIONS, form)),
        *samples.form_row(form),
    ]
    return parts.modal(
        "New labeling task",
        blocks,
        callback=ids.NEW_TASK,
        submit="Create",
        close="Cancel",
        keeps={"draft": form.draft, "version": form.version},
        notify_on_close=True,
    )


def block_id(field: str, form: FormModel) -> str:
    """What the field's block is called in the present form."""
    return f"{field}:{form.version}" if field in _RENEWED else field


def option(choice: Choice) -> Option:
    """An entry of a search, and the same again where it was chosen."""
    return parts.option(choice.text, choice.value, choice.description)


def _errors(form: FormModel) -> list[Block]:
    sentences = list(dict.fromkeys(form.errors.values()))
    return [parts.quoted(f"⚠️ {sentence}", f"error:{index}") for index, sentence in enumerate(sentences)]


def _dataset(form: FormModel) -> list[Block]:
    select = InputBlock(
        label=parts.plain("Dataset"),
        element=ExternalDataSelectElement(
            action_id=ids.DATASET,
            min_query_length=0,
            initial_option=option(form.dataset) if form.dataset else None,
            placeholder=parts.plain("Search datasets"),
        ),
        block_id=block_id(ids.FIELD_DATASET, form),
        dispatch_action=True,
    )
    if not form.new_dataset:
        return [select]
    name = InputBlock(
        label=parts.plain("Name of the new dataset"),
        hint=parts.plain(f"It gets all inputs of this workspace: {parts.count(form.all_inputs, 'picture')}."),
        element=PlainTextInputElement(
            action_id=ids.TYPED,
            max_length=LONGEST_NAME,
            initial_value=form.new_dataset_name[:LONGEST_NAME] or None,
        ),
        block_id=block_id(ids.FIELD_NEW_DATASET_NAME, form),
    )
    return [select, name]


def _what(form: FormModel) -> list[Block]:
    """What is asked of each input."""
    return [
        InputBlock(
            label=parts.plain("Task type"),
            element=RadioButtonsElement(
                action_id=ids.TYPED, options=list(_TYPES.values()), initial_option=_TYPES[form.type]
            ),
            block_id=block_id(ids.FIELD_TYPE, form),
        ),
        InputBlock(
            label=parts.plain("Labels per input"),
            element=RadioButtonsElement(
                action_id=ids.TYPED,
                options=list(_PER_INPUT.values()),
                initial_option=_PER_INPUT[form.labels_per_input],
            ),
            block_id=block_id(ids.FIELD_LABELS_PER_INPUT, form),
        ),
        InputBlock(
            label=parts.plain("Concepts"),
            hint=parts.plain("Type to search, or to add a new one. Their order is the order of the buttons."),
            element=ExternalDataMultiSelectElement(
                action_id=ids.CONCEPTS,
                min_query_length=0,
                initial_options=[option(one) for one in form.concepts[:_MOST_INITIAL]] or None,
                placeholder=parts.plain("Type a concept to add it, or search"),
            ),
            block_id=block_id(ids.FIELD_CONCEPTS, form),
        ),
    ]


def _with_collaborators(form: FormModel) -> Block:
    return InputBlock(
        label=parts.plain("Collaborators"),
        element=RadioButtonsElement(
            action_id=ids.WITH_COLLABORATORS,
            options=list(_WITH_COLLABORATORS.values()),
            initial_option=_WITH_COLLABORATORS[form.with_collaborators],
        ),
        block_id=block_id(ids.FIELD_WITH_COLLABORATORS, form),
        dispatch_action=True,
    )


def _collaborators(form: FormModel) -> list[Block]:
    no_review = "Without a reviewer there is no review step: labels count as soon as they are submitted."
    return [
        people_input("Labelers", form.labelers, block_id(ids.FIELD_LABELERS, form)),
        _all_buttons(form, "labelers", ids.ADD_ALL_LABELERS, ids.REMOVE_ALL_LABELERS),
        people_input("Reviewers", form.reviewers, block_id(ids.FIELD_REVIEWERS, form), no_review),
        _all_buttons(form, "reviewers", ids.ADD_ALL_REVIEWERS, ids.REMOVE_ALL_REVIEWERS),
    ]


def _all_buttons(form: FormModel, role: str, add: str, remove: str) -> Block:
    add_all = parts.button(
        f"Add all {parts.count(form.collaborators, 'collaborator')}",
        add,
        role,
        says=f"Add all {parts.count(form.collaborators, 'collaborator')} as {role}",
    )
    remove_all = parts.button("Remove all", remove, role, says=f"Remove all {role}")
    return parts.row([add_all, remove_all] if form.collaborators else [remove_all], f"all_{role}:{form.version}")
