"""What is said of single concepts in windows of its own: which labels of a model mean them, and which thresholds."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from domain.draft import clean, is_id
from domain.errors import Invalid
from domain.naming import pages_of
from domain.read_models import AssistForm, Choice, LabelMapModel, Meaning, MeaningModel, ThresholdsModel

PAGE = 20
MOST_SHOWN = 100
"""Labels that a search may hold when it is drawn; what more a concept has stays."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a change, in words. `is_disputed`: nothing, as somebody else has changed the same meanwhile."""

    note: str
    is_disputed: bool = False


class AssistWindows(ABC):
    """Of a form, or of a task that there is. `seen` below: the digest of what the window was filled with; "": nobody
    else can have changed it.
    """

    @abstractmethod
    def assist(self) -> AssistForm:
        """As it stands now, with all concepts, what labels mean, and who has thresholds of their own."""

    @abstractmethod
    def labels(self) -> tuple[str, ...]:
        """All that the model has; those that are known, where it can't be used now."""

    @abstractmethod
    def set_meaning(self, concept: str, places: Sequence[str], seen: str = "") -> Said:
        """These labels stand for it, as they are numbered in the model, and none else but what was not shown. Raises
        Invalid.
        """

    @abstractmethod
    def set_thresholds(self, concept: str, lower: int, upper: int, seen: str = "") -> Said:
        """In percent. Raises Invalid."""

    @abstractmethod
    def remove_thresholds(self, concept: str) -> Said:
        """It has those of all others again. Raises Invalid."""

    def digest(self, _shown: object) -> str:
        """Of what somebody else may change."""
        return ""

    def label_map(self, page: int = 0, note: str | None = None) -> LabelMapModel:
        """A page of the concepts, each with the labels that stand for it."""
        assist = self.assist()
        here, pages = pages_of(len(assist.concepts), page, PAGE)
        shown = assist.concepts[here * PAGE : (here + 1) * PAGE]
        rows = tuple(Meaning(one, labels_of(assist, one.value)) for one in shown)
        return LabelMapModel(assist.name, rows, len(self.labels()), len(assist.concepts), here, pages, note)

    def meaning(self, concept: str, page: int = 0, note: str | None = None) -> MeaningModel:
        """Of one concept, to be changed. Raises Invalid where it isn't chosen any more."""
        assist = self.assist()
        choice = chosen(assist, concept)
        labels, known = labels_of(assist, concept), self.labels()
        shown = tuple(Choice(str(known.index(one)), one) for one in labels[:MOST_SHOWN] if one in known)
        more = len(labels) - len(shown)
        return MeaningModel(assist.name, choice, shown, more, page, note, self.digest(sorted(labels)))

    def search_labels(self, words: str) -> list[Choice]:
        """Of the model's labels, those with the words in them; exactly what was typed comes first."""
        labels, wanted = self.labels(), words.casefold().split()
        found = [one for one in labels if all(word in one.casefold() for word in wanted)]
        found.sort(key=lambda one: one.casefold() != words.strip().casefold())
        places = {one: place for place, one in enumerate(labels)}
        return [Choice(str(places[one]), one) for one in found[:_MOST]]

    def thresholds(self, page: int = 0, note: str | None = None) -> ThresholdsModel:
        """A page of the concepts that have thresholds of their own."""
        assist = self.assist()
        total = len(assist.thresholds)
        here, pages = pages_of(total, page, PAGE)
        rows = assist.thresholds[here * PAGE : (here + 1) * PAGE]
        seen = self.digest([(one.concept.value, one.lower, one.upper) for one in assist.thresholds])
        return ThresholdsModel(rows, assist.lower, assist.upper, total, here, pages, note, seen)

    def search_concepts(self, words: str) -> list[Choice]:
        """Of those that are chosen."""
        wanted = clean(words).casefold()
        return [one for one in self.assist().concepts if wanted in one.text.casefold()][:_MOST]


def chosen(assist: AssistForm, concept: str) -> Choice:
    found = next((one for one in assist.concepts if one.value == concept), None)
    if found is None:
        raise Invalid({"concept": "Choose one of the task's concepts."})
    return found


def labels_of(assist: AssistForm, concept: str) -> tuple[str, ...]:
    return tuple(label for label, of in (assist.labels or {}).items() if of == concept)


def after(known: Sequence[str], before: Sequence[str], places: Sequence[str]) -> tuple[str, ...]:
    """A concept's labels once these were chosen for it, as they are numbered among those that are `known`: what its
    field did not show stays.
    """
    chosen_now = [known[int(one)] for one in places if is_id(one) and int(one) < len(known)]
    shown = {one for one in before[:MOST_SHOWN] if one in known}
    return tuple(dict.fromkeys((*chosen_now, *(one for one in before if one not in shown))))


SAVED = "What means “{name}” is saved."
SET = "“{name}” has its own thresholds now."
REMOVED = "It has the thresholds of all others again."
