"""What only the database knows to be wrong with a form."""

from collections.abc import Sequence

from domain.draft import NEW, TaskDraft, clean, is_id
from domain.gathering import too_many
from domain.kinds import LABELED, holding_error
from domain.model import Dataset, InputKind, Person, TaskType
from domain.permissions import may_be_assigned, may_become_lead
from domain.shapes import DRAWN
from store.unit_of_work import UnitOfWork

_NO_EDITOR = (
    "Boxes and outlines are drawn on Labelbot's web page, which has no address yet. Ask whoever runs Labelbot to set "
    "LABELBOT_PUBLIC_URL, or choose Classification."
)


def chosen_dataset(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> Dataset | None:
    return unit.catalog.dataset(workspace, int(fields.dataset)) if is_id(fields.dataset) else None


def look_up_errors(unit: UnitOfWork, workspace: str, fields: TaskDraft) -> dict[str, str]:
    """Field -> sentence."""
    errors: dict[str, str] = {}
    dataset = chosen_dataset(unit, workspace, fields)
    if fields.wants_new_dataset:
        if not unit.catalog.count_inputs(workspace):
            errors["dataset"] = (
                "There are no inputs here yet. Add some with /label dataset or labelbot import FOLDER --dataset NAME."
            )
        elif unit.catalog.dataset_named(workspace, fields.dataset_name) is not None:
            errors["new_dataset_name"] = f"There is a dataset “{fields.dataset_name}” already. Choose another name."
    elif fields.dataset and dataset is None:
        errors["dataset"] = "That dataset is gone. Choose another one."
    elif dataset is not None and unit.catalog.is_filling(dataset.id):
        errors["dataset"] = f"“{dataset.name}” is still being filled with its inputs. Try again in a moment."
    elif dataset is not None and (wrong := _holding_error(unit, dataset, fields.type)):
        errors["dataset"] = wrong
    errors |= _moment_errors(unit, fields)
    if lost := _lost_concepts(unit, workspace, fields.concepts):
        known = "1 concept is" if lost == 1 else f"{lost} concepts are"
        errors["concepts"] = f"{known} not known here any more. Choose them anew."
    if fields.name and unit.tasks.named(workspace, fields.name) is not None:
        errors["name"] = f"There is a task “{clean(fields.name)}” already. Choose another name."
    if fields.with_collaborators:
        errors |= people_errors(unit, workspace, {"labelers": fields.labelers, "reviewers": fields.reviewers})
    return errors


def drawing_errors(fields: TaskDraft, *, has_pages: bool) -> dict[str, str]:
    """Field -> sentence. `has_pages`: this installation has an address for its web pages."""
    return {"type": _NO_EDITOR} if fields.type in DRAWN and not has_pages else {}


def _holding_error(unit: UnitOfWork, dataset: Dataset, type_: TaskType) -> str | None:
    wanted = LABELED[type_]
    if dataset.inputs and set(wanted) == set(InputKind):
        return None
    return holding_error(dataset.name, unit.datasets.kinds(dataset.id) if dataset.inputs else {}, wanted)


def _moment_errors(unit: UnitOfWork, fields: TaskDraft) -> dict[str, str]:
    is_past = fields.due_at is not None and fields.due_at <= unit.now
    return {"due_at": "That moment has passed. Choose a later one, or none."} if is_past else {}


def _lost_concepts(unit: UnitOfWork, workspace: str, chosen: Sequence[str]) -> int:
    """How many of the concepts chosen by their ids the workspace does not have."""
    ids = {int(one) if is_id(one) else None for one in chosen if not one.startswith(NEW)}
    return len(ids - unit.concepts.find_all(workspace, [one for one in ids if one is not None]).keys())


def people_errors(unit: UnitOfWork, workspace: str, chosen: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Field -> sentence for bots, deactivated people and people from elsewhere, and for guests among leads."""
    errors = {}
    for field, users in chosen.items():
        if wrong := too_many(len(set(users)), field):
            errors[field] = wrong
            continue
        people = unit.people.find_all(workspace, users)
        if unfit := [one for one in people if not may_be_assigned(one)]:
            errors[field] = f"Can't be assigned: {', '.join(f'{one.name} ({_why_unfit(one)})' for one in unfit)}."
        elif field == "leads" and (guests := [one.name for one in people if not may_become_lead(one)]):
            errors[field] = f"Can't lead a task: {', '.join(guests)} (guests). They can label and review."
    return errors


def _why_unfit(person: Person) -> str:
    if person.is_bot:
        return "an app"
    return "deactivated" if person.is_deleted else "of another organisation"
