"""What cards, windows and messages show of a model's suggestions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from domain.accepted_together import AcceptedAll, UnacceptAllAsked, UnacceptedAll
from domain.assisting import Rung, Source, Suggestion, accepted, automatic
from domain.model import ROBOT, Concept, LabelsPerInput, Provenance
from domain.read_models import AcceptAllModel, AnswerOrigin, CardModel, ReasonModel, SureChoice, TaskHead
from tests.views.cases import ANA, BEN, CARD, DISAGREED, ITEM, REVIEW, REVIEWED, SEVERAL, TASK, Shown, many
from views.slack import accept_all, card, notices, review, window

MODEL = "General-Image-Classification"


def suggest(concept: int, score: float, rung: Rung | None = Rung(24)) -> Suggestion:  # noqa: B008 - it never changes.
    return Suggestion(concept, score, MODEL, "1", None, rung)


BEST, OTHER = suggest(1, 0.93), suggest(3, 0.04)
BOTH = (BEST, OTHER)
NAMES = {1: "Cat", 2: "Dog", 3: "Bird"}
LONG = "A concept whose name is so long that nothing of it fits beside a score on any button"


def of(task: TaskHead = TASK, *, may_accept_all: bool = True, **item: Any) -> CardModel:
    shown = replace(ITEM, **({"suggestions": BOTH, "seen": 5} | item))
    return replace(CARD, task=task, item=shown, undo=None, may_accept_all=may_accept_all)


def reviewed(answers: tuple[str, ...], origin: AnswerOrigin, **item: Any) -> Callable[[], Shown]:
    shown = replace(REVIEWED, answers=answers, origin=origin, **item)
    return lambda: review.card(replace(REVIEW, item=shown))


def from_model(*named: tuple[str, Source]) -> AnswerOrigin:
    return AnswerOrigin(sources=named)


SUGGESTED = AnswerOrigin(BOTH, NAMES, (("Cat", accepted(BEST)),))
BY_ITSELF = from_model(("Cat", automatic(BEST)))
EDITED = Source(Provenance.EDITED, MODEL, "1")
TOGETHER = UnacceptAllAsked(3, BEN, 214, 1_800_000_000_000_000)
CHOICES = (
    SureChoice(99, 14),
    SureChoice(95, 120, 40, 39),
    SureChoice(90, 214, 61, 58),
    SureChoice(85, 240, 1, 1),
    SureChoice(80, 1302, 1204, 1100),
)
LEARNED, ZERO_SHOT, FIXED = Rung(24), Rung(), None
ANNOTATED = of(chosen=(1,), revision=3, reason="No.", reason_by=ANA, annotated_by=MODEL)

SUGGESTIONS: dict[str, Callable[[], Shown]] = {
    "suggested": lambda: card.card(of()),
    "suggested_from_names": lambda: card.card(of(suggestions=(suggest(2, 0.41, ZERO_SHOT),), may_accept_all=False)),
    "suggested_by_a_model": lambda: card.card(of(suggestions=(suggest(2, 1.0, FIXED),))),
    "suggested_and_sent_back": lambda: card.card(
        of(chosen=(2,), revision=4, reason="Look at the ears.", reason_by=ANA)
    ),
    "suggested_long_name": lambda: card.card(
        of(replace(TASK, concepts=(replace(TASK.concepts[0], name=LONG), *TASK.concepts[1:])))
    ),
    "suggested_21_concepts": lambda: card.card(of(replace(TASK, concepts=many(21)))),
    "suggested_many": lambda: card.card(
        of(replace(TASK, concepts=many(1000)), suggestions=tuple(suggest(n, 1 / n) for n in range(1, 9)))
    ),
    "suggested_several": lambda: card.card(of(SEVERAL)),
    "suggested_several_doubtful": lambda: card.card(
        of(SEVERAL, suggestions=(suggest(1, 0.62, LEARNED), suggest(3, 0.35, LEARNED)))
    ),
    "suggested_several_unlikely": lambda: card.card(of(SEVERAL, suggestions=(suggest(3, 0.35, LEARNED),))),
    "suggested_several_ticked": lambda: card.card(of(SEVERAL, chosen=(1, 2), accepted=(1,), revision=2)),
    "suggested_several_accepted": lambda: card.card(of(SEVERAL, chosen=(1, 3), accepted=(1, 3), revision=2)),
    "suggested_several_21_concepts": lambda: card.card(of(replace(SEVERAL, concepts=many(21)), chosen=(3,))),
    "annotated_and_sent_back": lambda: card.card(
        of(suggestions=(), seen=0, chosen=(1,), revision=3, reason="No.", reason_by=ANA, annotated_by=MODEL)
    ),
    "annotated_and_yours_now": lambda: card.card(ANNOTATED, intro=notices.intro("sent_back", ANNOTATED)),
    "annotated_several_and_sent_back": lambda: card.card(
        of(SEVERAL, suggestions=(), seen=0, chosen=(1,), revision=3, reason="No.", reason_by=ANA, annotated_by=MODEL)
    ),
    "suggested_window": lambda: window.labeling_window(of()),
    "suggested_window_select": lambda: window.labeling_window(of(replace(TASK, concepts=many(21)))),
    "suggested_window_several": lambda: window.labeling_window(of(SEVERAL, chosen=(3,), accepted=(3,))),
    "suggested_window_several_select": lambda: window.labeling_window(of(replace(SEVERAL, concepts=many(31)))),
    "accept_all": lambda: accept_all.window(AcceptAllModel(3, TASK.name, CHOICES)),
    "accept_all_changed": lambda: accept_all.window(
        AcceptAllModel(3, TASK.name, CHOICES[-1:]), "None in your queue is suggested with 99 % or more by now."
    ),
    "accept_all_counting": accept_all.counting,
    "accept_all_nothing": lambda: accept_all.window(AcceptAllModel(3, TASK.name, ())),
    "accepted_all": lambda: accept_all.accepted(TASK, 90, TOGETHER),
    "accepted_one": lambda: accept_all.accepted(TASK, 90, replace(TOGETHER, count=1)),
    "accepted_none": lambda: accept_all.accepted(TASK, 90, replace(TOGETHER, count=0)),
    "others_accepted_all": lambda: accept_all.others_accepted(TASK, AcceptedAll(3, BEN, 90, 214, TOGETHER.since)),
    "taking_back": lambda: accept_all.taking_back(214),
    "taken_back": lambda: accept_all.taken_back(TASK, TOGETHER, 214),
    "taken_back_in_part": lambda: accept_all.taken_back(TASK, TOGETHER, 213),
    "others_took_back": lambda: accept_all.others_took_back(TASK, UnacceptedAll(3, ANA, 200)),
    "review_accepted": reviewed(("Cat",), SUGGESTED),
    "review_chose_other": reviewed(("Dog",), SUGGESTED),
    "review_chose_none": reviewed((), SUGGESTED),
    "review_chose_more": reviewed(("Cat", "Dog"), SUGGESTED),
    "review_accepted_with_others": reviewed(("Cat",), from_model(("Cat", accepted(BEST)))),
    "review_edited": reviewed(("Dog",), from_model(("Dog", EDITED))),
    "review_by_hand": reviewed(("Dog",), from_model(("Dog", Source()))),
    "review_automatic": reviewed(("Cat",), BY_ITSELF, labeler=ROBOT),
    "review_suggested_disagreed": lambda: review.card(
        replace(DISAGREED, item=replace(DISAGREED.item, origin=SUGGESTED))
    ),
    "review_window_automatic": lambda: window.review_window(
        replace(REVIEW, item=replace(REVIEWED, origin=BY_ITSELF, labeler=ROBOT))
    ),
    "reason_changes_automatic": lambda: review.reason_window(ReasonModel(17, 2, False, ROBOT, ("Cat",))),
    "reason_reject_automatic": lambda: review.reason_window(ReasonModel(17, 2, True, ROBOT, ("Cat",))),
}


def hostile(text: str) -> Iterator[Shown]:
    """With `text` as the name of everything that has one, also of the model."""
    suggested = tuple(replace(suggest(number, 1 / number, None), model=text) for number in range(1, 40))
    for number in (3, 20, 39):
        concepts = tuple(Concept(one, text) for one in range(1, number + 1))
        for labels in LabelsPerInput:
            task = replace(TASK, name=text, concepts=concepts, labels_per_input=labels)
            shown = of(task, suggestions=suggested[:number], chosen=(2,), revision=2, annotated_by=text, reason=text)
            yield card.card(shown, intro=notices.intro("sent_back", shown))
            yield window.labeling_window(shown)
    names = dict.fromkeys(range(1, 40), text)
    source = accepted(suggested[0])
    for sources in ((source,) * 30, (automatic(suggested[0]),) * 30, (replace(source, provenance=Provenance.EDITED),)):
        for stood in ((), suggested):
            origin = AnswerOrigin(stood, names, tuple((text, one) for one in sources))
            yield reviewed((text,) * 30, origin)()
            yield reviewed((text,), origin, labeler=ROBOT)()
    task = replace(TASK, name=text)
    yield accept_all.window(AcceptAllModel(3, text, CHOICES), text)
    yield accept_all.accepted(task, 90, TOGETHER)
    yield accept_all.others_accepted(task, AcceptedAll(3, BEN, 90, 214, TOGETHER.since))
    yield accept_all.taken_back(task, TOGETHER, 1)
    yield accept_all.others_took_back(task, UnacceptedAll(3, ANA, 200))
