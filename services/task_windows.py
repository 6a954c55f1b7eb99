"""The windows of a new task's form once more, for a task that exists: each change is saved and told at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.assisting import TaskAssist
from domain.errors import Invalid, NotFound
from domain.fields import TaskField, edited
from domain.model import AssistMode, Person, Task
from domain.naming import quoted
from domain.read_models import AssistForm, Choice, OwnThresholds
from services import assist_fields, field_changes
from services.assist_windows import REMOVED, SAVED, SET, AssistWindows, Said, after, chosen, labels_of as _labels
from services.finding import find_led
from services.merging import digest
from services.models import Models
from store.unit_of_work import Store, UnitOfWork

_MAP, _THRESHOLDS = TaskField.LABEL_MAP, TaskField.THRESHOLDS
_DISPUTED = "{who} changed this meanwhile: {what}. What you chose is kept: press {button} again to have yours instead."


class TaskWindows(AssistWindows):
    def __init__(self, store: Store, models: Models | None, person: Person, task_id: int) -> None:
        self._store = store
        self._models = models
        self._person = person
        self._task = task_id

    def assist(self) -> AssistForm:
        return self._store.read(lambda unit: _as_form(unit, *self._found(unit)))

    def labels(self) -> tuple[str, ...]:
        assist = self._store.read(lambda unit: self._found(unit)[1])
        return labels_of(self._models, assist.model) or tuple(assist.labels)

    def digest(self, shown: object) -> str:
        return digest(_MAP, str(shown))

    def set_meaning(self, concept: str, places: Sequence[str], seen: str = "") -> Said:
        known = self.labels()

        def change(unit: UnitOfWork, task: Task, form: AssistForm) -> Said:
            choice, before = chosen(form, concept), _labels(form, concept)
            now = after(known, before, places)
            if set(now) != set(before):
                if seen and seen != self.digest(sorted(before)):
                    said = f"it is {', '.join(before) or 'nothing'} now"
                    return self._disputed(unit, _MAP, said, "Save")
                kept = {one: of for one, of in (form.labels or {}).items() if of != concept and one not in now}
                value = {**kept, **dict.fromkeys(now, concept)}
                self._check_known(task, form, value)
                self._put(unit, task, _MAP, value, _about_labels(form.labels or {}, value))
            return Said(SAVED.format(name=choice.text))

        return self._write(_MAP, change)

    def set_thresholds(self, concept: str, lower: int, upper: int, seen: str = "") -> Said:
        def change(unit: UnitOfWork, task: Task, form: AssistForm) -> Said:
            choice = chosen(form, concept)
            own = {one.concept.value: (one.lower, one.upper) for one in form.thresholds}
            if own.get(concept) != (lower, upper):
                present = [(one, *pair) for one, pair in own.items()]
                if seen and concept in own and seen != self.digest(present):
                    said = f"{choice.text} is approved from {own[concept][1]} %, reviewed from {own[concept][0]} % now"
                    return self._disputed(unit, _THRESHOLDS, said, "Set")
                self._put(unit, task, _THRESHOLDS, own | {concept: (lower, upper)}, _only(concept))
            return Said(SET.format(name=choice.text))

        return self._write(_THRESHOLDS, change)

    def remove_thresholds(self, concept: str) -> Said:
        def change(unit: UnitOfWork, task: Task, form: AssistForm) -> Said:
            own = {one.concept.value: (one.lower, one.upper) for one in form.thresholds}
            if own.pop(concept, None) is not None:
                self._put(unit, task, _THRESHOLDS, own, _only(concept))
            return Said(REMOVED)

        return self._write(_THRESHOLDS, change)

    def _write(self, field: TaskField, change: Callable[[UnitOfWork, Task, AssistForm], Said]) -> Said:
        def write(unit: UnitOfWork) -> Said:
            field_changes.hold(unit, self._task, field)
            task, assist = self._found(unit)
            return change(unit, task, _as_form(unit, task, assist))

        return self._store.write(write)

    def _put(
        self, unit: UnitOfWork, task: Task, field: TaskField, value: Any, told: Callable[[Any], Mapping[str, Any]]
    ) -> None:
        try:
            field_changes.put(unit, self._person, task, field, value, told)
        except Invalid as error:
            # In its window the sentence stands at the field that is there.
            raise Invalid({"upper": next(iter(error.fields.values()))}) from error

    def _disputed(self, unit: UnitOfWork, field: TaskField, what: str, button: str) -> Said:
        by = unit.audit.last_by(self._task, edited(field))
        known = unit.people.find_all(self._person.workspace, [by] if by else [])
        who = known[0].name if known else "Somebody"
        return Said(_DISPUTED.format(who=who, what=what, button=button), is_disputed=True)

    def _check_known(self, task: Task, form: AssistForm, value: Mapping[str, str]) -> None:
        """As at creation: what a model annotates by itself it must know."""
        if not task.is_automatic or _learns(self._models, form.name):
            return
        had, has = set((form.labels or {}).values()), set(value.values())
        if lost := [one.text for one in form.concepts if one.value in had - has]:
            verb = "isn't" if len(lost) == 1 else "aren't"
            raise Invalid(
                {"labels": f"{quoted(lost)} {verb} known to {form.name} then: leave a label, or take out the concept."}
            )

    def _found(self, unit: UnitOfWork) -> tuple[Task, TaskAssist]:
        task = find_led(unit, self._person, self._task, "edit it")
        assist = unit.assists.find(task.id)
        if assist is None:
            raise NotFound("No model takes part in that task.")
        return task, assist


def labels_of(models: Models | None, name: str) -> tuple[str, ...]:
    """None where it can't be used now."""
    try:
        return models.find(name).labels if models else ()
    except NotFound:
        return ()


def _learns(models: Models | None, name: str) -> bool:
    try:
        return models is not None and models.find(name).learns
    except NotFound:
        return False


def _as_form(unit: UnitOfWork, task: Task, assist: TaskAssist) -> AssistForm:
    concepts = tuple(Choice(str(one.id), one.name) for one in unit.tasks.concepts(task.id))
    own: Any = assist_fields.value_of(unit, task, _THRESHOLDS)
    labels: Any = assist_fields.value_of(unit, task, _MAP)
    upper, lower = (assist_fields.value_of(unit, task, one) for one in (TaskField.UPPER, TaskField.LOWER))
    assert isinstance(upper, int)  # noqa: S101 - a percent each.
    assert isinstance(lower, int)  # noqa: S101
    return AssistForm(
        is_offered=True,
        is_auto=assist.mode is AssistMode.AUTO,
        name=assist.model,
        concepts=concepts,
        labels=labels,
        lower=lower,
        upper=upper,
        thresholds=tuple(OwnThresholds(one, *own[one.value]) for one in concepts if one.value in own),
    )


def _about_labels(before: Mapping[str, str], now: Mapping[str, str]) -> Callable[[Any], Mapping[str, Any]]:
    """What the history tells: of the labels that mean something else now."""
    changed = {one for one in {**before, **now} if before.get(one) != now.get(one)}
    return lambda value: {label: of for label, of in value.items() if label in changed}


def _only(concept: str) -> Callable[[Any], Mapping[str, Any]]:
    return lambda value: {one: pair for one, pair in value.items() if one == concept}
