"""The New Labeling Task form where a model takes part, and the windows over it."""

from collections.abc import Callable
from dataclasses import replace

from domain.assisting import Leftovers
from domain.bands import Outcome
from domain.read_models import (
    AdvancedModel,
    AssistForm,
    Choice,
    DryRunModel,
    LabelMapModel,
    Meaning,
    MeaningModel,
    ModelChoice,
    OwnThresholds,
    ThresholdsModel,
)
from tests.views.cases import DMITRI, FILLED, FORM, Shown
from views.slack import form_windows, new_task

LEARNER = ModelChoice(
    "General-Image-Classification",
    "image classification: knows concepts by their names, then learns from your team's labels",
    learns=True,
    is_workflow=True,
)
DETECTOR = ModelChoice("street-signs", "image classification: knows 23 labels, 12.5 ms an input", ("Footwear", "Boot"))
SHOES, SKIRT = Choice("1", "shoes"), Choice("new:skirt", "skirt")
OFFERED = AssistForm(is_offered=True)
ASSIST = AssistForm(
    is_offered=True,
    with_assist=True,
    name=LEARNER.name,
    model=LEARNER,
    concepts=(SHOES, SKIRT),
    known=frozenset({"1"}),
)
AUTO = replace(
    ASSIST,
    is_auto=True,
    with_assist=False,
    known=frozenset({"1", "new:skirt"}),
    dry_run=DryRunModel(50, 50, Outcome(31, 9, 6, 4)),
)
ASSISTED = replace(
    FILLED, inputs=1000, concepts=(replace(SHOES, is_known=True), SKIRT), assist=ASSIST, with_collaborators=False
)
AUTOMATIC = replace(
    ASSISTED, assist=AUTO, labelers=(), reviewers=(DMITRI,), advanced=AdvancedModel(is_open=True, has_reviewers=True)
)
LABELS = replace(
    ASSIST, name=DETECTOR.name, model=DETECTOR, known=frozenset({"1"}), labels={"Footwear": "1", "Boot": "1"}
)
KEEPS, OF_TASK = {"draft": "dr4ft"}, {"task": 3, "filter": "all", "page": 2, "list": "V0123456789"}
MANY = tuple(Choice(str(number), f"Species {number}") for number in range(1, 31))


def _form(assist: AssistForm) -> Callable[[], Shown]:
    return lambda: new_task.modal(replace(AUTOMATIC if assist.is_auto else ASSISTED, assist=assist))


FORM_ASSIST_CASES: dict[str, Callable[[], Shown]] = {
    "form_assist_offered": lambda: new_task.modal(replace(FORM, assist=OFFERED)),
    "form_assist_no_model_fits": lambda: new_task.modal(
        replace(FORM, assist=replace(OFFERED, why_not="No model fits videos."))
    ),
    "form_assist": _form(ASSIST),
    "form_assist_not_chosen": _form(replace(OFFERED, with_assist=True)),
    "form_assist_ordering": _form(replace(ASSIST, is_ordering=True, threshold=33, known=frozenset({"1", "new:skirt"}))),
    "form_assist_finding_out": _form(replace(ASSIST, known=None, labels=None, renewals=2)),
    "form_assist_gone": _form(replace(ASSIST, model=None, failure="There is no model “bees” that can be used now.")),
    "form_assist_labels": _form(LABELS),
    "form_assist_labels_finding_out": _form(replace(LABELS, known=None, labels=None)),
    "form_assist_labels_mean_nothing": _form(replace(LABELS, known=frozenset(), labels={})),
    "form_assist_labels_many": _form(
        replace(
            LABELS,
            concepts=MANY,
            known=frozenset(one.value for one in MANY),
            labels={f"Label {one.value}.{part}": one.value for one in MANY for part in range(5)},
        )
    ),
    "form_auto": _form(AUTO),
    "form_auto_not_chosen": lambda: new_task.modal(
        replace(FORM, assist=replace(OFFERED, is_auto=True, leftovers=Leftovers.LISTED))
    ),
    "form_auto_set": _form(
        replace(
            AUTO,
            is_replacing=True,
            leftovers=Leftovers.LISTED,
            thresholds=(OwnThresholds(SHOES, 40, 95),),
            dry_run=DryRunModel(12, 50, Outcome(8, 2, 1, 1)),
        )
    ),
    "form_auto_the_wrong_way_round": _form(replace(AUTO, lower=70, upper=40)),
    "form_auto_unknown": _form(replace(AUTO, known=frozenset(), dry_run=DryRunModel(0, 50))),
    "form_auto_labels_unknown": _form(
        replace(AUTO, name=DETECTOR.name, model=DETECTOR, known=frozenset({"1"}), labels={"Boot": "1"}, dry_run=None)
    ),
    "form_auto_dry_run_failed": _form(
        replace(
            AUTO,
            thresholds=tuple(OwnThresholds(one, 40, 95) for one in MANY),
            dry_run=DryRunModel(3, 50, failure="The model took longer than 20 s for one input."),
        )
    ),
    "label_map": lambda: form_windows.label_map(
        LabelMapModel("bees", (Meaning(SHOES, ("Footwear", "Boot")), Meaning(SKIRT, ())), 23, 2, note="Saved."), KEEPS
    ),
    "label_map_many": lambda: form_windows.label_map(
        LabelMapModel("bees", tuple(Meaning(one, tuple("ABCDEFGHIJKLMN")) for one in MANY[:20]), 999, 30, 0, 2), KEEPS
    ),
    "label_map_over_edit": lambda: form_windows.label_map(
        LabelMapModel("bees", (Meaning(SHOES, ("Footwear", "Boot")),), 23, 1), OF_TASK
    ),
    "label_map_meaning": lambda: form_windows.meaning(
        MeaningModel("bees", SHOES, (Choice("0", "Footwear"), Choice("7", "Boot"))), KEEPS
    ),
    "label_map_meaning_disputed": lambda: form_windows.meaning(
        MeaningModel("bees", SHOES, (Choice("0", "Footwear"),), note="Ben changed this.", saved="0123456789ab"), OF_TASK
    ),
    "label_map_meaning_many": lambda: form_windows.meaning(
        MeaningModel("bees", SKIRT, tuple(Choice(str(n), f"Label {n}") for n in range(100)), 23, 4), KEEPS
    ),
    "thresholds": lambda: form_windows.thresholds(ThresholdsModel((), 50, 90), KEEPS),
    "thresholds_many": lambda: form_windows.thresholds(
        ThresholdsModel(tuple(OwnThresholds(one, 40, 95) for one in MANY[:20]), 50, 90, 30, 0, 2, "Set."), KEEPS, 3
    ),
    "thresholds_in_edits_place": lambda: form_windows.thresholds(
        ThresholdsModel((OwnThresholds(SHOES, 40, 95),), 50, 90, 1, saved="0123456789ab"), {**OF_TASK, "alone": True}
    ),
}
