"""Choosing the sample pictures that instructions show, for a form on its way or for a task."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.errors import Invalid
from domain.model import InputKind, NewInput, Person, PictureState, Task
from domain.naming import counted, pages_of
from domain.read_models import Choice, SampleLine, SamplesModel
from domain.samples import Sample, SamplesOf, grouped, with_more
from services.checking import chosen_dataset
from services.finding import find_led
from services.links import PictureLinks
from services.sampling import concepts_of, contents, own_draft, want
from store.drafts import Draft
from store.unit_of_work import Store, UnitOfWork

PAGE = 10
_MOST = 100
"""Slack shows so many options."""
_ALL = "all inputs"


@dataclass(frozen=True, slots=True)
class _Album:
    """What there is to choose from, and what is chosen. `concepts`: key -> name. `dataset` None with a `name`: all."""

    concepts: Mapping[str, str]
    samples: tuple[Sample, ...]
    dataset: int | None
    name: str | None
    task: Task | None = None
    draft: Draft | None = None


class Samples:
    """Raises NotFound for a form that is gone or somebody else's, NotAllowed for who does not lead the task."""

    def __init__(self, store: Store, links: PictureLinks) -> None:
        self._store = store
        self._links = links

    def open(
        self, person: Person, of: SamplesOf, page: int = 0, note: str | None = None, *, at: str = "", coming: int = 0
    ) -> SamplesModel:
        """The page on which the concept `at` stands, or that `page`. Its thumbnails are asked for."""
        model = self._store.read(lambda unit: self._model(unit, person, of, page, at))
        contents = [one.content for one in model.lines]
        if missing := [one.input for one in contents if one.state is PictureState.MISSING]:
            self._store.write(lambda unit: want(unit, person.workspace, missing))
        return replace(model, note=note, coming=coming)

    def is_form_open(self, of: SamplesOf) -> bool:
        """Not yet a task."""
        draft = self._store.read(lambda unit: unit.drafts.find(of.draft))
        return draft is not None and draft.task is None

    def search_concepts(self, person: Person, of: SamplesOf, query: str) -> list[Choice]:
        album = self._store.read(lambda unit: _album(unit, person, of))
        words = query.strip().casefold()
        found = [Choice(key, name) for key, name in album.concepts.items() if words in name.casefold()]
        return found[:_MOST]

    def search_inputs(self, person: Person, of: SamplesOf, query: str) -> list[Choice]:
        def read(unit: UnitOfWork) -> list[Choice]:
            album = _album(unit, person, of)
            if album.name is None:
                return []
            found = unit.datasets.search_inputs(person.workspace, album.dataset, query, _MOST)
            return [Choice(str(input_), name) for input_, name in found]

        return self._store.read(read)

    def add(self, person: Person, of: SamplesOf, concept: str, inputs: Sequence[int], coming: int = 0) -> str:
        """What was done. `coming`: so many are about to be uploaded. Raises Invalid."""

        def write(unit: UnitOfWork) -> str:
            album = _album(unit, person, of, lock=True)
            if concept not in album.concepts:
                raise Invalid({"concept": "Choose the concept that they show."})
            if not (inputs or coming):
                raise Invalid({"files": "Choose pictures by their names, or upload some."})
            known = unit.datasets.shown(person.workspace, inputs)
            fit = [one for one in inputs if one in known and known[one].kind is not InputKind.TEXT]
            added = _add(unit, person, album, concept, fit, coming)
            return f"{counted(added, 'sample picture')} added to “{album.concepts[concept]}”." if added else ""

        return self._store.write(write)

    def add_new(self, person: Person, of: SamplesOf, concept: str, new: Sequence[NewInput]) -> str:
        """What was uploaded: kept beside all datasets, so that nobody has to label it. Returns what was done."""

        def write(unit: UnitOfWork) -> str:
            album = _album(unit, person, of, lock=True)
            if concept not in album.concepts:
                raise Invalid({"concept": "That concept is not chosen any more."})
            kept = unit.catalog.keep_samples(person.workspace, new)
            added = _add(unit, person, album, concept, kept, 0)
            return f"{counted(added, 'sample picture')} added to “{album.concepts[concept]}”." if added else ""

        return self._store.write(write)

    def remove(self, person: Person, of: SamplesOf, sample: Sample) -> str:
        def write(unit: UnitOfWork) -> str:
            album = _album(unit, person, of, lock=True)
            if sample not in album.samples:
                return "That sample picture was removed already."
            if album.task is not None:
                unit.samples.remove(album.task.id, sample)
                _changed(unit, person, album.task)
            else:
                _keep(unit, album, tuple(one for one in album.samples if one != sample))
            return f"The sample picture was removed from “{album.concepts.get(sample.concept, '')}”."

        return self._store.write(write)

    def _model(self, unit: UnitOfWork, person: Person, of: SamplesOf, page: int, at: str) -> SamplesModel:
        album = _album(unit, person, of)
        groups = grouped(album.samples, album.concepts)
        every = [Sample(concept, one) for concept, inputs in groups for one in inputs]
        last = max((place for place, one in enumerate(every) if one.concept == at), default=None)
        here, pages = pages_of(len(every), page if last is None else last // PAGE, PAGE)
        shown = every[here * PAGE : (here + 1) * PAGE]
        known = contents(unit, self._links, person.workspace, [one.input for one in shown])
        lines = tuple(
            SampleLine(Choice(one.concept, album.concepts[one.concept]), known[one.input])
            for one in shown
            if one.input in known
        )
        can_choose = album.name is not None and bool(
            unit.datasets.search_inputs(person.workspace, album.dataset, "", 1)
        )
        return SamplesModel(
            of, len(album.concepts), lines, here, pages, len(every), dataset=album.name, can_choose=can_choose
        )


def _album(unit: UnitOfWork, person: Person, of: SamplesOf, *, lock: bool = False) -> _Album:
    if of.task:
        return _album_of_task(unit, person, of.task, lock=lock)
    if lock:
        unit.drafts.lock(of.draft)
    draft = own_draft(unit, person.actor, of.draft)
    if draft.task is not None:
        # What was uploaded comes when Create has been pressed.
        return _album_of_task(unit, person, draft.task, lock=lock)
    dataset = chosen_dataset(unit, person.workspace, draft.fields)
    name = _ALL if draft.fields.wants_new_dataset else None if dataset is None else dataset.name
    concepts = concepts_of(unit, person.workspace, draft.fields)
    return _Album(concepts, draft.fields.samples, None if dataset is None else dataset.id, name, draft=draft)


def _album_of_task(unit: UnitOfWork, person: Person, task_id: int, *, lock: bool) -> _Album:
    if lock:
        unit.tasks.lock(task_id)
    task = find_led(unit, person, task_id, "choose its sample pictures")
    concepts = {str(one.id): one.name for one in unit.tasks.concepts(task_id)}
    dataset = unit.catalog.dataset(task.workspace, task.dataset)
    name = "its dataset" if dataset is None else dataset.name
    return _Album(concepts, unit.samples.of_task(task_id), task.dataset, name, task=task)


def _add(unit: UnitOfWork, person: Person, album: _Album, concept: str, inputs: Iterable[int], coming: int) -> int:
    """How many were not there yet."""
    after = with_more(album.samples, concept, inputs, coming)
    new = after[len(album.samples) :]
    if not new:
        return 0
    if album.task is not None:
        unit.samples.add(album.task.id, new)
        _changed(unit, person, album.task)
    else:
        _keep(unit, album, after)
    want(unit, person.workspace, [one.input for one in new])
    return len(new)


def _keep(unit: UnitOfWork, album: _Album, samples: tuple[Sample, ...]) -> None:
    draft = album.draft
    assert draft is not None  # noqa: S101 - an album is a task's or a draft's.
    unit.drafts.save(draft.id, draft.owner, replace(draft.fields, samples=samples), draft.version)


def _changed(unit: UnitOfWork, person: Person, task: Task) -> None:
    """Cards have the button Instructions where there is something to read."""
    unit.audit.add(task.id, person.user, "edit samples")
    if not task.instructions.strip():
        unit.cards.touch_all([task.id])
        unit.topics.add("cards")
