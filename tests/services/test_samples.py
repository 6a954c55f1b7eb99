"""Sample pictures: chosen for a form or a task, shown in the instructions, read first, ready in Slack."""

from dataclasses import replace

import pytest

from domain.draft import TaskDraft
from domain.errors import Invalid, NotAllowed, NotFound
from domain.model import InputKind, NewInput
from domain.read_models import InstructionsModel
from domain.samples import Sample, SamplesOf
from services.showing import SHOWN
from store.unit_of_work import Store
from tests.office import Office


def form(office: Office, inputs: int = 3, **fields: object) -> tuple[str, TaskDraft]:
    opened = office.forms.open(office.lead)
    draft = office.draft(inputs, **fields)
    office.forms.fill(office.lead.actor, opened.draft, draft)
    return opened.draft, draft


def upload(number: int, name: str = "new.png") -> NewInput:
    return NewInput(f"{number:064x}", name, 40, 30, 9, "image/png")


def shown(model: InstructionsModel) -> dict[str, list[str]]:
    return {group.concept: [one.name for one in group.pictures] for group in model.samples}


def test_what_is_chosen_in_a_form_stands_in_the_instructions(office: Office):
    draft, fields = form(office, labelers=("ANA",), instructions="Look closely.")
    of = SamplesOf(draft=draft)
    assert [one.text for one in office.samples.search_concepts(office.lead, of, "wr")] == ["Wren"]
    found = office.samples.search_inputs(office.lead, of, "1.JP")
    assert [one.text for one in found] == ["1.jpg"]
    office.samples.add(office.lead, of, "new:Wren", [int(found[0].value), int(found[0].value)])
    office.samples.add(office.lead, of, "new:Robin", [1])
    preview = office.instructing.of_draft(office.lead.actor, draft)
    assert (preview.markdown, preview.is_preview) == ("Look closely.", True)
    assert shown(preview) == {"Robin": ["0.jpg"], "Wren": ["1.jpg"]}
    # What is typed in the form meanwhile takes nothing from them.
    office.forms.fill(office.lead.actor, draft, fields)
    assert office.forms.show(office.lead.actor, draft).samples == 2
    task = office.forms.create(office.lead, draft, replace(fields, instructions="Look twice."))
    assert shown(office.instructing.of_task(office.actor("ANA"), task)) == {"Robin": ["0.jpg"], "Wren": ["1.jpg"]}
    assert not office.samples.is_form_open(of)


def test_of_a_concept_that_is_not_chosen_any_more_nothing_is_shown(office: Office):
    draft, fields = form(office)
    office.samples.add(office.lead, SamplesOf(draft=draft), "new:Wren", [1])
    office.forms.fill(office.lead.actor, draft, replace(fields, concepts=("new:Robin",)))
    assert office.forms.show(office.lead.actor, draft).samples == 0
    office.forms.fill(office.lead.actor, draft, fields)
    assert office.forms.show(office.lead.actor, draft).samples == 1, "it came back"
    task = office.forms.create(office.lead, draft, replace(fields, concepts=("new:Robin",)))
    assert shown(office.instructing.of_task(office.lead.actor, task)) == {}


def test_what_is_wrong_is_said_at_its_field(office: Office):
    draft, _ = form(office, inputs=7)
    of = SamplesOf(draft=draft)
    for given, field in (
        (("gone", [1]), "concept"),
        (("new:Wren", []), "files"),
        (("new:Wren", [1, 2, 3, 4, 5, 6]), "inputs"),
    ):
        with pytest.raises(Invalid) as refused:
            office.samples.add(office.lead, of, *given)
        assert set(refused.value.fields) == {field}


def test_texts_and_what_other_workspaces_have_are_no_pictures(office: Office, store: Store):
    dataset = office.add_texts("A wren.")
    elsewhere = Office(store, "T2").add_inputs(1, "Theirs")
    assert elsewhere != dataset
    draft, _ = form(office, dataset=str(dataset))
    of = SamplesOf(draft=draft)
    assert office.samples.search_inputs(office.lead, of, "") == []
    assert not office.samples.open(office.lead, of).can_choose
    assert office.samples.add(office.lead, of, "new:Wren", [1, 2]) == ""
    assert office.samples.open(office.lead, of).total == 0


