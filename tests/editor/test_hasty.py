"""Whoever holds a key, clicks twice or presses too soon has decided one picture; and what each key of a keyboard is."""

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, queue
from tests.editor.stage import DESKTOP, Desk
from tests.editor.test_reviewing import review

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
BOX = ((100, 100), (200, 200))


def states(double: Double) -> list[str]:
    return [one.state for one in double.items]


async def hold(desk: Desk, key: str) -> None:
    """For as long as it takes to see three pictures."""
    for _ in range(40):
        await desk.page.keyboard.down(key)
        await desk.settle()
    await desk.page.keyboard.up(key)


async def second_click(desk: Desk, on: str) -> None:
    """Of a double click: the first one has brought another picture by then."""
    await desk.page.locator(on).first.hover()
    await desk.page.mouse.down(click_count=2)
    await desk.page.mouse.up(click_count=2)


async def test_a_double_click_answers_once(edit: OpenEditor):
    double = Double(queue(3))
    desk = await edit(double, **DESKTOP)
    await desk.button("Nothing here").click()
    await desk.shown(102)
    await second_click(desk, "#none")
    await second_click(desk, "#skip")
    await desk.button("Skip").click()
    await desk.shown(103)
    assert states(double) == ["submitted", "skipped", "open"]
    texts = Double(queue(3, kind="text"), draws=[], type="classification")
    desk = await edit(texts, **DESKTOP)
    await desk.page.locator("#concepts button").first.click()
    await desk.shown(102)
    await second_click(desk, "#concepts button")
    await expect(desk.page.locator("#concepts [aria-pressed=true]")).to_have_count(0)
    await desk.press("2")
    await desk.shown(103)
    assert [one.answer and one.answer["concepts"] for one in texts.items] == [[1], [2], None]


async def test_what_is_pressed_before_a_picture_was_looked_at_is_not_meant_for_it(edit: OpenEditor):
    double = Double(queue(3))
    desk = await edit(double, **DESKTOP)
    await desk.press("n")
    await expect(desk.page.locator("body[data-shown='102']")).to_have_count(1)
    await desk.press("n")
    await desk.shown(102)
    assert states(double) == ["submitted", "open", "open"]
    await desk.press("n")
    await desk.shown(103)


@pytest.mark.parametrize("where", ["#stage", "#approve"])
async def test_a_held_enter_approves_one(edit: OpenEditor, where: str):
    double = review(5)
    desk = await edit(double, **DESKTOP)
    await desk.page.locator(where).focus()
    await hold(desk, "Enter")
    await desk.shown(102)
    assert states(double) == ["approved", "open", "open", "open", "open"]


async def test_held_letters_and_digits_answer_one(edit: OpenEditor):
    double = Double(queue(5))
    desk = await edit(double, **DESKTOP)
    await hold(desk, "n")
    await desk.shown(102)
    assert states(double) == ["submitted", "open", "open", "open", "open"]
    texts = Double(queue(5, kind="text"), draws=[], type="classification")
    desk = await edit(texts, **DESKTOP)
    await hold(desk, "1")
    await desk.shown(102)
    assert states(texts) == ["submitted", "open", "open", "open", "open"]


async def test_what_is_drawn_does_not_go_unasked(edit: OpenEditor):
    double = Double(queue(2))
    double.items[0].shapes = [box("a", 100, 100, 200, 200), box("b", 300, 100, 400, 200)]
    desk = await edit(double, **DESKTOP)
    dialog = desk.page.get_by_role("dialog", name="Nothing here?")
    await desk.press("n")
    await expect(dialog).to_contain_text("2 shapes drawn here would go.")
    await desk.press("Enter")
    await expect(desk.page.locator("dialog")).to_have_count(0)
    await desk.button("Nothing here").click()
    await desk.press("Escape")
    await expect(desk.page.locator("dialog")).to_have_count(0)
    assert (double.of(101).state, len(double.of(101).shapes)) == ("open", 2)
    await desk.press("n")
    await dialog.get_by_role("button", name="Nothing here").click()
    await desk.shown(102)
    assert (double.of(101).state, double.of(101).shapes) == ("submitted", [])


async def test_what_is_in_hand_goes_with_the_answer(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.page.mouse.move(*await desk.at(*BOX[0]))
    await desk.page.mouse.down()
    await desk.page.mouse.move(*await desk.at(*BOX[1]), steps=3)
    await desk.press("Enter")
    await desk.shown(102)
    await desk.page.mouse.up()
    assert len(double.of(101).shapes) == 1
    await expect(desk.shapes).to_have_count(0)


async def test_a_long_text_is_read_on_by_keys(edit: OpenEditor):
    double = Double(queue(3, kind="text"), draws=[], type="classification", labels="several")
    double.items[0].text = "word " * 8000
    double.items[1].text = "short"
    desk = await edit(double, **DESKTOP)
    await desk.press("Space", "PageDown")
    await desk.page.wait_for_function("() => document.querySelector('.text').scrollTop > 1000")
    assert await desk.page.evaluate("document.body.dataset.shown") == "101"
    await desk.press("End")
    await desk.page.wait_for_function(
        "() => (el => el.scrollTop > el.scrollHeight - el.clientHeight - 1)(document.querySelector('.text'))"
    )
    for item in (102, 103):
        await desk.press("PageDown")
        await desk.shown(item)


async def test_digits_are_where_they_are_on_every_keyboard(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    pressed = """([key, code, shiftKey, modifierAltGraph]) => document.getElementById("stage").dispatchEvent(
        new KeyboardEvent("keydown", { key, code, shiftKey, modifierAltGraph, bubbles: true }))"""
    chosen = desk.page.locator("#concepts [aria-pressed=true]")
    await desk.page.evaluate(pressed, ["é", "Digit2", False, False])
    await expect(chosen).to_contain_text("Dog")
    await expect(desk.page.locator("#shapes .name")).to_have_text("Cat")
    await desk.click(150, 150)
    await desk.page.evaluate(pressed, ["/", "Digit3", True, False])
    await expect(desk.page.locator("#shapes .name")).to_have_text("Bird")
    await desk.page.evaluate(pressed, ["1", "Numpad1", False, False])
    await expect(chosen).to_contain_text("Cat")
    await desk.press("Escape")
    await desk.page.evaluate(pressed, ["]", "Digit2", False, True])
    await expect(chosen).to_contain_text("Cat")
    await expect(desk.page.locator("#shapes [aria-current]")).to_have_count(1)
