"""Pictures labeled in the editor by mouse, by fingers, by keys alone: in the database they are where these were."""

import re

from playwright.async_api import expect

from playground.person import PersonDriver
from tests.editor.stage import Desk, close_to, fingers_on
from tests.journeys.drawn import at, shapes
from tests.journeys.stage import Stage

PATIENCE = 30
"""Seconds: the card follows when whoever is in the editor pauses, and a model has to be opened."""


def patient(stage: Stage, name: str) -> PersonDriver:
    who = stage.person(name)
    who.patience = PATIENCE
    return who


async def by_mouse(desk: Desk, stage: Stage) -> int:
    """Draw, mend, submit, next. Returns what was drawn on."""
    first, who = await at(desk), patient(stage, "Ben")
    await desk.drag((1000.4, 800.2), (3000.8, 2500.6))
    await desk.saved()
    assert close_to(shapes(stage, first)[0].points, (1000.4, 800.2), (3000.8, 2500.6))
    await desk.drag((3000.8, 2500.6), (2900.3, 2400.7))  # Its corner.
    await desk.drag((1000.4, 1600), (900.9, 1600))  # Its left side.
    await desk.press("2")
    await desk.drag((500, 400), (700.5, 650.25))
    await desk.press("v")
    await desk.drag((600, 500), (620.5, 530.25))  # All of it.
    await desk.button("Submit").click()
    await expect(desk.page.locator("#item-name")).not_to_have_text("picture-000.png")
    await desk.shown()
    drawn = shapes(stage, first)
    assert [one.concept for one in drawn] == [1, 2]
    assert close_to(drawn[0].points, (900.9, 800.2), (2900.3, 2400.7))
    assert close_to(drawn[1].points, (520.5, 430.25), (721, 680.5))
    await who.sees("2 of 2")
    await desk.button("Nothing here").click()
    await done(desk)
    await who.sees("All done. Thank you!")
    return first


async def by_fingers(desk: Desk, stage: Stage) -> None:
    """At the size of a phone."""
    first, fingers = await at(desk), await fingers_on(desk)
    await fingers.drag(await desk.at(1000.5, 800.5), await desk.at(3000.5, 2000.5))
    await desk.saved()
    assert close_to(shapes(stage, first)[0].points, (1000.5, 800.5), (3000.5, 2000.5))
    (x, y), k = await desk.at(3000.5, 2000.5), await desk.scale()
    await fingers.drag((x + 12, y + 9), (x + 32, y + 29))  # Beside its corner, within the width of a finger.
    await desk.page.get_by_label("Concept of the shape").select_option("Dog")
    await desk.button("Submit").tap()
    await expect(desk.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    await desk.shown()
    (drawn,) = shapes(stage, first)
    assert drawn.concept == 2
    assert close_to(drawn.points, (1000.5, 800.5), (3000.5 + 20 / k, 2000.5 + 20 / k))
    await desk.button("Nothing here").tap()
    await done(desk)


async def by_keys(desk: Desk, stage: Stage) -> None:
    """No pointer is needed for anything."""
    first = await at(desk)
    await desk.press("b", "Enter")
    await desk.saved()
    (left, top), (right, bottom) = shapes(stage, first)[0].points
    await desk.press("ArrowRight", "ArrowUp", "Alt+ArrowRight", "2", "Enter")
    await expect(desk.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    await desk.shown()
    (drawn,) = shapes(stage, first)
    assert drawn.concept == 2
    assert close_to(drawn.points, (left + 1, top - 1), (right + 2, bottom - 1))
    await desk.press("PageUp")
    await desk.shown(first)
    await desk.press("e", "Control+z")
    await expect(desk.button("Submit")).to_be_visible()
    await desk.press("Enter")
    await expect(desk.page.locator(f'body[data-shown="{first}"]')).to_have_count(0)
    await desk.shown()
    await desk.press("n")
    await done(desk)


async def done(desk: Desk) -> None:
    await expect(desk.page.locator("#finished-words")).to_contain_text("All done")


async def whole(desk: Desk) -> None:
    """The whole picture comes after its preview, in its place."""
    await desk.shown()
    await expect(desk.page.locator("#picture")).to_have_attribute("src", re.compile("/full$"))
