"""The list of models, who may do what with them, and what a check leaves behind."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assist.catalog import GENERAL_DETECTOR, IMAGE_CLASSIFIER, Catalog, _stamp
from assist.workflows.models import CatalogModels
from assist.workflows.running import signature
from domain.errors import ModelFailed, NotAllowed, NotFound
from domain.model import Person
from domain.read_models import ModelState
from services.model_pages import LABELS, PAGE, ModelPages
from services.models import Models

ADMIN = Person("T1", "ADA", "Ada", is_admin=True)
MEMBER = Person("T1", "BEN", "Ben")
GUEST = Person("T1", "GUS", "Gus", is_guest=True)
MINE = """
name: Mine
task: detection
nodes:
  seen: {do: detect, model: general-detector}
  known: {do: map, from: seen}
output: known
"""
OWN, CLASSIFIER = "model:street-signs", f"model:{IMAGE_CLASSIFIER}"


class Catalogued(Models):
    """Runs no model: checks fail where a test says so."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "models", folder / "workflows", ThreadPoolExecutor(1))
        self.trouble: ModelFailed | None = None

    def check(self, name):
        if self.trouble is not None:
            raise self.trouble
        return self.card(name)


@pytest.fixture
def models(tmp_path: Path) -> Catalogued:
    own = tmp_path / "models" / "street-signs"
    own.mkdir(parents=True)
    (own / "model.onnx").write_bytes(b"not looked at")
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows" / "odd.yaml").write_text("name: Odd\n")
    return Catalogued(tmp_path)


@pytest.fixture
def pages(models: Catalogued) -> ModelPages:
    return ModelPages(models)


def installed(folder: Path) -> None:
    """As a check leaves it, without running one."""
    detector = folder / GENERAL_DETECTOR
    detector.mkdir()
    (detector / "model.onnx").write_bytes(b"a detector")
    known = {"stamp": _stamp(detector), "state": "ready", "task": "detection", "labels": ["person", "cat"]}
    kept = folder / "cache" / "checked" / f"{GENERAL_DETECTOR}.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps(known | {"ms": 12.5, "version": "0123456789ab"}))


def states(pages: ModelPages, person: Person = ADMIN, query: str = "") -> dict[str, ModelState]:
    first = pages.page(person, query)
    found = [one for number in range(first.pages) for one in pages.page(person, query, number).rows]
    assert len(found) == first.total
    return {one.name: one.state for one in found}


def test_all_there_is_is_listed(pages):
    assert states(pages) == {
        "General-Detection": ModelState.READY,
        "General-Image-Classification": ModelState.READY,
        "Text-Classification": ModelState.READY,
        IMAGE_CLASSIFIER: ModelState.READY,
        "text-encoder": ModelState.READY,
        GENERAL_DETECTOR: ModelState.MISSING,
        "street-signs": ModelState.NEW,
        "odd.yaml": ModelState.REFUSED,
    }


def test_what_each_knows_is_one_sentence(pages, tmp_path):
    (tmp_path / "workflows" / "mine.yaml").write_text(MINE)
    knows = {one.name: (one.knows, one.notes) for one in pages.page(ADMIN).rows if one.is_workflow}
    first, notes = knows["General-Detection"]
    assert first == (
        f"It knows no concept at first, as {GENERAL_DETECTOR} isn't installed, and learns all of them from the boxes "
        "that your team draws."
    )
    assert notes == ()
    assert knows["General-Image-Classification"][0] == (
        "It knows concepts by their names where these are near what it has learned to name, and learns the others from "
        "your team's labels."
    )
    assert knows["Text-Classification"][0].startswith("It knows concepts by their names, and learns more of each")
    assert knows["Mine"] == ("", (f"It needs {GENERAL_DETECTOR}, which can't be used now.",))
    installed(tmp_path / "models")
    knows = {one.name: one.knows for one in pages.page(ADMIN).rows if one.is_workflow}
    assert knows["General-Detection"] == (
        "It knows 2 labels, and learns other concepts from the boxes that your team draws."
    )
    assert knows["Mine"] == "It knows 2 labels."
    assert pages.details(ADMIN, "workflow:Mine").labels == ("person", "cat")