def test_without_a_dataset_pictures_can_only_be_uploaded(office: Office):
    draft, _ = form(office, dataset="")
    model = office.samples.open(office.lead, SamplesOf(draft=draft))
    assert (model.dataset, model.can_choose) == (None, False)
    assert office.samples.search_inputs(office.lead, SamplesOf(draft=draft), "") == []


def test_an_upload_is_nobodys_to_label_until_a_dataset_holds_it(office: Office):
    draft, _ = form(office, inputs=2, dataset="new", new_dataset_name="All of them")
    office.add_inputs(2, "Others")
    of = SamplesOf(draft=draft)
    assert office.samples.add_new(office.lead, of, "new:Wren", [upload(99)]) == "1 sample picture added to “Wren”."
    assert [one.content.name for one in office.samples.open(office.lead, of).lines] == ["new.png"]
    everything = [one.text for one in office.samples.search_inputs(office.lead, of, "")]
    assert everything == ["0.jpg", "1.jpg"]
    _, fields = form(office, dataset="new", new_dataset_name="All of them")
    task = office.forms.create(office.lead, draft, fields)
    office.settle()
    assert len(office.assignments(task)) == 2
    dataset = office.datasets.open("T1", "Found again")
    assert office.datasets.add_inputs(dataset, [upload(99)]) == 1
    assert office.store.read(lambda unit: unit.catalog.count_inputs("T1")) == 3
    assert shown(office.instructing.of_task(office.lead.actor, task)) == {"Wren": ["new.png"]}


def test_what_the_workspace_has_is_not_kept_twice(office: Office):
    draft, _ = form(office, inputs=2)
    of = SamplesOf(draft=draft)
    office.samples.add_new(office.lead, of, "new:Wren", [NewInput(f"{1:064}", "again.jpg", 40, 30, 9, "image/jpeg")])
    assert [one.content.name for one in office.samples.open(office.lead, of).lines] == ["1.jpg"]
    assert office.store.read(lambda unit: unit.catalog.count_inputs("T1")) == 2


def test_an_upload_that_comes_after_create_goes_to_the_task(office: Office):
    draft, fields = form(office)
    of = SamplesOf(draft=draft)
    task = office.forms.create(office.lead, draft, fields)
    wren = next(one for one in office.samples.search_concepts(office.lead, of, "wren"))
    office.samples.add_new(office.lead, of, wren.value, [upload(99)])
    assert shown(office.instructing.of_task(office.lead.actor, task)) == {"Wren": ["new.png"]}


def test_only_who_leads_a_task_changes_what_it_shows(office: Office):
    birds = office.task(2, ("ANA",))
    of, robin = SamplesOf(task=birds.id), str(birds.concepts[0])
    with pytest.raises(NotAllowed, match="lead"):
        office.samples.add(office.person("ANA"), of, robin, [1])
    office.samples.add(office.lead, of, robin, [1, 2])
    with pytest.raises(NotAllowed):
        office.samples.remove(office.person("ANA"), of, Sample(robin, 1))
    assert "was removed from “Robin”" in office.samples.remove(office.lead, of, Sample(robin, 1))
    assert "removed already" in office.samples.remove(office.lead, of, Sample(robin, 1))
    assert shown(office.instructing.of_task(office.actor("ANA"), birds.id)) == {"Robin": ["1.jpg"]}
    draft, _ = form(office, name="Another")
    with pytest.raises(NotFound):
        office.samples.open(office.person("ANA"), SamplesOf(draft=draft))


def test_guests_read_only_what_is_theirs(office: Office):
    birds = office.task(2, ("ANA", "GUS"))
    office.person("GUS", is_guest=True)
    guest = office.person("GIA", is_guest=True)
    assert office.instructing.of_task(office.actor("GUS"), birds.id).task == "Name the birds"
    assert office.instructing.of_task(office.person("BEN").actor, birds.id).may_change is False
    with pytest.raises(NotFound):
        office.instructing.of_task(guest.actor, birds.id)
    assert office.instructing.of_task(office.lead.actor, birds.id).may_change


