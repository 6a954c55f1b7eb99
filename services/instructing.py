"""Instructions as people read them: the words, and the sample pictures of each concept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.draft import clean
from domain.errors import NotFound
from domain.model import Actor, Role, Task
from domain.naming import pages_of
from domain.permissions import may_lead, may_see_task
from domain.read_models import ConceptSamples, InstructionsModel
from domain.samples import Sample, SamplesOf, grouped, paged
from services.links import PictureLinks
from services.sampling import concepts_of, contents, own_draft
from store.unit_of_work import Store, UnitOfWork


class Instructing:
    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def of_task(self, actor: Actor, task_id: int, page: int = 0, before: str = "") -> InstructionsModel:
        """`before`: the queue that they are read before. Raises NotFound, also for what this person may not see."""

        def read(unit: UnitOfWork) -> InstructionsModel:
            task = unit.tasks.find(task_id)
            person = unit.people.find(actor)
            if task is None or task.workspace != actor.workspace or task.deleted_at is not None:
                raise NotFound("That task is gone.")
            leads = unit.people.of_task(task_id, Role.LEAD)
            involved = {user for role in Role for user in unit.people.of_task(task_id, role)}
            if actor.user not in involved and (person is None or not may_see_task(person, involved)):
                raise NotFound("That task is none of yours.")
            is_lead = actor.user in leads if person is None else may_lead(person, leads)
            return model(unit, self._links, task, page, may_change=is_lead and not before, before=before)

        return self._store.read(read)

    def whole(self, actor: Actor, task_id: int) -> InstructionsModel:
        """All pages at once."""
        first_page = self.of_task(actor, task_id)
        further = (self.of_task(actor, task_id, page) for page in range(1, first_page.pages))
        return replace(first_page, samples=tuple(one for page in (first_page, *further) for one in page.samples))

    def of_draft(self, actor: Actor, draft_id: str, page: int = 0) -> InstructionsModel:
        """What a form says so far, as labelers will see it."""

        def read(unit: UnitOfWork) -> InstructionsModel:
            draft = own_draft(unit, actor, draft_id)
            fields, names = draft.fields, concepts_of(unit, actor.workspace, draft.fields)
            shown = _page(unit, self._links, actor.workspace, names, fields.samples, page)
            name, words = clean(fields.name) or "Your new task", fields.instructions.strip()
            return InstructionsModel(name, words, *shown, SamplesOf(draft=draft_id), is_preview=True)

        return self._store.read(read)


def first(unit: UnitOfWork, links: PictureLinks, task_id: int, before: str) -> InstructionsModel | None:
    """What is read before that queue, whose card was just found."""
    task = unit.tasks.find(task_id)
    return None if task is None else model(unit, links, task, before=before)


def model(
    unit: UnitOfWork, links: PictureLinks, task: Task, page: int = 0, *, may_change: bool = False, before: str = ""
) -> InstructionsModel:
    names = {str(one.id): one.name for one in unit.tasks.concepts(task.id)}
    shown = _page(unit, links, task.workspace, names, unit.samples.of_task(task.id), page)
    of = SamplesOf(task=task.id)
    return InstructionsModel(task.name, task.instructions, *shown, of, may_change=may_change, before=before)


def _page(
    unit: UnitOfWork,
    links: PictureLinks,
    workspace: str,
    names: Mapping[str, str],
    samples: Sequence[Sample],
    page: int,
) -> tuple[tuple[ConceptSamples, ...], int, int]:
    """What is on it, which one it is, and how many there are."""
    every = paged(grouped(samples, names))
    here, pages = pages_of(len(every), page, 1)
    groups = every[here] if every else []
    shown = contents(unit, links, workspace, [one for _, inputs in groups for one in inputs])
    found = tuple(
        ConceptSamples(names[concept], tuple(shown[one] for one in inputs if one in shown))
        for concept, inputs in groups
    )
    return found, here, pages
