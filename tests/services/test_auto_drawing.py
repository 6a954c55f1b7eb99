"""A model that draws by itself: each box is judged, one answer is given, and what is left goes to people."""

import json
from pathlib import Path

import pytest

from domain.assisting import Region, Suggested, Suggestion
from domain.bands import Outcome
from domain.model import ROBOT, TaskType
from services.auto_annotating import annotate
from services.editor.labeling import EditorLabeling
from services.links import PictureLinks
from tests.office import PAGES
from tests.services.automatic import MODEL, VERSION, automatic_task, reviewed
from tests.services.studio import box
from tests.services.test_dry_runs import Trying
from tests.services.test_models import own

# The office's pictures have 40 x 30 pixels.
HERE, THERE, THIN = Region(1, 2, 11, 12), Region(20, 5, 35, 25), Region(5, 5, 6, 25)


def boxes(office, inputs=3, **more):
    return automatic_task(office, inputs, type=TaskType.DETECTION, **more)


def says(task, *each):
    """Of the task's inputs in their order: (concept, score, region) each."""
    found = [
        Suggested(input_, tuple(Suggestion(*one[:2], MODEL, VERSION, one[2]) for one in said), generation=1)
        for input_, said in zip(task.inputs, each, strict=False)
    ]

    def write(unit):
        unit.suggestions.save(task.id, 1, found)
        annotate(unit, unit.tasks.find(task.id), unit.assists.find(task.id), found)

    task.office.store.write(write)


def shapes(task, nth=0):
    one = task.office.assignments(task.id)[nth].id
    return task.office.store.read(lambda unit: unit.annotations.shapes(one))


def kept(task):
    """Of each assignment: (concept, status, score) of its boxes."""
    return [[(one[0], one[1], one[4]) for one in of] for of in task.annotations().values()]


def test_each_box_is_judged_and_all_of_them_are_one_answer(office):
    task = boxes(office, 4)
    robin, wren = task.robin, task.wren
    says(
        task,
        [(robin, 0.97, HERE), (robin, 0.91, THERE), (wren, 0.4, THERE)],
        [(robin, 0.95, HERE), (wren, 0.6, THERE), (robin, 0.99, THIN), (robin, 0.99, None)],
        [(robin, 0.45, HERE), (robin, 0.99, THIN)],
        [],
    )
    assert task.states() == [(ROBOT, "SUCCESS"), (ROBOT, "AWAITING_REVIEW"), ("ANA", "PENDING"), ("BEN", "PENDING")]
    assert kept(task) == [
        [(robin, "SUCCESS", 0.97), (robin, "SUCCESS", 0.91)],
        [(robin, "SUCCESS", 0.95), (wren, "AWAITING_REVIEW", 0.6)],
    ]
    first = shapes(task)
    assert [one.points for one in first] == [((1.0, 2.0), (11.0, 12.0)), ((20.0, 5.0), (35.0, 25.0))]
    assert {(str(one.source.provenance), one.source.model, one.source.version) for one in first} == {
        ("auto", MODEL, VERSION)
    }
    why = [office.audit(one.id)[0][-1] for one in office.assignments(task.id)[2:]]
    assert why == [
        "The model was not sure enough: “Robin” came nearest, with 45 % where 50 % are needed.",
        "The model found none of the concepts in it.",
    ]
    says(task, [(wren, 0.99, HERE)], [(wren, 0.99, HERE)])
    assert len(shapes(task)) == 2, "Once is enough."


def test_a_reviewer_decides_on_all_boxes_and_sees_whose_they_are(office):
    task = boxes(office, 1)
    says(task, [(task.robin, 0.95, HERE), (task.wren, 0.6, THERE)])
    item = reviewed(office, task)
    assert item.origin.automatic == MODEL
    assert item.drawn.counts == (("Robin", 1), ("Wren", 1))
    assert office.reviewing.approve(office.actor("REA"), item.assignment, item.revision).note is None
    assert [status for _, status, _ in kept(task)[0]] == ["SUCCESS", "SUCCESS"]


