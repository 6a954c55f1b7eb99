"""What of a new task's form is chosen in windows of its own: what labels mean, and thresholds of single concepts."""

from collections.abc import Sequence
from dataclasses import replace

from domain.bands import thresholds_error
from domain.draft import TaskDraft
from domain.errors import Invalid
from domain.model import Actor
from domain.read_models import AssistForm
from services.assist_windows import REMOVED, SAVED, SET, AssistWindows, Said, after, chosen, labels_of
from services.forms import Forms

_ALL = 100


class FormWindows(AssistWindows):
    """Nobody else fills in the same form."""

    def __init__(self, forms: Forms, actor: Actor, draft_id: str) -> None:
        self._forms = forms
        self._actor = actor
        self._draft = draft_id

    def assist(self) -> AssistForm:
        return self._forms.show(self._actor, self._draft).assist

    def labels(self) -> tuple[str, ...]:
        model = self.assist().model
        return model.labels if model else ()

    def set_meaning(self, concept: str, places: Sequence[str], seen: str = "") -> Said:
        del seen
        assist = self.assist()
        choice, before = chosen(assist, concept), labels_of(assist, concept)
        now = after(self.labels(), before, places)
        changes = {one: "" for one in before if one not in now} | dict.fromkeys(now, concept)

        def change(fields: TaskDraft) -> TaskDraft:
            return replace(fields, map_changes={**fields.map_changes, **changes})

        self._forms.change(self._actor, self._draft, change)
        return Said(SAVED.format(name=choice.text))

    def set_thresholds(self, concept: str, lower: int, upper: int, seen: str = "") -> Said:
        del seen
        choice = chosen(self.assist(), concept)
        if wrong := thresholds_error(lower / _ALL, upper / _ALL):
            raise Invalid({"upper": wrong})

        def change(fields: TaskDraft) -> TaskDraft:
            return replace(fields, thresholds={**fields.thresholds, concept: (lower, upper)})

        self._forms.change(self._actor, self._draft, change)
        return Said(SET.format(name=choice.text))

    def remove_thresholds(self, concept: str) -> Said:
        def change(fields: TaskDraft) -> TaskDraft:
            return replace(fields, thresholds={one: it for one, it in fields.thresholds.items() if one != concept})

        self._forms.change(self._actor, self._draft, change)
        return Said(REMOVED)
