"""What stands in the window that changes one field of a task."""

from collections.abc import Callable, Iterable, Mapping

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    ExternalDataMultiSelectElement,
    InputBlock,
    NumberInputElement,
    RadioButtonsElement,
)

from domain.clock import SECOND
from domain.distribution import HIGHEST_WEIGHT
from domain.fields import CHOICES, FEWEST_AGREE, LABELS, TaskField
from domain.read_models import Choice, FieldModel, PeopleField
from views.slack import ids, parts, people as people_field
from views.slack.fields import instructions_input, name_input
from views.slack.form_agreement import OVERLAP
from views.slack.form_assist import ACCEPT_TICKS, NOT_SHOWN

MOST_IN_FIELD = 100
"""More options Slack doesn't take at first: with more concepts, they are added and taken out by searches."""
_NO_REVIEWER = "Without a reviewer there is no review step: labels count as soon as they are submitted."
_ORDER = "Type to search, or to add a new one. Their order is the order of the buttons."


def blocks(model: FieldModel) -> list[Block]:
    """Block ids carry the digest of what is saved: after somebody else's change, the fields take new values."""
    return _FIELDS[model.field](model, f"{model.field}:{model.saved}")


def _name(model: FieldModel, block: str) -> list[Block]:
    return [name_input(str(model.value), block)]


def _instructions(model: FieldModel, block: str) -> list[Block]:
    return [instructions_input(str(model.value), block)]


def people_blocks(model: FieldModel, version: int = 0, turn: int = 0) -> list[Block]:
    """`version` grows where the field takes new people, `turn` where its menu forgets what was chosen."""
    people = model.value if isinstance(model.value, tuple) else ()
    hint = _NO_REVIEWER if model.field is TaskField.REVIEWERS else None
    return people_field.blocks(PeopleField(str(model.field), people, model.collaborators, version, turn, hint))


def _people(model: FieldModel, _block: str) -> list[Block]:
    return people_blocks(model)


def _choice(model: FieldModel, block: str) -> list[Block]:
    offered = {str(value): parts.option(text, str(value)) for value, text in CHOICES[model.field].items()}
    element = RadioButtonsElement(
        action_id=ids.TYPED, options=list(offered.values()), initial_option=offered[str(model.value)]
    )
    return [InputBlock(label=parts.plain(LABELS[model.field]), element=element, block_id=block)]


def _number(hint: str, least: int) -> Callable[[FieldModel, str], list[Block]]:
    def draw(model: FieldModel, block: str) -> list[Block]:
        most = model.most if model.field is TaskField.AGREEMENT else 100
        return [_number_input(LABELS[model.field], block, model.value, (least, most), hint=hint)]

    return draw


def _number_input(
    label: str, block: str, value: object, limits: tuple[int, int], hint: str | None = None
) -> InputBlock:
    least, most = limits
    element = NumberInputElement(
        action_id=ids.TYPED,
        is_decimal_allowed=False,
        initial_value=str(value),
        min_value=str(least),
        max_value=str(most),
    )
    hinted = parts.plain(hint.format(most=most)) if hint else None
    return InputBlock(label=parts.plain(label), hint=hinted, element=element, block_id=block)


def _due(model: FieldModel, block: str) -> list[Block]:
    """Slack's picker can't be emptied again."""
    due = model.value if isinstance(model.value, int) else None
    picker = DateTimePickerElement(action_id=ids.TYPED, initial_date_time=due // SECOND if due else None)
    asked = InputBlock(
        label=parts.plain(LABELS[model.field]),
        hint=parts.plain("In your own time zone. Whoever has open work then is reminded before."),
        element=picker,
        block_id=block,
        optional=True,
    )
    none = CheckboxesElement(action_id=ids.TYPED, options=[parts.option("No due date", ids.NO_DUE)])
    without = InputBlock(
        label=parts.plain("Or without one"), element=none, block_id=f"{ids.NO_DUE}:{model.saved}", optional=True
    )
    return [asked, without] if due else [asked]


def _weights(model: FieldModel, block: str) -> list[Block]:
    weights = model.value if isinstance(model.value, Mapping) else {}
    del block
    words = "Open work is shared anew by these. Twice the weight is twice the work."
    if model.pages > 1:
        words += f" Page {model.page + 1} of {model.pages}."
    return [
        parts.small(parts.plain(words), block_id="rule"),
        *(
            _number_input(
                parts.short(name), f"{ids.WEIGHT}.{user}:{model.saved}", weights.get(user, 1), (1, HIGHEST_WEIGHT)
            )
            for user, name in model.names
        ),
    ]


def _concepts(model: FieldModel, block: str) -> list[Block]:
    if len(model.choices) > MOST_IN_FIELD:
        named = parts.listed([one.text for one in model.choices], 30)
        words = f"{parts.count(len(model.choices), 'concept')}: {named}"
        return [
            parts.quoted(parts.cut(words, 2900), "now"),
            _search(
                "Add", ids.FIELD_CONCEPTS, ids.CONCEPTS, hint="Type to search, or to add a new one.", is_needed=False
            ),
            _search("Take out", ids.FIELD_OUT, ids.TASK_CONCEPTS, is_needed=False),
            _search("Put first", ids.FIELD_FIRST, ids.TASK_CONCEPTS, is_needed=False),
        ]
    return [
        _search(LABELS[model.field], block, ids.CONCEPTS, model.choices, hint=_ORDER),
        _search(
            "Put first",
            f"{ids.FIELD_FIRST}:{model.saved}",
            ids.TASK_CONCEPTS,
            hint="Those of the concepts above that are to be the first buttons.",
            is_needed=False,
        ),
    ]


def _search(
    label: str,
    block: str,
    action: str,
    chosen: Iterable[Choice] = (),
    *,
    hint: str | None = None,
    is_needed: bool = True,
) -> InputBlock:
    options = [parts.option(one.text, one.value) for one in chosen]
    element = ExternalDataMultiSelectElement(
        action_id=action,
        min_query_length=0,
        initial_options=options or None,
        placeholder=parts.plain("Search concepts"),
    )
    hinted = parts.plain(hint) if hint else None
    return InputBlock(label=parts.plain(label), hint=hinted, element=element, block_id=block, optional=not is_needed)


_FIELDS: dict[TaskField, Callable[[FieldModel, str], list[Block]]] = {
    TaskField.NAME: _name,
    TaskField.INSTRUCTIONS: _instructions,
    TaskField.PRIORITY: _choice,
    TaskField.DUE: _due,
    TaskField.CONCEPTS: _concepts,
    TaskField.LABELERS: _people,
    TaskField.WEIGHTS: _weights,
    TaskField.REVIEWERS: _people,
    TaskField.LEADS: _people,
    TaskField.REVIEW_METHOD: _choice,
    TaskField.REVIEW_SHARE: _number("Percent of the answers that reviewers see, from now on.", 1),
    TaskField.AGREEMENT: _number(
        "Of the {most} labelers of each input. Counts where not all have answered yet.", FEWEST_AGREE
    ),
    TaskField.OVERLAP: _number(f"Percent. {OVERLAP}", 1),
    TaskField.GROWING: _choice,
    TaskField.REBALANCING: _choice,
    TaskField.THRESHOLD: _number(f"Percent. {NOT_SHOWN} {ACCEPT_TICKS}", 0),
    TaskField.ORDERING: _choice,
    TaskField.UPPER: _number("Percent. What scores at least this much counts at once.", 0),
    TaskField.LOWER: _number("Percent. What scores at least this much goes to reviewers.", 0),
}
