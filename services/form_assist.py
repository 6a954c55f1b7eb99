"""What the form of a new task says of models: which fit, what the chosen one knows, and how it does on a sample."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from domain.draft import is_id
from domain.errors import LabelingError
from domain.model import Actor, Concept, InputKind, TaskType
from domain.read_models import AssistForm, Choice, DryRunModel, FormModel, ModelChoice
from services.model_errors import unfit, why_not
from services.models import Models
from store.unit_of_work import Store

NO_MODEL = "?"
"""Chosen where a search found nothing: it is no model."""
_MOST = 100
_WHAT_TO_DO = "labelbot models install · /label models"


class Tries(Protocol):
    """What services/dry_runs.py does: models tried on samples."""

    def begin(self, actor: Actor, draft_id: str) -> None:
        """Or go on."""

    def found(self, actor: Actor, draft_id: str) -> DryRunModel | None:
        """With the draft's present thresholds."""

    def leave(self, draft_id: str) -> None:
        """Nobody waits for this form's."""

    def close(self) -> None:
        """What is on its way is of no use any more."""


class FormAssist:
    """`models` None: nothing of it is offered."""

    def __init__(self, store: Store, models: Models | None = None, dry_runs: Tries | None = None) -> None:
        self._store = store
        self._models = models
        self._dry_runs = dry_runs

    def close(self) -> None:
        if self._dry_runs is not None:
            self._dry_runs.close()

    def complete(self, actor: Actor, form: FormModel) -> FormModel:
        """The form with all that is known by now. Waits for no model."""
        if self._models is None:
            return form
        assist = replace(form.assist, is_offered=True)
        fitting = self._models.choices(form.type, form.kind, is_auto=assist.is_auto)
        if not fitting:
            assist = replace(assist, is_auto=False, with_assist=False, why_not=why_not(form.kind))
        elif assist.uses_model and assist.name:
            assist = self._with_model(self._models, assist)
            if assist.model is not None and assist.model.name not in {one.name for one in fitting}:
                assist = replace(assist, failure=unfit(form.kind, assist.model))
        if self._dry_runs is not None and _is_ready_to_try(form, assist):
            run = self._dry_runs.found(actor, form.draft)
            assist = replace(assist, dry_run=run, is_to_be_tried=run is None)
        return replace(form, assist=assist)

    def begin(self, actor: Actor, form: FormModel) -> None:
        """Try the model on a sample, where the form says all that this takes."""
        if self._dry_runs is not None and _is_ready_to_try(form, form.assist):
            self._dry_runs.begin(actor, form.draft)
        else:
            self.leave(form.draft)

    def leave(self, draft_id: str) -> None:
        """Nobody waits for a dry run of this form."""
        if self._dry_runs is not None:
            self._dry_runs.leave(draft_id)

    def search(self, type_: TaskType, kind: InputKind | None, words: str, *, is_auto: bool) -> list[Choice]:
        """Models and workflows that fit; where none is found, what to do."""
        if self._models is None:
            return []
        found = self._models.choices(type_, kind, words, is_auto=is_auto)[:_MOST]
        choices = [Choice(one.name, one.name, one.words) for one in found]
        named = f" called “{words.strip()[:30]}”" if words.strip() else " that fits"
        return choices or [Choice(NO_MODEL, f"There is no model{named}", _WHAT_TO_DO)]

    def marked(self, name: str, choices: Sequence[Choice], *, is_auto: bool) -> tuple[list[Choice], bool]:
        """With a mark on those that the model knows; and whether that is all, as more may be being found out."""
        if self._models is None or not name:
            return list(choices), True
        try:
            known = self._models.known_by_now(name, _concepts(choices))
            taught = self._taught(self._models.find(name), choices, is_auto=is_auto)
        except LabelingError:
            # It is gone, or could not be asked: the form itself says so.
            return list(choices), True
        of = _numbers(choices)
        marked = [replace(one, is_known=one.value in taught or of[one.value] in (known or ())) for one in choices]
        return marked, known is not None

    def _with_model(self, models: Models, assist: AssistForm) -> AssistForm:
        try:
            model = models.find(assist.name)
            concepts = _concepts(assist.concepts)
            known = models.known_by_now(assist.name, concepts)
            proposed = models.proposed_by_now(assist.name, concepts) if model.labels else {}
        except LabelingError as error:
            return replace(assist, failure=error.message)
        of = {number: value for value, number in _numbers(assist.concepts).items()}
        labels = None if proposed is None else _changed({one: of[it] for one, it in proposed.items()}, assist, model)
        return replace(assist, model=model, labels=labels, known=self._knows(assist, model, known, labels))

    def _knows(
        self,
        assist: AssistForm,
        model: ModelChoice,
        known: Mapping[int, str] | None,
        labels: Mapping[str, str] | None,
    ) -> frozenset[str] | None:
        """By what its labels mean; one that learns also by a concept's name, and what annotates by itself from what was
        approved before.
        """
        if labels is None or known is None:
            return None
        found = set(labels.values())
        if not model.learns and model.labels:
            return frozenset(found)
        found |= {one for one, number in _numbers(assist.concepts).items() if number in known}
        return frozenset(found | self._taught(model, assist.concepts, is_auto=assist.is_auto))

    def _taught(self, model: ModelChoice, choices: Sequence[Choice], *, is_auto: bool) -> set[str]:
        """What a model that annotates by itself has learned from what was approved before."""
        ids = [int(one.value) for one in choices if is_id(one.value)]
        if not (model.learns and is_auto and ids):
            return set()
        return {str(one) for one in self._store.read(lambda unit: unit.annotations.approved(ids))}


def _is_ready_to_try(form: FormModel, assist: AssistForm) -> bool:
    return bool(assist.is_auto and assist.model and assist.concepts and form.to_label)


def _changed(proposed: Mapping[str, str], assist: AssistForm, model: ModelChoice) -> dict[str, str]:
    """What each label stands for, in the model's order: as proposed, but for what somebody changed."""
    chosen = {one.value for one in assist.concepts}
    stands = {**proposed, **assist.changed}
    return {label: stands[label] for label in model.labels if stands.get(label) in chosen}


def _numbers(choices: Sequence[Choice]) -> dict[str, int]:
    """Each concept's id; those that are new have numbers below 0."""
    return {one.value: int(one.value) if is_id(one.value) else -place for place, one in enumerate(choices, 1)}


def _concepts(choices: Sequence[Choice]) -> list[Concept]:
    numbers = _numbers(choices)
    return [Concept(numbers[one.value], one.text) for one in choices]
