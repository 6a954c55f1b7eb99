"""Slack's door: a line per journey."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from handlers.slack.accepting import AcceptingDoor
from handlers.slack.acting import Acting
from handlers.slack.adding import AddingDoor
from handlers.slack.answering import Answering
from handlers.slack.assisting import AssistingDoor
from handlers.slack.browsing import BrowsingDoor
from handlers.slack.commands import CommandsDoor, Word
from handlers.slack.concepts import ConceptsDoor
from handlers.slack.datasets import DatasetsDoor
from handlers.slack.directory import Directory
from handlers.slack.door import Answer, Door
from handlers.slack.editing import EditingDoor
from handlers.slack.failed import FailedDoor
from handlers.slack.form_doors import register_form
from handlers.slack.gathering import GatheringDoor
from handlers.slack.instructions import InstructionsDoor
from handlers.slack.intakes import IntakesDoor
from handlers.slack.label_imports import LabelImportsDoor
from handlers.slack.labeling import LabelingDoor
from handlers.slack.leading import LeadingDoor
from handlers.slack.models import ModelsDoor
from handlers.slack.named import Named
from handlers.slack.painting import Painter
from handlers.slack.payloads import Click
from handlers.slack.people_windows import FormPeople, PeopleWindow
from handlers.slack.redrawing import Redrawing
from handlers.slack.releasing import ReleasingDoor
from handlers.slack.reminding import RemindingDoor
from handlers.slack.reviewing import ReviewingDoor
from handlers.slack.rosters import Rosters
from handlers.slack.samples import SamplesDoor, Take
from handlers.slack.task_actions import TaskActionsDoor
from handlers.slack.task_inputs import TaskInputsDoor
from handlers.slack.task_page import TaskPageDoor
from handlers.slack.tasks import TasksDoor
from handlers.slack.user_groups import UserGroups
from handlers.slack.versions import VersionsDoor
from handlers.slack.viewing import ViewingDoor
from handlers.slack.watching import Watching
from handlers.slack.ways import Ways
from services.accepting import Accepting
from services.assist_records import AssistRecords
from services.cataloguing import Cataloguing
from services.closing import Closing
from services.collaborating import Collaborating
from services.concepts import Concepts
from services.datasets import Datasets
from services.distributing import Distributing
from services.editing import Editing
from services.editor.labeling import EditorLabeling
from services.editor.reviewing import EditorReviewing
from services.excluding import Excluding
from services.exporting import Exporting
from services.flagging import Flagging
from services.forms import Forms
from services.gathering import Gathering
from services.histories import Histories
from services.instructing import Instructing
from services.intakes import Intakes
from services.label_import_asks import LabelImportAsks
from services.labeling import Labeling
from services.leading import Leading
from services.listing import Listing
from services.model_pages import ModelPages
from services.models import Models
from services.releasing import Releasing
from services.reminding import Reminding
from services.reviewing import Reviewing
from services.samples import Samples
from services.selecting import Selecting
from services.signing_in import SigningIn
from services.suggesting import Suggesting
from services.task_page import TaskPages
from services.versions import Versions
from services.viewing import Viewing
from views.slack import ids


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases that the doors open to."""

    accepting: Accepting
    assist_records: AssistRecords
    cataloguing: Cataloguing
    closing: Closing
    collaborating: Collaborating
    concepts: Concepts
    datasets: Datasets
    distributing: Distributing
    editing: Editing
    editor_labeling: EditorLabeling
    editor_reviewing: EditorReviewing
    excluding: Excluding
    exporting: Exporting
    flagging: Flagging
    forms: Forms
    histories: Histories
    gathering: Gathering
    instructing: Instructing
    intakes: Intakes
    label_imports: LabelImportAsks
    labeling: Labeling
    leading: Leading
    listing: Listing
    model_pages: ModelPages
    models: Models
    reminding: Reminding
    releasing: Releasing
    reviewing: Reviewing
    samples: Samples
    selecting: Selecting
    signing_in: SigningIn
    suggesting: Suggesting
    task_pages: TaskPages
    versions: Versions
    viewing: Viewing


