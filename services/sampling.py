"""Sample pictures of forms and tasks as others need them: what is chosen, and how Slack shows it."""

from collections.abc import Iterable, Mapping, Sequence

from domain.draft import NEW, TaskDraft, is_id
from domain.errors import NotFound
from domain.model import Actor
from domain.read_models import ContentModel
from domain.samples import Sample
from services.links import PictureLinks
from services.showing import SHOWN
from store.drafts import Draft
from store.unit_of_work import UnitOfWork


def show_samples(
    unit: UnitOfWork, workspace: str, task: int, samples: Iterable[Sample], concepts: Mapping[str, int]
) -> None:
    """Those of a form become the new task's. `concepts`: as chosen -> id."""
    kept = [Sample(str(concepts[one.concept]), one.input) for one in samples if one.concept in concepts]
    unit.samples.add(task, kept)
    want(unit, workspace, [one.input for one in kept])


def own_draft(unit: UnitOfWork, actor: Actor, draft: str) -> Draft:
    found = unit.drafts.find(draft)
    if found is None or found.owner != actor:
        raise NotFound("That form is gone, or somebody else's. Open a new one with `/label new`.")
    return found


def concepts_of(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> dict[str, str]:
    """As chosen -> name, in that order."""
    chosen = (*fields.concepts, *fields.further_concepts)
    known = unit.concepts.find_all(workspace, [int(one) for one in chosen if is_id(one)])
    names = {str(concept.id): concept.name for concept in known.values()}
    names |= {one: one.removeprefix(NEW) for one in chosen if one.startswith(NEW)}
    return {one: names[one] for one in chosen if one in names}


def contents(unit: UnitOfWork, links: PictureLinks, workspace: str, inputs: Iterable[int]) -> dict[int, ContentModel]:
    """Inputs as Slack can show them."""
    found = {}
    for one in unit.datasets.shown(workspace, inputs).values():
        state, file, url = links.place(one.id, one.sha256, one.kind, one.picture_state, one.file)
        found[one.id] = ContentModel(state, one.name, file, url, one.kind, one.text, one.id)
    return found


def want(unit: UnitOfWork, workspace: str, inputs: Sequence[int]) -> None:
    """Their pictures are made ready in Slack."""
    if inputs:
        unit.pictures.want(workspace, inputs)
        unit.topics.add(SHOWN)
