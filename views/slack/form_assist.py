"""What the New Labeling Task form asks of a model, and what it says about that."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ExternalDataSelectElement,
    SectionBlock,
)

from domain.accepting import LIKELY
from domain.read_models import AssistForm, Choice, FormModel, Meaning
from domain.shapes import DRAWN
from views.slack import form_auto, ids, parts
from views.slack.form_blocks import NO, ON, YES, choice, percent_choice, radio

_MOST_MEANINGS = 5
_MOST_NAMED = 12
_AUTO = [
    parts.option("No", NO, "People label the inputs"),
    parts.option("Yes", YES, "A model labels them; reviewers see what it isn't sure of"),
]
_ASSIST = [
    parts.option("No", NO, "Without suggestions"),
    parts.option("Yes", YES, "A model suggests labels; people accept or change them"),
]
_ORDERING = parts.option("Order by uncertainty", ON, "What the model is least sure of comes first: it teaches most")
NOT_SHOWN = "Suggestions that score less aren't shown."
ACCEPT_TICKS = f"Where an input may have several labels, Accept ticks those from {LIKELY} % on."
_LEARNS = "It learns from your team's labels as they come."


def auto_annotation(form: FormModel) -> list[Block]:
    """Behind the dataset."""
    assist = form.assist
    if assist.why_not:
        return [parts.small(parts.plain(assist.why_not), block_id="no_model")]
    if not assist.is_offered:
        return []
    element = radio(_AUTO, YES if assist.is_auto else NO, ids.TURNING_CHOICE)
    return [choice("Auto-annotation", ids.FIELD_AUTO, form, element)]


def assisting(form: FormModel) -> list[Block]:
    """Behind the task type, before the concepts."""
    assist = form.assist
    if not assist.is_offered or assist.why_not:
        return []
    element = radio(_ASSIST, YES if assist.with_assist else NO, ids.TURNING_CHOICE)
    asked = [] if assist.is_auto else [choice("AI-assist", ids.FIELD_WITH_ASSIST, form, element)]
    return [*asked, *([_model(form)] if assist.uses_model else ())]


def behind_concepts(form: FormModel) -> list[Block]:
    """What the model makes of them, and how sure it must be."""
    if not form.assist.uses_model:
        return []
    said = [*_failure(form.assist), *_known(form), *_meanings(form.assist)]
    return [*said, *(form_auto.thresholds(form) if form.assist.is_auto else _suggesting(form))]


def _model(form: FormModel) -> Block:
    assist = form.assist
    chosen = assist.model and Choice(assist.model.name, assist.model.name)
    if chosen is None and assist.name:
        chosen = Choice(assist.name, assist.name)
    element = ExternalDataSelectElement(
        action_id=ids.MODEL,
        min_query_length=0,
        initial_option=parts.option(chosen.text, chosen.value) if chosen else None,
        placeholder=parts.plain("Search models and workflows"),
    )
    return choice("Model or workflow", ids.FIELD_MODEL, form, element, hint=_about(assist))


def _about(assist: AssistForm) -> str | None:
    model = assist.model
    if model is None:
        return None
    words = f"{model.words[:1].upper()}{model.words[1:]}."
    return f"{words} {_LEARNS}" if model.learns and "learn" not in model.words else words


def _failure(assist: AssistForm) -> list[Block]:
    return [parts.quoted(f"⚠️ {assist.failure}", "model_failure")] if assist.failure else []


def _known(form: FormModel) -> list[Block]:
    """Also of what the field shows with a 🤖: one that was chosen before it was known to be has none."""
    assist = form.assist
    if assist.model is None or not assist.concepts or assist.failure:
        return []
    if assist.known is None:
        return [parts.small(parts.plain(f"🤖 Finding out what {assist.model.name} knows of these…"), block_id="known")]
    known = [one for one in assist.concepts if one not in assist.unknown]
    words = [f"Known to it: {_named(known, '🤖 ')}."] if known else []
    if assist.unknown:
        words += [f"Not known: {_named(assist.unknown)}.", _what_follows(assist)]
    return [parts.small(parts.plain(" ".join(words)), block_id="known")]


def _named(concepts: Sequence[Choice], mark: str = "") -> str:
    return parts.listed([f"{mark}{parts.short(one.text)}" for one in concepts], _MOST_NAMED)


def _what_follows(assist: AssistForm) -> str:
    if assist.is_auto:
        return "It can't annotate these."
    if assist.model is not None and assist.model.learns:
        return "It suggests them once your team has labeled some."
    return "Nothing is suggested for these."


def _meanings(assist: AssistForm) -> list[Block]:
    """Footwear, Boot → shoes; …"""
    if assist.model is None or not assist.model.labels or not assist.concepts or assist.failure:
        return []
    change = parts.button("Change", ids.LABEL_MAP, "form", says="Change what the model's labels mean")
    if assist.labels is None:
        words = "What the model's labels mean is being found out…"
    else:
        words = f"What its labels mean: {said(assist.meanings)}"
    return [SectionBlock(text=parts.plain(words), accessory=change, block_id="label_map")]


def said(meanings: tuple[Meaning, ...]) -> str:
    """At most some of them."""
    shown = [
        f"{parts.listed([parts.cut(label, 40) for label in one.labels], 3)} → {parts.short(one.concept.text)}"
        for one in meanings[:_MOST_MEANINGS]
    ]
    more = len(meanings) - len(shown)
    return "; ".join([*shown, *([f"and {parts.count(more, 'more concept')}"] if more else ())]) or "nothing yet"


def _suggesting(form: FormModel) -> list[Block]:
    assist = form.assist
    hint = NOT_SHOWN if form.type in DRAWN else f"{NOT_SHOWN} {ACCEPT_TICKS}"
    boxes = CheckboxesElement(
        action_id=ids.KEPT_CHOICE,
        options=[_ORDERING],
        initial_options=[_ORDERING] if assist.is_ordering else None,
    )
    return [
        percent_choice("Threshold", ids.FIELD_THRESHOLD, form, assist.threshold, hint),
        choice("Order of work", ids.FIELD_ORDERING, form, boxes, is_optional=True),
    ]
