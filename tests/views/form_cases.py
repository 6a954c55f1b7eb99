"""The New Labeling Task form: its folded part, errors in it, and the drafts that lead back to it."""

from collections.abc import Callable
from dataclasses import replace

from domain.advanced import ADVANCED
from domain.model import Distribution, Priority, ReviewMethod
from domain.read_models import AdvancedModel, DraftOffer, WeightLine
from tests.views.cases import AT, BEN, CHLOE, FILLED, FORM, Shown
from views.slack import form_offer, new_task, notices

OPEN = replace(FILLED, advanced=replace(FILLED.advanced, is_open=True))
SET = replace(
    FILLED.advanced,
    is_open=True,
    shown=ADVANCED,
    priority=Priority.HIGH,
    due_at=AT,
    distribution=Distribution.WEIGHTED,
    weights=(WeightLine(BEN, "Ben Okafor", 3), WeightLine(CHLOE, "", 1)),
    labelers_per_input=2,
    labels_each=2,
    agreement=2,
    is_rebalancing=True,
    review_method=ReviewMethod.STACKED,
    review_share=50,
    is_growing=True,
)
OFFER = DraftOffer("0ld", "Cats and dogs", AT)

FORM_CASES: dict[str, Callable[[], Shown]] = {
    "form_advanced": lambda: new_task.modal(OPEN),
    "form_advanced_alone": lambda: new_task.modal(replace(FORM, advanced=AdvancedModel(is_open=True))),
    "form_advanced_all": lambda: new_task.modal(replace(FILLED, advanced=SET)),
    "form_advanced_folded": lambda: new_task.modal(replace(FILLED, advanced=replace(SET, is_open=False))),
    "form_advanced_errors": lambda: new_task.modal(
        replace(OPEN, errors={"name": "Give the task a name.", "due_at": "That moment has passed."})
    ),
    "form_no_reviewers": lambda: new_task.modal(
        replace(
            OPEN,
            reviewers=(),
            advanced=replace(
                OPEN.advanced, shown=OPEN.advanced.shown - {"review_method", "review_share"}, has_reviewers=False
            ),
        )
    ),
    "form_many_weights": lambda: new_task.modal(
        replace(
            FILLED,
            advanced=replace(
                SET,
                labelers=110,
                weights=tuple(WeightLine(f"U0{n:08}", f"Labeler {n}", n) for n in range(90, 110)),
                weights_page=2,
                weights_pages=6,
            ),
        )
    ),
    "form_more_concepts": lambda: new_task.modal(
        replace(FILLED, further_concepts=tuple(f"Species {number}" for number in range(101, 131)))
    ),
    "form_offer": lambda: new_task.modal(replace(FORM, offer=OFFER)),
    "form_offer_without_name": lambda: new_task.modal(
        replace(FORM, offer=replace(OFFER, name=" ", dataset="Pets", concepts=2))
    ),
    "form_too_late": lambda: notices.refusal(notices.TOO_LATE, form_offer.ways_back(FILLED)),
    "form_too_late_with_offer": lambda: notices.refusal(
        notices.TOO_LATE, form_offer.ways_back(replace(FORM, offer=OFFER))
    ),
}
