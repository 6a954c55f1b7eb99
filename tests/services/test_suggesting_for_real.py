"""All of it with the models that come with Labelbot, in their own process."""

import io
import os
import signal
from pathlib import Path

import pytest
import skimage
from PIL import Image

from bot.model_pool import ModelPool
from domain.assisting import ZERO_SHOT
from domain.model import NewInput
from services.suggesting import Suggesting
from tests.services.assisted import Assistance, known

# One database is enough: what is asked of it is tried on both with small models.
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]

_DATA = Path(skimage.__file__).parent / "data"
PICTURES = {"chelsea.png": "Cat", "coffee.png": "Espresso", "rocket.jpg": "Rocket"}


def views_of(name):
    """Five pictures of the same thing."""
    with Image.open(_DATA / name) as opened:
        whole = opened.convert("RGB")
    width, height = whole.size
    for number in range(5):
        written = io.BytesIO()
        whole.crop((number * 6, number * 3, width - number * 4, height - number * 2)).save(written, "JPEG")
        yield written.getvalue()


def test_names_at_first_then_what_people_said(office, clock, tmp_path):
    with ModelPool() as pool:
        assistance = Assistance(office, tmp_path, pool)
        assistance.suggesting = Suggesting(office.store, assistance.models, assistance.files, pool)
        contents = [content for views in zip(*map(views_of, PICTURES), strict=True) for content in views]
        contents.append(b"\x89PNG no picture")
        new = [
            NewInput(assistance.files.keep(one), f"{n}.jpg", 9, 9, 9, "image/jpeg") for n, one in enumerate(contents)
        ]
        made = office.datasets.open(office.workspace, "Things")
        office.datasets.add_inputs(made, new)
        wanted = tuple(f"new:{name}" for name in (*PICTURES.values(), "Zzyx"))
        task = assistance.task(dataset=str(made.id), concepts=wanted)
        assistance.work()
        cat, espresso, rocket, _ = task.concepts
        *found, broken = assistance.of(task.id)
        assert [one.suggestions[0].concept for one in found] == [cat, espresso, rocket] * 5
        assert {one.suggestions[0].rung for one in found} == {ZERO_SHOT}
        assert broken.failure == "is broken, or no picture that can be read."
        concepts = office.store.read(lambda unit: unit.tasks.concepts(task.id))
        found_out = known(assistance.models, pool, "General-Image-Classification", *concepts)
        assert set(found_out) == {cat, espresso, rocket}

        before = [one.suggestions[0].score for one in found[6:]]
        for said in (cat, espresso, rocket) * 2:
            office.answer(task.id, "ANA", said)
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        assistance.work()
        clock.move(10)
        assistance.work()
        assert assistance.assist(task.id).failure is None
        later = assistance.of(task.id)[6:15]
        assert [one.suggestions[0].concept for one in later] == [cat, espresso, rocket] * 3
        assert sum(one.suggestions[0].score for one in later) > sum(before)
        assert {one.suggestions[0].rung.labels for one in later} == {6}
        assert assistance.suggesting.progress(task.id).done == len(contents)