def register(
    door: Door, services: Services, painter: Painter, directory: Directory, answering: Answering, take: Take
) -> None:
    """The most frequent first: each listener that is asked before the right one costs 10 µs."""
    desks = (services.labeling, services.reviewing)
    LabelingDoor(services.labeling, painter, answering).register(door)
    ReviewingDoor(services.reviewing, painter, answering).register(door)
    AcceptingDoor(services.accepting, answering).register(door)
    redrawing = Redrawing(answering.client, services.listing)
    ways_back = (directory, answering, redrawing)
    watching = Watching(answering)
    door.before_close(watching.stop)
    of_form = (services.forms, services.datasets, services.distributing, services.listing)
    page = _task_page(door, services, directory, answering, redrawing, watching)
    editing = EditingDoor(services.editing, services.selecting, *ways_back, page.show)
    new_task = register_form(door, of_form, directory, answering, redrawing, watching, editing)
    editing.register(door)
    _gathering_door(services, editing.people, *ways_back).register(door)
    instructions = InstructionsDoor(services.instructing, services.forms, desks, answering, watching)
    instructions.register(door)
    samples = (services.samples, services.forms, instructions, take)
    SamplesDoor(*samples, directory, answering, watching).register(door)
    more, new_version = _catalogue(door, services, directory, answering, watching)
    lists = (services.listing, services.editing, services.exporting)
    BrowsingDoor(services.listing, directory, answering, redrawing).register(door)
    tasks = partial(TasksDoor, *lists, desks, *ways_back)
    tasks(new_version=new_version, open_page=page.open_page, edit=editing.open).register(door)
    viewing = ViewingDoor(services.viewing, services.signing_in, directory, answering)
    viewing.register(door)
    named, acting = Named(services.listing, directory), Acting(page)
    imports = LabelImportsDoor(services.label_imports, named, acting, directory, answering)
    imports.register(door)
    releasing = ReleasingDoor(services.releasing)
    more |= {"import": imports.typed, "task": page.ask, "signin": viewing.ask, "release": releasing.release}
    reminding = RemindingDoor(services.reminding, services.listing, directory, answering, redrawing)
    reminding.register(door)
    more |= {"mute": reminding.mute, "unmute": reminding.unmute}
    CommandsDoor(new_task, services.listing, desks, services.exporting, more, directory, answering).register(door)
    FailedDoor(services.distributing, directory, answering).register(door)
    LeadingDoor(services.leading, directory, answering).register(door)
    IntakesDoor(services.intakes, answering).register(door)
    door.event("user_change", directory.changed)
    door.event("team_join", directory.changed)
    door.everything_else()


def _catalogue(
    door: Door, services: Services, directory: Directory, answering: Answering, watching: Watching
) -> tuple[dict[str, Word], Callable[[Click, int], Awaitable[Answer]]]:
    """Concepts, datasets, versions, models. Returns the command's words for them, and what makes a task's version."""
    concepts = ConceptsDoor(services.concepts, directory, answering, watching)
    datasets = DatasetsDoor(services.cataloguing, directory, answering, watching)
    versions = VersionsDoor(services.versions, directory, answering, watching)
    models = ModelsDoor(services.model_pages, directory, answering, watching)
    for catalogue in (concepts, datasets, versions, models):
        catalogue.register(door)
    AddingDoor(services.cataloguing, services.intakes, datasets, directory, answering).register(door)
    words: dict[str, Word] = dict.fromkeys(("dataset", "datasets"), datasets.open)
    return words | {"concepts": concepts.open, "versions": versions.open, "models": models.open}, versions.ask_for_task


def _task_page(
    door: Door,
    services: Services,
    directory: Directory,
    answering: Answering,
    redrawing: Redrawing,
    watching: Watching,
) -> TaskPageDoor:
    """A task's own page, and what leads do there."""
    named = Named(services.listing, directory)
    looks = (services.task_pages, services.flagging, services.histories, services.assist_records)
    page = TaskPageDoor(looks, named, directory, answering, redrawing, watching)
    page.register(door)
    acting = Acting(page)
    of_tasks = (services.task_pages, services.closing, services.releasing)
    TaskActionsDoor(of_tasks, acting, directory, answering).register(door)
    AssistingDoor(services.assist_records, acting, directory).register(door)
    of_inputs = (services.closing, services.excluding, services.flagging)
    TaskInputsDoor(of_inputs, acting, directory, answering).register(door)
    return page


def _gathering_door(
    services: Services, edited: PeopleWindow, directory: Directory, answering: Answering, redrawing: Redrawing
) -> GatheringDoor:
    """With the windows in which people are chosen, by their callback ids."""
    choosing = {ids.NEW_TASK: FormPeople(services.forms), ids.EDIT_FIELD_WINDOW: edited}
    groups = UserGroups(answering.client)
    ways = Ways(services.gathering, Rosters(answering.client, directory), groups, choosing)
    return GatheringDoor(services.gathering, ways, groups, directory, answering, redrawing)
