"""What of a new task's form is chosen in windows of its own: what labels mean, and thresholds of single concepts."""

from collections.abc import Sequence
from dataclasses import replace

from domain.bands import thresholds_error
from domain.draft import TaskDraft, clean
from domain.errors import Invalid
from domain.model import Actor
from domain.naming import pages_of
from domain.read_models import AssistForm, Choice, LabelMapModel, Meaning, MeaningModel, ThresholdsModel
from services.forms import Forms

PAGE = 20
MOST_SHOWN = 100
"""Labels that a search may hold when it is drawn; what more a concept has stays."""
_MOST = 100
_ALL = 100


class FormWindows:
    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    def label_map(self, actor: Actor, draft_id: str, page: int = 0, note: str | None = None) -> LabelMapModel:
        """A page of the concepts, each with the labels that stand for it."""
        assist = self._assist(actor, draft_id)
        here, pages = pages_of(len(assist.concepts), page, PAGE)
        shown = assist.concepts[here * PAGE : (here + 1) * PAGE]
        rows = tuple(Meaning(one, _labels(assist, one.value)) for one in shown)
        count = len(assist.model.labels) if assist.model else 0
        return LabelMapModel(draft_id, assist.name, rows, count, len(assist.concepts), here, pages, note)

    def meaning(self, actor: Actor, draft_id: str, concept: str, page: int = 0) -> MeaningModel:
        """Of one concept, to be changed. Raises Invalid where it isn't chosen any more."""
        assist = self._assist(actor, draft_id)
        choice = _chosen(assist, concept)
        labels, known = _labels(assist, concept), assist.model.labels if assist.model else ()
        shown = tuple(Choice(str(known.index(one)), one) for one in labels[:MOST_SHOWN])
        return MeaningModel(draft_id, assist.name, choice, shown, len(labels) - len(shown), page)

    def search_labels(self, actor: Actor, draft_id: str, words: str) -> list[Choice]:
        return self._forms.assist.search_labels(self._assist(actor, draft_id).name, words)

    def set_meaning(self, actor: Actor, draft_id: str, concept: str, places: Sequence[str]) -> str:
        """These labels stand for it, as they are numbered in the model, and none else but what was not shown. Returns
        what was done, in words.
        """
        assist = self._assist(actor, draft_id)
        choice, before = _chosen(assist, concept), _labels(assist, concept)
        named = self._forms.assist.named_labels(assist.name, places)
        after = (*named, *before[MOST_SHOWN:])
        changes = {one: "" for one in before if one not in after} | dict.fromkeys(after, concept)

        def change(fields: TaskDraft) -> TaskDraft:
            return replace(fields, map_changes={**fields.map_changes, **changes})

        self._forms.change(actor, draft_id, change)
        return f"What means “{choice.text}” is saved."

    def thresholds(self, actor: Actor, draft_id: str, page: int = 0, note: str | None = None) -> ThresholdsModel:
        """A page of the concepts that have thresholds of their own."""
        assist = self._assist(actor, draft_id)
        total = len(assist.thresholds)
        here, pages = pages_of(total, page, PAGE)
        rows = assist.thresholds[here * PAGE : (here + 1) * PAGE]
        return ThresholdsModel(draft_id, rows, assist.lower, assist.upper, total, here, pages, note)

    def set_thresholds(self, actor: Actor, draft_id: str, concept: str, lower: int, upper: int) -> str:
        """In percent. Raises Invalid."""
        choice = _chosen(self._assist(actor, draft_id), concept)
        if wrong := thresholds_error(lower / _ALL, upper / _ALL):
            raise Invalid({"upper": wrong})

        def change(fields: TaskDraft) -> TaskDraft:
            return replace(fields, thresholds={**fields.thresholds, concept: (lower, upper)})

        self._forms.change(actor, draft_id, change)
        return f"“{choice.text}” has its own thresholds now."

    def remove_thresholds(self, actor: Actor, draft_id: str, concept: str) -> str:
        def change(fields: TaskDraft) -> TaskDraft:
            return replace(fields, thresholds={one: it for one, it in fields.thresholds.items() if one != concept})

        self._forms.change(actor, draft_id, change)
        return "It has the thresholds of all others again."

    def search_concepts(self, actor: Actor, draft_id: str, words: str) -> list[Choice]:
        """Of those that are chosen in the form."""
        wanted = clean(words).casefold()
        concepts = self._assist(actor, draft_id).concepts
        return [one for one in concepts if wanted in one.text.casefold()][:_MOST]

    def _assist(self, actor: Actor, draft_id: str) -> AssistForm:
        return self._forms.show(actor, draft_id).assist


def _chosen(assist: AssistForm, concept: str) -> Choice:
    found = next((one for one in assist.concepts if one.value == concept), None)
    if found is None:
        raise Invalid({"concept": "Choose one of the task's concepts."})
    return found


def _labels(assist: AssistForm, concept: str) -> tuple[str, ...]:
    return tuple(label for label, of in (assist.labels or {}).items() if of == concept)
