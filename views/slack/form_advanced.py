"""The folded part of the New Labeling Task form: what it is set to in a line, or its fields in place."""

from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    DividerBlock,
    SectionBlock,
)

from domain.advanced import ALWAYS
from domain.distribution import HIGHEST_WEIGHT
from domain.model import Distribution, LabelsPerInput, Priority, ReviewMethod
from domain.read_models import AdvancedModel, FormModel
from views.slack import form_agreement, ids, parts
from views.slack.form_blocks import ON, choice, number, radio, select
from views.slack.limits import MOST_OPTIONS

OPEN, FOLDED = "open", "folded"
NO_REVIEW = "none"
FROZEN, GROWING = "frozen", "growing"
_ALL = 100
_PER_INPUT = [
    parts.option("One", LabelsPerInput.ONE, "One tap labels an input"),
    parts.option("Several", LabelsPerInput.SEVERAL, "Tick all that fit, then submit"),
]
_PRIORITIES = [parts.option(one.name.capitalize(), str(one.value)) for one in Priority]
_DISTRIBUTIONS = [
    parts.option("Evenly", Distribution.EVENLY, "Everybody gets equally many at once"),
    parts.option("Weighted", Distribution.WEIGHTED, "Some get more than others, as you say"),
    parts.option("Everyone labels everything", Distribution.EVERYONE, "Each labeler gets every input"),
    parts.option("Dynamic", Distribution.DYNAMIC, "Ten at a time to whoever asks; untouched for an hour, they return"),
]
_METHODS = [
    parts.option("Evenly distributed", ReviewMethod.EVENLY, "One reviewer looks at each answer"),
    parts.option("Stacked", ReviewMethod.STACKED, "Every reviewer must approve, one after the other"),
    parts.option("None", NO_REVIEW, "No reviewers: labels count as soon as they are submitted"),
]
_GROWTH = [
    parts.option("Frozen", FROZEN, "What the dataset holds when the task is created"),
    parts.option("Growing", GROWING, "Inputs that are added later are handed out as they come"),
]
_RETURNS = parts.option("Open work that nobody touches for a day goes back", ON, "Whoever asks for more gets it first")
_NO_REVIEW_STEP = "No reviewer is chosen, so there is no review step: labels count as soon as they are submitted."
_DEALT = {
    Distribution.EVENLY: "evenly",
    Distribution.WEIGHTED: "weighted",
    Distribution.EVERYONE: "everyone labels everything",
    Distribution.DYNAMIC: "ten at a time",
}


def blocks(form: FormModel) -> list[Block]:
    model = form.advanced
    if not model.is_open:
        button = parts.button("Advanced…", ids.ADVANCED, OPEN, says="Open the advanced settings")
        return [SectionBlock(text=parts.marked(summary(model)), accessory=button, block_id="advanced")]
    growth = radio(_GROWTH, GROWING if model.is_growing else FROZEN, ids.KEPT_CHOICE)
    fold = parts.button("Fold", ids.ADVANCED, FOLDED, says="Fold the advanced settings")
    return [
        DividerBlock(),
        SectionBlock(text=parts.marked("*Advanced*"), accessory=fold, block_id="advanced"),
        *_what(form),
        *_who(form),
        *_review(form),
        choice("Frozen or growing dataset", ids.FIELD_GROWING, form, growth),
    ]


def summary(model: AdvancedModel) -> str:
    """Medium priority · one label per input · evenly: all that counts and isn't as it is at first, and these three."""
    per_input = "one label" if model.labels_per_input is LabelsPerInput.ONE else "several labels"
    words = [f"{model.priority.name.capitalize()} priority"]
    words += [f"{per_input} per input"] if "labels_per_input" in model.shown else []
    words += [f"due {_moment(model.due_at)}"] if model.due_at else []
    if "distribution" in model.shown:
        words.append(_DEALT[model.distribution])
    if "labelers_per_input" in model.shown and model.labelers_per_input > 1:
        words.append(f"{model.labelers_per_input} labelers per input")
    words += form_agreement.summary(model)
    if "is_rebalancing" in model.shown and model.is_rebalancing:
        words.append("untouched work returns")
    if "review_method" in model.shown:
        words += ["stacked review"] if model.review_method is ReviewMethod.STACKED else []
    words += (
        [f"{model.review_share} % reviewed"] if "review_share" in model.shown and model.review_share != _ALL else []
    )
    words += ["growing dataset"] if model.is_growing else []
    return " · ".join(words)


