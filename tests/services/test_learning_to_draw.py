"""A model that learns from what people draw: what it is taught, and what cards and editor say of what comes of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.assisting import Region, Rung, Suggestion
from domain.model import Concept, InputKind, TaskType
from services.editor.labeling import EditorLabeling
from services.labeling import Labeling
from services.links import PictureLinks
from tests.office import PAGES
from tests.services.assisted import Assistance
from tests.services.studio import box
from tests.services.test_models import named, own
from views.editor.answers import Addresses, item as shown
from views.slack.shapes_card import said

DETECTION = "General-Detection"


@pytest.fixture
def assistance(office, tmp_path):
    office.labeling = Labeling(office.store, PictureLinks(pages_url=PAGES))
    return Assistance(office, tmp_path)


def test_it_can_be_picked_without_the_detector_as_it_learns(assistance, tmp_path):
    models = assistance.models
    (choice,) = models.choices(TaskType.DETECTION, InputKind.IMAGE)
    assert (choice.name, choice.labels) == (DETECTION, ())
    assert (choice.learns, choice.places, choice.outlines) == (True, True, False)
    assert "it knows none before, as general-detector isn't installed" in choice.words
    assert DETECTION not in named(models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE))
    assert models.choices(TaskType.SEGMENTATION, InputKind.IMAGE) == ()
    assert models.known_by_now(DETECTION, [Concept(3, "Robin")]) == {}
    own((tmp_path / "models", tmp_path / "workflows"), "general-detector", labels=("Footwear", "Car"))
    found = models.find(DETECTION)
    assert (found.labels, found.version != choice.version) == (("Footwear", "Car"), True)
    assert DETECTION in named(models.choices(TaskType.CLASSIFICATION, InputKind.IMAGE))


def test_what_was_drawn_is_taught_and_what_was_learned_is_said(assistance, office, clock):
    birds = assistance.task(6, assist={"model": DETECTION}, type=TaskType.DETECTION)
    robin, wren = birds.concepts
    assistance.work()
    assert assistance.mind.lessons[0].drawn == ()
    editor, ana = EditorLabeling(office.store, PictureLinks(pages_url=PAGES)), office.person("ANA").actor
    first, second, third = (one.id for one in office.of(birds.id, "ANA")[:3])
    editor.submit(ana, birds.id, first, 0, [box("a", robin), box("b", wren, 12, 2, 32, 20)])
    editor.none(ana, birds.id, second, 0)

    def run(_flow, given, _folder, concepts, *_):
        learned = Suggestion(concepts[1], 0.75, DETECTION, "w1", Region(1, 2, 30, 20), Rung(2))
        return [(replace(learned, score=0.8, concept=concepts[0], rung=None), learned) for _ in given]

    assistance.suggesting.close()
    assistance.suggesting = assistance.restarted_with(run=run)
    assistance.work()
    clock.move(10)
    assistance.work()
    lesson = assistance.mind.lessons[-1]
    some, nothing = lesson.drawn
    assert lesson.several
    assert some.boxes == ((robin, (1.0, 2.0, 11.5, 12.25)), (wren, (12.0, 2.0, 32.0, 20.0)))
    assert nothing.boxes == ()
    assert Path(some.path).name in assistance.mind.looked
    drawn = office.labeling.card(office.actor("ANA"), birds.id).item.drawn
    assert (drawn.learned, drawn.rung) == (("Wren",), Rung(2))
    assert said(drawn) == "🤖 suggests 1 Robin · 1 Wren · Wren learned from 2 labels"
    assert said(replace(drawn, offered=(("Wren", 1),))).endswith("1 Wren · learned from 2 labels")
    suggested = shown(editor.item(ana, birds.id, third), Addresses("/"))["suggestions"]
    assert [one["labels"] for one in suggested] == [None, 2]


def test_what_was_said_without_drawing_it_says_nothing_of_where_it_is(assistance, office):
    birds = assistance.task(3, assist={"model": DETECTION})
    office.answer(birds.id, "ANA", birds.concepts[0])
    office.answer(birds.id, "ANA", None)
    assistance.work()
    (lesson,) = assistance.mind.lessons
    assert len(lesson.answers) == 2
    assert [one.boxes for one in lesson.drawn] == [()]
    assert not lesson.several
