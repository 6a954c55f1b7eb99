"""More than a hundred tasks, people and pictures: all are found, and what is not shown is counted."""

from dataclasses import replace

from domain.read_models import TaskFilter
from domain.samples import SamplesOf
from tests.office import Office
from views.slack import task_list

MANY = 120


def test_every_task_stands_on_a_page_and_is_found_by_name(office: Office):
    draft = office.draft(1)
    names = [f"Task {number:03}" for number in range(MANY)]
    for name in names:
        form = office.forms.open(office.lead)
        office.forms.create(office.lead, form.draft, replace(draft, name=name))
    first = office.listing.page(office.lead, TaskFilter.ALL)
    assert first.total == MANY
    seen = [row.name for page in range(first.pages) for row in office.listing.page(office.lead, page=page).rows]
    assert sorted(seen) == names
    assert [row.name for row in office.listing.named(office.lead, "task 007")] == ["Task 007"]


def test_every_one_of_many_people_gets_work_and_is_counted_in_the_list(office: Office):
    people = tuple(f"U{number:03}" for number in range(MANY))
    for user in people:
        office.person(user)
    birds = office.task(MANY, people, reviewers=people[:110])
    assert {one.labeler for one in office.assignments(birds.id)} == set(people)
    assert len(office.collaborating.collaborators("T1")) == MANY + 1
    page = office.listing.page(office.lead)
    (row,) = page.rows
    assert (row.labelers, row.reviewers) == (people, people[:110])
    named = replace(page, rows=(replace(row, created_by="U0LEAD"),))
    shown = str(task_list.modal(named).to_dict())
    assert "112 more" in shown, "of 120 labelers eight are named"
    assert "102 more" in shown, "of 110 reviewers too"


def test_one_of_many_pictures_is_found_by_its_name(office: Office):
    opened = office.forms.open(office.lead)
    office.forms.fill(office.lead.actor, opened.draft, office.draft(MANY + 50))
    of = SamplesOf(draft=opened.draft)
    assert len(office.samples.search_inputs(office.lead, of, "")) == 100, "as many as Slack shows"
    assert [one.text for one in office.samples.search_inputs(office.lead, of, "169.")] == ["169.jpg"]
