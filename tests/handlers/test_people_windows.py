"""People who are chosen in a window on a task that exists, as the door that adds many at once drives it."""

from typing import Any

from slack_sdk.models.views import View

from domain.gathering import PeopleChange
from domain.model import Person
from domain.read_models import PeopleField
from handlers.slack.payloads import Click, JsonObject, click
from handlers.slack.people_windows import EditedPeople, PeopleWindow
from services.selecting import Selection
from store.unit_of_work import Store
from tests.office import LEAD, Office
from views.slack import ids, parts, people

CREW = tuple(f"U{number:03}" for number in range(150))


async def draw(_person: Person, kept: JsonObject, field: str, selection: Selection, turn: int) -> View:
    shown = people.blocks(PeopleField(field, selection.people, selection.collaborators, selection.version, turn))
    keeps = {**kept, "selection": selection.id}
    return parts.modal("Edit", shown, callback="edit", submit="Save", keeps=keeps)


def clicked(view: View, chosen: tuple[str, ...] | None) -> Click:
    """In that window, with these people in its field; None: it shows no field."""
    drawn = view.to_dict()
    state: dict[str, Any] = {}
    if chosen is not None:
        (field,) = (block["block_id"] for block in drawn["blocks"] if block["type"] == "input")
        state = {field: {ids.TYPED: {"type": "multi_users_select", "selected_users": list(chosen)}}}
    pressed = {"action_id": ids.MORE_PEOPLE, "value": "labelers", "action_ts": "1700000000.5"}
    return click(
        {
            "type": "block_actions",
            "user": {"id": LEAD},
            "team": {"id": "T1"},
            "view": {**drawn, "state": {"values": state}},
            "actions": [pressed],
        }
    )


def initial(view: View) -> list[str] | None:
    """Who stands in the field; None where it is words."""
    found = [block["element"].get("initial_users", []) for block in view.to_dict()["blocks"] if "element" in block]
    return found[0] if found else None


async def test_what_was_chosen_comes_back_with_those_who_are_added(store: Store) -> None:
    office = Office(store)
    task = office.task(1, ("UANA",)).id
    edited: PeopleWindow = EditedPeople(office.selecting, draw)
    opened = await draw(office.lead, {"task": task}, "labelers", Selection("", ("UANA",), 0), 0)
    kept = await edited.keep(clicked(opened, ("UANA", "UBEN")), office.lead, "labelers")
    assert await edited.people(office.lead, kept.back, "labelers") == ("UANA", "UBEN")
    assert opened.to_dict()["blocks"][1]["block_id"] != kept.view.to_dict()["blocks"][1]["block_id"]
    assert opened.to_dict()["blocks"][0]["block_id"] == kept.view.to_dict()["blocks"][0]["block_id"]
    changed = await edited.change(office.lead, kept.back, "labelers", PeopleChange(add=("UCAY",)))
    assert initial(changed) == ["UANA", "UBEN", "UCAY"]


async def test_more_than_the_field_shows_are_those_who_were_kept(store: Store) -> None:
    office = Office(store)
    task = office.task(1, ("UANA",)).id
    edited = EditedPeople(office.selecting, draw)
    opened = await draw(office.lead, {"task": task}, "labelers", Selection("", ("UANA",), 0), 0)
    assert await edited.chosen(clicked(opened, ("UBEN",)), office.lead, "labelers") == ("UBEN",)
    kept = await edited.keep(clicked(opened, ("UBEN",)), office.lead, "labelers")
    many = await edited.change(office.lead, kept.back, "labelers", PeopleChange(add=CREW))
    assert initial(many) is None
    again = await edited.keep(clicked(many, None), office.lead, "labelers")
    fewer = await edited.change(office.lead, again.back, "labelers", PeopleChange(take_out=frozenset(CREW[:20])))
    assert await edited.chosen(clicked(fewer, None), office.lead, "labelers") == ("UBEN", *CREW[20:])


async def test_of_a_crowd_that_nobody_touched_all_are_those_who_are_saved(store: Store) -> None:
    office = Office(store)
    task = office.task(1, CREW).id
    edited = EditedPeople(office.selecting, draw)
    opened = await draw(office.lead, {"task": task}, "labelers", Selection("", CREW, 0), 0)
    assert await edited.chosen(clicked(opened, None), office.lead, "labelers") is None
    kept = await edited.keep(clicked(opened, None), office.lead, "labelers")
    assert await edited.people(office.lead, kept.back, "labelers") == CREW
