"""What is seen of a task's model, by whom, and what leads do about it."""

import json

import pytest

from domain.assisting import Rung, Suggested, Suggestion
from domain.errors import LabelingError, NotAllowed
from domain.read_models import AssistProgress, Score
from services.assist_records import CONCEPTS, AssistRecords
from store import tables
from store.sql import insert_rows
from tests.office import LEAD, Office
from tests.services.automatic import automatic_task
from tests.services.suggested import MODEL, VERSION, suggested_task


@pytest.fixture
def records(office: Office) -> AssistRecords:
    return AssistRecords(office.store)


def test_only_leads_see_how_right_it_is(office, records):
    office.person("ANA")
    task = suggested_task(office)
    task.suggests({task.robin: 0.9})
    task.answer(task.robin)
    ana = office.collaborating.find(office.actor("ANA"))
    model = office.task_pages.overview(ana, task.id).assist
    assert (model.model, model.score) == (MODEL, Score())
    assert office.task_pages.overview(office.lead, task.id).assist.score == Score(1, 1, 1)
    for act in (records.record, records.stop, records.resume, records.try_again):
        with pytest.raises(NotAllowed, match=f"<@{LEAD}>"):
            act(ana, task.id)


def test_a_task_without_a_model_says_so(office, records):
    task = office.task(1)
    assert records.model(office.lead, task.id, is_lead=True) is None
    assert office.task_pages.overview(office.lead, task.id).assist is None
    for act in (records.record, records.stop):
        with pytest.raises(LabelingError, match="has no AI-assist"):
            act(office.lead, task.id)


def test_the_rung_is_said_of_models_that_learn(office, records):
    task = suggested_task(office, 1)
    input_ = office.assignments(task.id)[0].input
    office.store.write(lambda unit: unit.assists.change(task.id, learned=24))
    model = records.model(office.lead, task.id, is_lead=True)
    assert (model.rung, model.is_begun) == (None, False)
    for rung, said in ((Rung(3), Rung(24)), (None, None)):
        # What its detector knows without learning may score best.
        known = Suggestion(task.wren, 0.95, MODEL, VERSION)
        found = Suggested(input_, (known, Suggestion(task.robin, 0.9, MODEL, VERSION, rung=rung)))
        office.store.write(lambda unit, found=found: unit.suggestions.save(task.id, 1, [found]))
        model = records.model(office.lead, task.id, is_lead=True)
        assert (model.rung, model.is_begun) == (said, True)


def test_stop_and_resume_and_try_again(office):
    rung: list[set[str]] = []
    office.store.on_commit = rung.append
    records = AssistRecords(office.store, lambda _task: AssistProgress(1, 3))
    task = suggested_task(office)
    assert records.model(office.lead, task.id, is_lead=False).progress == AssistProgress(1, 3)
    rung.clear()
    assert {records.stop(office.lead, task.id) for _ in range(2)} == {"Name the birds"}
    model = records.model(office.lead, task.id, is_lead=False)
    assert (model.is_stopped, model.progress, model.is_moving) == (True, None, False)
    records.resume(office.lead, task.id)
    assert records.model(office.lead, task.id, is_lead=False).is_moving
    office.store.write(lambda unit: unit.assists.change(task.id, failure="The model crashed."))
    assert records.model(office.lead, task.id, is_lead=False).failure == "The model crashed."
    records.try_again(office.lead, task.id)
    assert records.model(office.lead, task.id, is_lead=False).failure is None
    done = [line.action for line in office.histories.of_task(office.lead, task.id, 0, only_task=True).lines]
    assert done[:3] == ["try the model again", "resume the model", "stop the model"]
    assert [one for one in rung if "suggestions" in one] == [{"suggestions"}] * 3


def test_many_concepts_are_paged_and_those_offered_no_more_are_there(office, records):
    task = suggested_task(office, 1, concepts=("new:Robin", "new:Wren", "new:Owl"))
    task.suggests({task.robin: 0.9})
    task.answer(task.robin)
    others = [office.concept(f"Species {number:03}") for number in range(CONCEPTS * 2)]

    def change(unit) -> None:
        k = tables.task_concept
        unit.connection.execute(k.delete().where(k.c.task == task.id))
        rows = [(task.id, one, place) for place, one in enumerate(others)]
        insert_rows(unit.connection, k, ("task", "concept", "position"), rows)

    office.store.write(change)
    record = records.record(office.lead, task.id, 9)
    assert (record.page, record.pages, record.total) == (2, 3, CONCEPTS * 2 + 1)
    assert [(line.name, line.score) for line in record.concepts] == [("Robin", Score(1, 1, 1))]


def test_files_name_the_model_as_such(office, tmp_path):
    task = automatic_task(office, 1)
    task.says({task.robin: 0.95})
    office.exporting.write(task.id, tmp_path / "labels.jsonl", "jsonl")
    office.histories.write(task.id, tmp_path / "history.jsonl", "jsonl")
    label = json.loads((tmp_path / "labels.jsonl").read_text())
    assert (label["labeler"], label["labeler_id"], label["provenance"]) == ("model", "", "auto")
    done = [json.loads(line) for line in (tmp_path / "history.jsonl").read_text().splitlines()]
    assert ("model", "submit", "model", "") in {
        (one["who"], one["action"], one["labeler"], one["labeler_id"]) for one in done
    }
    assert "ROBOT" not in (tmp_path / "history.jsonl").read_text()
