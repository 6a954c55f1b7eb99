"""What a model suggests: nothing is accepted that nobody sees, and its scores are those of the cards."""

import pytest
from playwright.async_api import expect

from domain.assisting import percent
from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, queue, suggested
from tests.editor.stage import DESKTOP

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_what_is_hidden_is_not_accepted(edit: OpenEditor):
    double = Double(queue(1))
    double.items[0].shapes = [box("a", 100, 400, 200, 500)]
    double.items[0].suggestions = [
        suggested("s1", 0.9, 500, 100, 600, 200),
        suggested("s2", 0.8, 300, 100, 400, 200, concept=2),
        suggested("s3", 0.7, 100, 100, 200, 200),
    ]
    desk = await edit(double, **DESKTOP)
    await desk.button("Hide all of Cat").click()
    await expect(desk.button("Accept this one")).to_be_visible()
    await desk.press("a", "a", "A")
    await expect(desk.page.locator("#accept-all")).to_be_hidden()
    await desk.saved()
    assert [one["from"] for one in double.of(101).shapes] == [None, "s2"]
    await desk.button("Show all of Cat").click()
    await desk.press("H")
    await desk.press("A")
    await desk.press("H")
    await desk.button("Accept these 2").click()
    await desk.saved()
    assert [one["from"] for one in double.of(101).shapes] == [None, "s2", "s1", "s3"]


async def test_what_is_hidden_can_be_shown_again_once_nothing_of_it_is_left(edit: OpenEditor):
    double = Double(queue(1))
    double.items[0].shapes = [box("a", 100, 400, 200, 500)]
    desk = await edit(double, **DESKTOP)
    await desk.button("Hide all of Cat").click()
    await desk.page.locator("#shapes .row").click()
    await desk.press("Delete")
    await desk.button("Show all of Cat").click()
    await desk.drag((100, 100), (200, 200))
    await expect(desk.button("Hide all of Cat")).to_be_visible()


async def test_the_best_is_accepted_whatever_else_is_chosen(edit: OpenEditor):
    double = Double(queue(1))
    double.items[0].suggestions = [suggested("s1", 0.9, 500, 100, 600, 200), suggested("s2", 0.8, 300, 100, 400, 200)]
    desk = await edit(double, **DESKTOP)
    await desk.drag((100, 300), (200, 400))
    await desk.press("a")
    await desk.saved()
    assert [one["from"] for one in double.of(101).shapes] == [None, "s1"]
    await expect(desk.page.locator("#offers [aria-current]")).to_have_count(1)


async def test_scores_are_rounded_as_on_cards(edit: OpenEditor):
    double = Double(queue(1))
    scores = [0.99, 0.58, 0.57, 0.29, 0.285]
    double.items[0].suggestions = [
        suggested(f"s{n}", score, 50 + 100 * n, 100, 120 + 100 * n, 200) for n, score in enumerate(scores)
    ]
    desk = await edit(double, **DESKTOP)
    await expect(desk.page.locator("#offers .facts")).to_have_text([f"AI {percent(score)} %" for score in scores])
    await desk.page.get_by_label("Lowest score").fill("29")
    await expect(desk.offers).to_have_count(4)