def test_many_concepts_take_several_pages(office: Office):
    names = tuple(f"new:Bird {number:02}" for number in range(30))
    draft, fields = form(office, concepts=names)
    of = SamplesOf(draft=draft)
    for name in names:
        office.samples.add(office.lead, of, name, [1])
    first = office.samples.open(office.lead, of)
    assert (len(first.lines), first.pages, first.total) == (10, 3, 30)
    assert office.samples.open(office.lead, of, at="new:Bird 25").page == 2
    task = office.forms.create(office.lead, draft, fields)
    pages = [office.instructing.of_task(office.lead.actor, task, page) for page in range(3)]
    assert [len(page.samples) for page in pages] == [10, 10, 10]
    assert {page.pages for page in pages} == {3}
    assert pages[2].samples[-1].concept == "Bird 29"


def test_they_come_first_until_somebody_has_answered(office: Office):
    birds = office.task(3, ("ANA", "BEN"), reviewers=("REA",), instructions="Look closely.")
    ana = office.actor("ANA")
    assert office.labeling.card(ana, birds.id).read_first == "Look closely."
    opened = office.labeling.open(ana, birds.id)
    assert opened.first is not None
    assert (opened.first.markdown, opened.first.before) == ("Look closely.", "label")
    office.answer(birds.id, "ANA", birds.concepts[0])
    assert office.labeling.card(ana, birds.id).read_first == ""
    assert office.labeling.open(ana, birds.id).first is None
    assert office.labeling.open(office.actor("BEN"), birds.id).first is not None
    review = office.reviewing.take(office.actor("REA"), birds.id)
    assert review.first is not None
    assert (review.first.before, review.read_first) == ("review", "Look closely.")
    office.approve(birds.id, "REA")
    office.answer(birds.id, "ANA", birds.concepts[0])
    assert office.reviewing.take(office.actor("REA"), birds.id).first is None


def test_pictures_alone_are_instructions_too(office: Office):
    birds = office.task(2, ("ANA",))
    assert not office.labeling.card(office.actor("ANA"), birds.id).task.has_instructions
    before = office.labeling.card(office.actor("ANA"), birds.id).revision
    office.samples.add(office.lead, SamplesOf(task=birds.id), str(birds.concepts[0]), [1])
    card = office.labeling.open(office.actor("ANA"), birds.id)
    assert card.task.has_instructions
    assert card.first is not None
    assert card.revision >= before


def test_they_are_made_ready_in_slack(office: Office):
    office.add_inputs(9)
    draft, fields = form(office, inputs=9, labelers=("ANA",))
    rung: set[str] = set()
    office.store.on_commit = rung.update
    office.samples.add(office.lead, SamplesOf(draft=draft), "new:Wren", [9])
    assert SHOWN in rung
    assert [one.input for one in office.picturing.due()] == [9]
    task = office.forms.create(office.lead, draft, fields)
    # A picture that is gone from Slack is asked for anew, as those in queues are.
    office.store.write(lambda unit: unit.connection.exec_driver_sql("DELETE FROM picture"))
    assert office.picturing.want_ahead() == 1
    office.settle()
    assert office.picturing.want_ahead() == 4, "those of her queue"
    office.editing.delete(office.lead, task)
    office.store.write(lambda unit: unit.connection.exec_driver_sql("DELETE FROM picture"))
    assert office.picturing.want_ahead() == 0


def test_a_video_shows_its_poster(office: Office):
    draft, _ = form(office, inputs=1)
    film = replace(upload(5, "walk.mp4"), kind=InputKind.VIDEO, mimetype="video/mp4", seconds=3.0)
    office.samples.add_new(office.lead, SamplesOf(draft=draft), "new:Wren", [film])
    (line,) = office.samples.open(office.lead, SamplesOf(draft=draft)).lines
    assert (line.concept.text, line.content.kind) == ("Wren", InputKind.VIDEO)
