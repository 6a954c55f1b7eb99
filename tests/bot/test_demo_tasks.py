"""The tasks with boxes and outlines that the demo begins with."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from pydantic import SecretStr

from assist.samples import View
from bot.app import build_services
from bot.demo_drawings import COIN_SIDE, COIN_VIEWS, CUT_OFF, OUTLINES, WHOLE, coins_on
from bot.demo_samples import COINS, OBJECTS, samples
from bot.demo_tasks import ANA, BEN, CHLOE, DMITRI, FIND, OUTLINE, DemoTasks
from bot.model_pool import ModelPool
from bot.settings import Settings
from domain.model import AssignmentStatus
from services.importing import Importing
from services.links import PictureLinks
from tests.office import PAGES, Office

PENDING, AWAITING, _, SUCCESS, *_ = AssignmentStatus


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def office(store, tmp_path: Path, places: dict[str, Path]) -> Office:
    """Their pictures are there, and nothing else."""
    office = Office(store, "T0DEMO")
    for name in (COINS, OBJECTS):
        Importing(office.datasets, tmp_path / "inputs").run(office.workspace, name, places[name])
    return office


def begin(office: Office, folder: Path) -> None:
    tokens = {"bot_token": SecretStr("xoxb-1"), "app_token": SecretStr("xapp-1-A0-1")}
    settings = Settings(**tokens, api_url="http://127.0.0.1:1/api/", data=folder)
    services = build_services(office.store, settings, PictureLinks(pages_url=PAGES), (ModelPool(), ModelPool()))
    DemoTasks(office.store, services, office.workspace).begin()


def test_boxes_and_outlines_are_drawn_waiting_and_approved(office, tmp_path):
    begin(office, tmp_path)
    tasks = {name: office.exporting.find(office.workspace, name).id for name in (FIND, OUTLINE)}
    coins, objects = office.assignments(tasks[FIND]), office.assignments(tasks[OUTLINE])
    assert [one.status for one in coins].count(SUCCESS) == 4
    assert [one.reviewer for one in coins if one.status is AWAITING] == [DMITRI] * 6
    assert {one.labeler for one in coins if one.status is PENDING} == {BEN, CHLOE}
    assert [one.status for one in objects].count(AWAITING) == 2
    assert {one.labeler for one in objects} == {ANA}
    for labeler, task in ((BEN, FIND), (ANA, OUTLINE)):
        item = office.labeling.card(office.actor(labeler), tasks[task]).item
        assert office.store.read(lambda unit, item=item: unit.annotations.shapes(item.assignment))
    assert office.exporting.write(tasks[FIND], tmp_path / "coins.json", "coco") > 20
    written = json.loads((tmp_path / "coins.json").read_text("utf-8"))
    assert [one["name"] for one in written["categories"]] == [WHOLE, CUT_OFF]
    assert len(written["images"]) == 4


def test_boxes_lie_where_coins_are(places):
    """They are lighter than what they lie on."""
    pictures = sorted(places[COINS].iterdir())
    assert len(pictures) == len(COIN_VIEWS)
    for path, view in zip(pictures, COIN_VIEWS, strict=True):
        with Image.open(io.BytesIO(path.read_bytes())) as opened:
            image = opened.convert("L")
        for _, ((left, top), (right, bottom)) in coins_on(view):
            middle = image.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
            light = sum(middle.histogram()[100:])
            assert light > 0.3 * middle.width * middle.height, (path.name, left, top)


def test_what_the_edge_cuts_is_said_and_mirrored_with_the_picture():
    ((concept, (start, end)), *_) = coins_on(View(44, 30, 64, is_mirrored=False))
    assert (concept, start) == (CUT_OFF, (0, 50))
    assert end == ((67 - 44) * 10, (74 - 30) * 10)
    mirrored = dict(enumerate(coins_on(View(44, 30, 64, is_mirrored=True))))
    assert mirrored[0] == (CUT_OFF, ((COIN_SIDE - end[0], 50), (COIN_SIDE, end[1])))
    assert next(concept for concept, _ in coins_on(View(10, 20, 64, is_mirrored=False))) == WHOLE


def test_outlines_are_of_pictures_that_are_there(places):
    assert set(OUTLINES) <= {one.name for one in places[OBJECTS].iterdir()}