def test_who_is_sent_back_what_it_drew_takes_it_mends_it_or_draws_more(office):
    task = boxes(office, 1, labelers=("ANA",))
    says(task, [(task.robin, 0.95, HERE), (task.wren, 0.6, THERE)])
    item = reviewed(office, task)
    rea, ana = office.actor("REA"), office.actor("ANA")
    assert office.reviewing.request_changes(rea, item.assignment, item.revision, "Tighter.").note is None
    assert task.states() == [("ANA", "PENDING")]
    assert office.labeling.card(ana, task.id).item.annotated_by == MODEL
    editor = EditorLabeling(office.store, PictureLinks(pages_url=PAGES))
    same, wider = editor.item(ana, task.id, item.assignment).shapes
    revision = office.assignments(task.id)[0].revision
    given = [
        box(same.key, task.robin, 1, 2, 11, 12, of=same.suggestion),
        box(wider.key, task.wren, 21, 6, 34, 24, of=wider.suggestion),
        box("mine", task.wren, 1, 15, 9, 25),
    ]
    editor.submit(ana, task.id, item.assignment, revision, given)
    assert [str(one.source.provenance) for one in shapes(task)] == ["accepted", "edited", "human"]


def test_earlier_boxes_give_way_and_labels_of_another_kind_do_not(office):
    labels, first = automatic_task(office, 1), boxes(office, 1)
    labels.says({labels.robin: 0.99})
    says(first, [(first.robin, 0.95, HERE), (first.wren, 0.95, THERE)])
    task = boxes(office, 1, is_replacing=True)
    says(task, [(task.robin, 0.99, THERE)])
    assert first.states() == [(ROBOT, "EXCLUDED")]
    assert labels.states() == [(ROBOT, "SUCCESS")]
    assert kept(task) == [[(task.robin, "SUCCESS", 0.99)]]


def test_files_say_where_and_by_whom(office, tmp_path):
    task = boxes(office, 2)
    says(task, [(task.robin, 0.95, HERE)], [(task.robin, 0.95, HERE), (task.wren, 0.6, THERE)])
    office.exporting.write(task.id, tmp_path / "labels.jsonl", "jsonl")
    lines = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text().splitlines()]
    assert [(one["concept"], one["provenance"], one["model"], one["score"]) for one in lines] == [
        ("Robin", "auto", MODEL, 0.95),
        ("Robin", "auto", MODEL, 0.95),
    ]
    assert (lines[0]["left"], lines[0]["bottom"]) == (1, 12)
    office.exporting.write(task.id, tmp_path / "labels.json", "coco", everything=True)
    (first, *rest) = json.loads((tmp_path / "labels.json").read_text())["annotations"]
    assert len(rest) == 2
    assert first["bbox"] == [1, 2, 10, 10]
    assert first["attributes"] == {"provenance": "auto", "model": MODEL, "model_version": VERSION, "score": 0.95}


@pytest.mark.parametrize("has_masks", [True, False])
def test_a_dry_run_counts_boxes(office, tmp_path, has_masks):
    trying = Trying(office, tmp_path)
    folders = (tmp_path / "models", tmp_path / "workflows")
    own(folders, task="segmentation" if has_masks else "detection", labels=("robin",))
    outline = ((1.0, 1.0), (20.0, 1.0), (20.0, 20.0))
    region = Region(1, 1, 20, 20, outline if has_masks else ())
    said = [
        Suggestion(-1, score, "bees", "1", one)
        for score, one in ((0.95, region), (0.6, THERE), (0.3, HERE), (0.9, THIN))
    ]

    def run(_flow, given, _folder, _concepts, *_):
        return [tuple(said) if int(Path(one).name[-6:]) else () for one in given]

    trying.mind.run = run
    trying.runs = type(trying.runs)(
        office.store,
        trying.assistance.models,
        trying.assistance.files,
        trying.assistance.executor,
        driver=trying.assistance.executor,
        work=type(trying.mind.work)(run=run),
    )
    kind = TaskType.SEGMENTATION if has_masks else TaskType.DETECTION
    trying.fill(3, model="bees", type=kind, lower=50, upper=90, concepts=("new:Robin",))
    thin = 2 if has_masks else 0  # An outline may be as thin as that; a box may not.
    assert trying.found().outcome == Outcome(2 + thin, 2, 2, 1)
