"""The doors that the form of a new task has, and the windows over it, some of which open over Edit too."""

from handlers.slack.answering import Answering
from handlers.slack.directory import Directory
from handlers.slack.door import Door
from handlers.slack.editing import EditingDoor
from handlers.slack.following import Following
from handlers.slack.form_assist import FormAssistDoor
from handlers.slack.form_searches import FormSearches
from handlers.slack.new_task import NewTaskDoor
from handlers.slack.redrawing import Redrawing
from handlers.slack.watching import Watching
from services.datasets import Datasets
from services.distributing import Distributing
from services.forms import Forms
from services.listing import Listing


def register_form(
    door: Door,
    services: tuple[Forms, Datasets, Distributing, Listing],
    directory: Directory,
    answering: Answering,
    redrawing: Redrawing,
    watching: Watching,
    editing: EditingDoor,
) -> NewTaskDoor:
    """Returns the one that opens it."""
    forms, datasets, distributing, listing = services
    following, searches = Following(forms, redrawing, watching), FormSearches(forms, datasets, directory)
    desks = (forms, distributing, listing)
    new_task = NewTaskDoor(*desks, directory, answering, redrawing, following, searches)
    for one in (new_task, searches, FormAssistDoor(forms, following, editing, answering)):
        one.register(door)
    return new_task