def _what(form: FormModel) -> list[Block]:
    model = form.advanced
    due = DateTimePickerElement(
        action_id=ids.KEPT_CHOICE, initial_date_time=int(model.due_at.timestamp()) if model.due_at else None
    )
    per_input = radio(_PER_INPUT, model.labels_per_input, ids.KEPT_CHOICE)
    labels = choice("Labels per input", ids.FIELD_LABELS_PER_INPUT, form, per_input)
    return [
        *([labels] if "labels_per_input" in model.shown else ()),
        choice("Priority", ids.FIELD_PRIORITY, form, select(_PRIORITIES, model.priority.value, ids.KEPT_CHOICE)),
        choice("Due", ids.FIELD_DUE, form, due, hint="In your own time zone.", is_optional=True),
    ]


def _who(form: FormModel) -> list[Block]:
    """Which labelers get what. Nothing of it means anything to whoever labels alone."""
    model = form.advanced
    found: list[Block] = []
    if "distribution" in model.shown:
        ways = radio(_DISTRIBUTIONS, model.distribution, ids.TURNING_CHOICE)
        found.append(choice("Distribution", ids.FIELD_DISTRIBUTION, form, ways))
    found += _weights(form)
    if "labelers_per_input" in model.shown:
        most = min(MOST_OPTIONS, max(model.labelers, model.labelers_per_input))
        options = [parts.option(parts.count(one, "labeler"), str(one)) for one in range(1, most + 1)]
        each = select(options, model.labelers_per_input, ids.TURNING_CHOICE)
        hint = "So many different people label each input."
        found.append(choice("Labelers per input", ids.FIELD_LABELERS_PER_INPUT, form, each, hint=hint))
    found += form_agreement.blocks(form)
    if "is_rebalancing" in model.shown:
        boxes = CheckboxesElement(
            action_id=ids.KEPT_CHOICE, options=[_RETURNS], initial_options=[_RETURNS] if model.is_rebalancing else None
        )
        found.append(choice("Rebalancing", ids.FIELD_REBALANCING, form, boxes, is_optional=True))
    return found


def _weights(form: FormModel) -> list[Block]:
    """A number a labeler, some at a time: a window has no room for many."""
    model = form.advanced
    if not model.weights:
        return []
    hint = f"Whoever has 2 gets twice as many as whoever has 1. From 1 to {HIGHEST_WEIGHT}."
    rows = [
        number(
            f"Weight of {parts.short(line.name or 'somebody new here')}",
            f"{ids.FIELD_WEIGHTS}:{line.user}",
            form,
            line.weight,
        )
        for line in model.weights
    ]
    rows[0].hint = parts.plain(hint)
    words = parts.count(model.labelers, "labeler")
    turning = parts.turning(ids.WEIGHTS_PAGE, words, model.weights_page, model.weights_pages)
    return [*rows, *turning]


def _review(form: FormModel) -> list[Block]:
    model = form.advanced
    if "review_method" in model.shown:
        method = radio(_METHODS, model.review_method, ids.TURNING_CHOICE)
        share = number("Share that is reviewed, in percent", ids.FIELD_REVIEW_SHARE, form, model.review_share)
        shown = [share] if "review_share" in model.shown else []
        return [choice("Review method", ids.FIELD_REVIEW_METHOD, form, method), *shown]
    agree = "agreement" in model.shown and model.agreement
    if model.has_reviewers or agree or model.shown <= ALWAYS:
        return []
    return [parts.small(parts.plain(_NO_REVIEW_STEP), block_id="no_review")]


def _moment(at: datetime) -> str:
    """As whoever reads it writes it, in their own time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%Y-%m-%d %H:%M} UTC>"
