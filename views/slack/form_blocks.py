"""What the parts of the New Labeling Task form are made of: their names, their choices, and errors at their fields."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    RadioButtonsElement,
    StaticSelectElement,
)

from domain.distribution import HIGHEST_WEIGHT
from domain.read_models import FormModel
from views.slack import ids, parts

YES, NO = "yes", "no"
_FINE = 80
"""From here on every percent is offered: thresholds are mostly high, and the differences count there."""
_PERCENTS = (*range(0, _FINE, 5), *range(_FINE, 101))
ON = "on"
_RENEWED = (ids.FIELD_LABELERS, ids.FIELD_REVIEWERS, ids.FIELD_NEW_DATASET_NAME)
"""Their initial value changes under the person's hands: Slack takes a new one only under a new block_id."""


def block_id(field: str, form: FormModel) -> str:
    """What the field's block is called in the present form. Another draft has other names, as its values are others."""
    stays = f"{field}:{form.draft}"
    if field == ids.FIELD_CONCEPTS and form.assist.renewals:
        # A 🤖 before what is chosen comes and goes with the model.
        return f"{stays}:{form.assist.renewals}"
    return f"{stays}:{form.version}" if field in _RENEWED else stays


def choice(
    label: str,
    field: str,
    form: FormModel,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    is_optional: bool = False,
) -> InputBlock:
    """Told as soon as it is made."""
    return InputBlock(
        label=parts.plain(label),
        hint=parts.plain(hint) if hint else None,
        element=element,
        block_id=block_id(field, form),
        optional=is_optional,
        dispatch_action=True,
    )


def radio(options: Sequence[Option], chosen: object, action: str) -> RadioButtonsElement:
    return RadioButtonsElement(action_id=action, options=list(options), initial_option=_chosen(options, chosen))


def select(options: Sequence[Option], chosen: object, action: str) -> StaticSelectElement:
    return StaticSelectElement(action_id=action, options=list(options), initial_option=_chosen(options, chosen))


def percents(chosen: int, action: str) -> StaticSelectElement:
    """For a threshold."""
    return select([parts.option(f"{one} %", str(one)) for one in sorted({*_PERCENTS, chosen})], chosen, action)


def percent_choice(label: str, field: str, form: FormModel, value: int, hint: str) -> InputBlock:
    """A dry run depends on it."""
    action = ids.TURNING_CHOICE if form.assist.is_auto else ids.KEPT_CHOICE
    return choice(label, field, form, percents(value, action), hint=hint)


def number(label: str, field: str, form: FormModel, value: int) -> InputBlock:
    """From 1 to 100. What was typed is shown as it was: Slack takes no initial value beyond the bounds."""
    return InputBlock(
        label=parts.plain(label),
        element=NumberInputElement(
            action_id=ids.TYPED,
            is_decimal_allowed=False,
            initial_value=str(value),
            min_value=str(min(1, value)),
            max_value=str(max(HIGHEST_WEIGHT, value)),
        ),
        block_id=block_id(field, form),
    )


def with_errors(form: FormModel, blocks: Iterable[Block]) -> list[Block]:
    """Each sentence beneath its field, as far as the form shows that; the others above all."""
    left = dict(form.errors)
    placed: list[Block] = []
    for block in blocks:
        placed.append(block)
        field = str(block.block_id).split(":")[0]
        if isinstance(block, InputBlock) and field in left:
            placed.append(parts.quoted(f"⚠️ {left.pop(field)}", f"error:{field}"))
    sentences = list(dict.fromkeys(left.values()))
    beneath = len(form.errors) - len(left)
    if beneath:
        fields = "1 field needs" if beneath == 1 else f"{beneath} fields need"
        sentences.append(f"{fields} another look: what is wrong stands beneath.")
    return [*(parts.quoted(f"⚠️ {sentence}", f"error:{index}") for index, sentence in enumerate(sentences)), *placed]


def _chosen(options: Sequence[Option], chosen: object) -> Option | None:
    return next((option for option in options if option.value == str(chosen)), None)