def test_the_version_shown_is_the_one_that_suggestions_carry(pages, models, tmp_path):
    (tmp_path / "workflows" / "mine.yaml").write_text(MINE)
    without = {one.name: one.version for one in pages.page(ADMIN).rows}
    assert without["Mine"] == ""
    installed(tmp_path / "models")
    shown = {one.name: one.version for one in pages.page(ADMIN).rows}
    assert shown["General-Detection"] != without["General-Detection"]
    runs = CatalogModels(Catalog(tmp_path / "models"))
    for name in ("General-Detection", "General-Image-Classification", "Text-Classification", "Mine", GENERAL_DETECTOR):
        chosen = models.chosen(name)
        assert shown[name] == chosen.choice.version == signature(chosen.workflow, runs)


def test_what_is_looked_for_is_found_by_name_task_and_label(pages):
    assert list(states(pages, query=" STREET-signs ")) == ["street-signs"]
    assert list(states(pages, query="goldfish")) == [IMAGE_CLASSIFIER]
    assert list(states(pages, query="text classification")) == ["Text-Classification", "text-encoder"]
    assert states(pages, query="nothing like this") == {}


def test_many_are_paged(pages, tmp_path):
    for number in range(PAGE):
        (tmp_path / "models" / f"own {number}").mkdir()
    page = pages.page(ADMIN, "", 9)
    assert (page.page, page.pages, page.total) == (1, 2, PAGE * 2)
    assert len(states(pages)) == PAGE * 2


def test_all_labels_are_shown_page_by_page(pages):
    first = pages.details(MEMBER, CLASSIFIER)
    assert (len(first.labels), first.pages) == (LABELS, 10)
    last = pages.details(MEMBER, CLASSIFIER, 99)
    assert last.labels == first.line.labels[-LABELS:]
    assert first.line.sha256
    assert first.line.licence


def test_members_look_and_admins_check_and_remove(pages):
    for person, may in ((ADMIN, True), (MEMBER, False)):
        line = pages.details(person, OWN).line
        assert (line.may_check, line.may_remove) == (may, may)
        built_in = pages.details(person, CLASSIFIER).line
        assert (built_in.may_check, built_in.may_remove) == (may, False)
    for act in (pages.begin_check, pages.remove):
        with pytest.raises(NotAllowed, match="Only admins"):
            act(MEMBER, OWN)
        with pytest.raises(NotAllowed, match="workflow"):
            act(ADMIN, "workflow:odd.yaml")
    for look in (pages.page, lambda person: pages.details(person, OWN)):
        with pytest.raises(NotAllowed, match="Only full members"):
            look(GUEST)


def test_a_check_is_seen_while_it_lasts_and_begun_once(pages, models):
    assert pages.begin_check(ADMIN, OWN)
    assert not pages.begin_check(ADMIN, OWN)
    page = pages.page(ADMIN, "street-signs")
    assert (page.is_checking, page.rows[0].may_check, page.rows[0].may_remove) == (True, False, False)
    models.trouble = ModelFailed("The model crashed.")
    pages.check(OWN)
    line = pages.details(ADMIN, OWN).line
    assert (line.state, line.notes[0]) == (ModelState.NEW, "The model crashed.")
    models.trouble = None
    assert pages.begin_check(ADMIN, OWN)
    pages.check(OWN)
    assert pages.details(ADMIN, OWN).line.notes == ()


def test_a_check_that_breaks_is_over_too(pages, models, monkeypatch):
    def broken(_name):
        raise ZeroDivisionError

    monkeypatch.setattr(models, "check", broken)
    assert pages.begin_check(ADMIN, OWN)
    with pytest.raises(ZeroDivisionError):
        pages.check(OWN)
    assert not pages.page(ADMIN, "street-signs").is_checking


def test_remove_deletes_the_folder_and_nothing_that_comes_with_labelbot(pages, tmp_path):
    assert pages.remove(ADMIN, OWN) == "“street-signs” was removed. What it has suggested so far stays."
    assert not (tmp_path / "models" / "street-signs").exists()
    with pytest.raises(NotFound, match="/label models"):
        pages.remove(ADMIN, OWN)
    with pytest.raises(NotFound, match="/label models"):
        pages.details(ADMIN, OWN)
    with pytest.raises(NotAllowed, match="nothing to remove"):
        pages.remove(ADMIN, CLASSIFIER)
