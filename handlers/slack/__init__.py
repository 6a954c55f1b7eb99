"""Slack's door: a line per journey."""

from dataclasses import dataclass

from handlers.slack.answering import Answering
from handlers.slack.commands import CommandsDoor
from handlers.slack.directory import Directory
from handlers.slack.door import Door
from handlers.slack.failed import FailedDoor
from handlers.slack.labeling import LabelingDoor
from handlers.slack.new_task import NewTaskDoor
from handlers.slack.painting import Painter
from handlers.slack.reviewing import ReviewingDoor
from handlers.slack.tasks import TasksDoor
from services.closing import Closing
from services.collaborating import Collaborating
from services.datasets import Datasets
from services.distributing import Distributing
from services.editing import Editing
from services.excluding import Excluding
from services.exporting import Exporting
from services.forms import Forms
from services.labeling import Labeling
from services.listing import Listing
from services.releasing import Releasing
from services.reviewing import Reviewing


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases that the doors open to."""

    closing: Closing
    collaborating: Collaborating
    datasets: Datasets
    distributing: Distributing
    editing: Editing
    excluding: Excluding
    exporting: Exporting
    forms: Forms
    labeling: Labeling
    listing: Listing
    releasing: Releasing
    reviewing: Reviewing


def register(door: Door, services: Services, painter: Painter, directory: Directory, answering: Answering) -> None:
    """The most frequent first: each listener that is asked before the right one costs 10 µs."""
    desks = (services.labeling, services.reviewing)
    LabelingDoor(services.labeling, painter, answering).register(door)
    ReviewingDoor(services.reviewing, painter, answering).register(door)
    new_task = NewTaskDoor(
        services.forms, services.datasets, services.distributing, services.listing, directory, answering
    )
    new_task.register(door)
    TasksDoor(services.listing, services.editing, services.exporting, desks, directory, answering).register(door)
    commands = (new_task, services.listing, desks, services.exporting, services.releasing)
    CommandsDoor(*commands, directory, answering).register(door)
    FailedDoor(services.distributing, directory, answering).register(door)
    door.event("user_change", directory.changed)
    door.event("team_join", directory.changed)
    door.everything_else()
