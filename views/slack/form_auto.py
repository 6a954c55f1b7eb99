"""What the New Labeling Task form asks where a model annotates by itself, and how that would go."""

from slack_sdk.models.blocks import Block, CheckboxesElement

from domain.assisting import Leftovers
from domain.bands import thresholds_error
from domain.read_models import AssistForm, DryRunModel, FormModel
from views.slack import ids, parts
from views.slack.form_blocks import ON, choice, percent_choice, radio

_MOST_NAMED = 5
LABELERS = "They label what the model leaves. Choose nobody to label that yourself."
REVIEWERS = "They see what scores between the two thresholds. Where both are the same, nobody is needed."
_LEFTOVERS = [
    parts.option("People label them", Leftovers.HUMAN, "They go to the labelers chosen here"),
    parts.option("They are left out", Leftovers.LISTED, "They stay listed on the task's page"),
]
_REPLACING = parts.option("Delete earlier automatic annotations", ON, "Of the same concepts, from the same model")


def thresholds(form: FormModel) -> list[Block]:
    assist = form.assist
    above = "What scores at least this much counts at once."
    between = "What scores at least this much goes to reviewers; anything less is dropped."
    many = f" ({len(assist.thresholds):,})" if assist.thresholds else ""
    own = parts.button(f"Thresholds per concept{many}…", ids.THRESHOLDS, "form")
    return [
        percent_choice("Approve from", ids.FIELD_UPPER, form, assist.upper, above),
        percent_choice("Review from", ids.FIELD_LOWER, form, assist.lower, between),
        *([parts.small(parts.plain(_own(assist)), block_id="own")] if assist.thresholds else ()),
        *([parts.row([own], "thresholds")] if assist.concepts else ()),
        *_dry_run(form),
    ]


def leftovers(form: FormModel) -> Block:
    """Before the labelers, who are asked for where people label them."""
    ways = radio(_LEFTOVERS, form.assist.leftovers, ids.TURNING_CHOICE)
    return choice("Inputs for which the model has nothing", ids.FIELD_LEFTOVERS, form, ways)


def earlier(form: FormModel) -> list[Block]:
    """What becomes of what a model annotated before."""
    if not form.assist.is_auto:
        return []
    chosen = [_REPLACING] if form.assist.is_replacing else None
    boxes = CheckboxesElement(action_id=ids.KEPT_CHOICE, options=[_REPLACING], initial_options=chosen)
    return [choice("Earlier annotations", ids.FIELD_REPLACING, form, boxes, is_optional=True)]


def _own(assist: AssistForm) -> str:
    shown = [
        f"{parts.short(one.concept.text)}: approved from {one.upper} %, reviewed from {one.lower} %"
        for one in assist.thresholds[:_MOST_NAMED]
    ]
    more = len(assist.thresholds) - len(shown)
    return "; ".join([*shown, *([f"and {more:,} more"] if more else ())])


def _dry_run(form: FormModel) -> list[Block]:
    assist = form.assist
    if assist.dry_run is None:
        missing = [
            what
            for what, is_there in (
                ("dataset", form.to_label > 0),
                ("model", assist.model is not None),
                ("concepts", bool(assist.concepts)),
            )
            if not is_there
        ]
        words = f"Dry run: choose {parts.listed(missing)} to see how it would go." if missing else "Dry run: to come…"
        return [parts.small(parts.plain(words), block_id="dry_run")]
    wrong = thresholds_error(assist.lower / 100, assist.upper / 100)
    words = f"⚠️ {wrong}" if wrong else f"Dry run: {_outcome(assist.dry_run, form.to_label)}"
    return [parts.quoted(words, "dry_run")]


def _outcome(run: DryRunModel, inputs: int) -> str:
    if run.failure is not None:
        return f"⚠️ {run.failure}"
    found = run.outcome
    counts = (
        f"{found.approved:,} approved / {found.for_review:,} for review / {found.dropped:,} dropped / "
        f"{parts.count(found.with_nothing, 'input')} left with nothing"
    )
    if not run.is_over:
        begun = (
            f"trying the model … {run.tried:,} of {run.of:,}: {counts}" if run.tried else "getting the model ready …"
        )
        return f"{begun} · Choose another model to stop this."
    return f"tried on {run.tried:,} of {inputs:,}: {counts}"
