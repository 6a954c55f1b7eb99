"""A draft as its form shows it."""

from collections.abc import Sequence

from domain.advanced import meaningful
from domain.clock import as_datetime
from domain.draft import NEW, TaskDraft, is_id
from domain.model import Actor, Dataset
from domain.naming import pages_of
from domain.read_models import (
    AdvancedModel,
    AssistForm,
    Choice,
    DraftOffer,
    FormModel,
    OwnThresholds,
    WeightLine,
)
from services.checking import chosen_dataset
from store.drafts import Draft
from store.unit_of_work import UnitOfWork

WEIGHTS_A_PAGE = 20
"""Fields, of the hundred blocks that a window may have."""


def form_model(unit: UnitOfWork, draft: Draft) -> FormModel:
    fields, workspace = draft.fields, draft.owner.workspace
    dataset = chosen_dataset(unit, workspace, fields)
    kinds = set() if dataset is None else unit.datasets.kinds_at_hand(dataset.id)
    return FormModel(
        draft.id,
        draft.version,
        dataset=_dataset_choice(dataset, fields),
        inputs=0 if dataset is None else dataset.inputs,
        kind=kinds.pop() if len(kinds) == 1 else None,
        new_dataset=fields.wants_new_dataset,
        new_dataset_name=fields.dataset_name,
        all_inputs=unit.catalog.count_inputs(workspace) if fields.wants_new_dataset else 0,
        has_inputs=unit.catalog.has_inputs(workspace),
        type=fields.type,
        assist=_assist(fields, concepts := _concept_choices(unit, workspace, fields)),
        concepts=tuple(one for one in concepts if one.value in fields.concepts),
        further_concepts=tuple(one.text for one in concepts if one.value not in fields.concepts),
        with_collaborators=fields.with_collaborators,
        labelers=fields.labelers,
        reviewers=fields.reviewers,
        collaborators=len(unit.people.collaborators(workspace)),
        name=fields.name,
        instructions=fields.instructions,
        samples=sum(one.concept in {*fields.concepts, *fields.further_concepts} for one in fields.samples),
        advanced=_advanced(unit, workspace, fields),
        is_begun=fields.is_begun,
        offer=None if fields.is_begun else _offer(unit, draft.owner, draft.id),
    )


def _advanced(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> AdvancedModel:
    shown = meaningful(fields)
    labelers = tuple(dict.fromkeys(fields.labelers)) if "weights" in shown and fields.shows_advanced else ()
    page, pages = pages_of(len(labelers), fields.weights_page, WEIGHTS_A_PAGE)
    return AdvancedModel(
        fields.shows_advanced,
        shown,
        labels_per_input=fields.labels_per_input,
        priority=fields.priority,
        due_at=None if fields.due_at is None else as_datetime(fields.due_at),
        distribution=fields.distribution,
        labelers=fields.labelers_count,
        labelers_per_input=fields.labelers_per_input,
        labels_each=fields.labels_each,
        agreement=fields.agreement,
        overlap=fields.overlap,
        weights=_weights(unit, workspace, fields, labelers[page * WEIGHTS_A_PAGE : (page + 1) * WEIGHTS_A_PAGE]),
        weights_page=page,
        weights_pages=pages,
        is_rebalancing=fields.is_rebalancing,
        has_reviewers=bool(fields.reviewers),
        review_method=fields.review_method,
        review_share=fields.review_share,
        is_growing=fields.is_growing,
    )


def _assist(fields: TaskDraft, concepts: tuple[Choice, ...]) -> AssistForm:
    """As far as the draft knows it."""
    own = ((one, fields.thresholds[one.value]) for one in concepts if one.value in fields.thresholds)
    return AssistForm(
        is_auto=fields.is_auto,
        with_assist=fields.with_assist and not fields.is_auto,
        name=fields.model,
        concepts=concepts,
        changed=fields.map_changes,
        threshold=fields.threshold,
        is_ordering=fields.is_ordering,
        lower=fields.lower,
        upper=fields.upper,
        thresholds=tuple(OwnThresholds(one, *pair) for one, pair in own),
        leftovers=fields.leftovers,
        is_replacing=fields.is_replacing,
        renewals=fields.renewals,
    )


def _weights(unit: UnitOfWork, workspace: str, fields: TaskDraft, labelers: Sequence[str]) -> tuple[WeightLine, ...]:
    names = {one.user: one.name for one in unit.people.find_all(workspace, labelers)}
    return tuple(WeightLine(one, names.get(one, ""), fields.weights.get(one, 1)) for one in labelers)


def _offer(unit: UnitOfWork, owner: Actor, but: str) -> DraftOffer | None:
    found = unit.drafts.begun(owner, but)
    if found is None:
        return None
    dataset = chosen_dataset(unit, owner.workspace, found.fields)
    return DraftOffer(
        found.id,
        found.fields.name,
        as_datetime(found.updated_at),
        len({*found.fields.concepts, *found.fields.further_concepts}),
        "" if dataset is None else dataset.name,
    )


def _dataset_choice(dataset: Dataset | None, fields: TaskDraft) -> Choice | None:
    if fields.wants_new_dataset:
        return Choice(fields.dataset, "New dataset with all inputs")
    return None if dataset is None else Choice(str(dataset.id), dataset.name)


def _concept_choices(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> tuple[Choice, ...]:
    chosen = tuple(dict.fromkeys((*fields.concepts, *fields.further_concepts)))
    known = unit.concepts.find_all(workspace, [int(one) for one in chosen if is_id(one)])
    names = {str(concept.id): concept.name for concept in known.values()}
    names |= {one: one.removeprefix(NEW) for one in chosen if one.startswith(NEW)}
    return tuple(Choice(one, names[one], is_known=one in fields.marked) for one in chosen if one in names)
