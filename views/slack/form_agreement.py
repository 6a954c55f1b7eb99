"""What the New Labeling Task form asks where several people answer the same input."""

from slack_sdk.models.blocks import Block

from domain.read_models import AdvancedModel, FormModel
from views.slack import ids, parts
from views.slack.form_blocks import choice, number, select
from views.slack.limits import MOST_OPTIONS

OVERLAP = (
    "Shapes of different people are the same from this overlap on: the area that both cover, of all that either covers."
)


def blocks(form: FormModel) -> list[Block]:
    """How many must agree; where answers are drawn, on what."""
    model = form.advanced
    found = [_agreement(form)] if "agreement" in model.shown else []
    if "overlap" in model.shown:
        overlap = number("Overlap of shapes, in percent", ids.FIELD_OVERLAP, form, model.overlap)
        overlap.hint = parts.plain(OVERLAP)
        found.append(overlap)
    return found


def summary(model: AdvancedModel) -> list[str]:
    if "agreement" not in model.shown or not model.agreement:
        return []
    on = f" on shapes that overlap by {model.overlap} %" if "overlap" in model.shown else ""
    return [f"{model.agreement} must agree{on}"]


def _agreement(form: FormModel) -> Block:
    model = form.advanced
    most = min(MOST_OPTIONS - 1, max(model.labels_each, model.agreement))
    options = [
        parts.option("Not needed", "0"),
        *(parts.option(f"{one} of {model.labels_each} must agree", str(one)) for one in range(2, most + 1)),
    ]
    decides = "one reviewer decides" if model.has_reviewers else "you decide"
    hint = f"Nobody sees the others' answers before. What they agree on counts without review; of the rest, {decides}."
    return choice(
        "Agreement", ids.FIELD_AGREEMENT, form, select(options, model.agreement, ids.TURNING_CHOICE), hint=hint
    )
