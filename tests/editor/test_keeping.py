"""Nothing drawn is lost: pages that close, servers that go, networks that fail, two windows, decisions meanwhile."""

import pytest
from playwright.async_api import Browser, expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import queue
from tests.editor.stage import DESKTOP, Desk, close_to

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
BOX = ((100, 100), (200, 200))
OTHER = ((300, 300), (400, 400))


async def back(desk: Desk) -> None:
    await expect(desk.page.locator("#toast")).to_have_text("What you did here before is back.")


async def test_the_page_closes_before_anything_was_sent(edit: OpenEditor, chrome: Browser):
    double = Double(queue(1))
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, context=context)
    await desk.drag(*BOX)
    await desk.leave()
    await double.until(lambda: double.of(101).shapes)
    desk = await edit(double, context=context)
    await expect(desk.shapes).to_have_count(1)
    assert await desk.page.evaluate("localStorage.length") == 0


async def test_the_page_closes_with_a_box_in_hand(edit: OpenEditor, chrome: Browser):
    double = Double(queue(1))
    desk = await edit(double, context=await chrome.new_context(**DESKTOP))
    await desk.page.mouse.move(*await desk.at(100, 100))
    await desk.page.mouse.down()
    await desk.page.mouse.move(*await desk.at(250.5, 220), steps=3)
    await desk.leave()
    await double.until(lambda: double.of(101).shapes)
    assert close_to(double.of(101).shapes[0]["points"], (100, 100), (250.5, 220))


async def test_a_polygon_on_its_way_is_there_again(edit: OpenEditor, chrome: Browser):
    double = Double(queue(2), draws=["polygon"], type="segmentation")
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, context=context)
    for corner in [(100, 100), (300, 100), (300, 300)]:
        await desk.click(*corner)
    await desk.leave()
    desk = await edit(double, context=context)
    await back(desk)
    await desk.press("PageDown")
    await desk.shown(102)
    await desk.press("PageUp")
    await desk.shown(101)
    await desk.click(100, 300)
    await desk.press("Enter")
    await desk.saved()
    assert close_to(double.of(101).shapes[0]["points"], (100, 100), (300, 100), (300, 300), (100, 300))


async def test_the_server_goes_away_and_comes_back(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await double.stop()
    await desk.drag(*BOX)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    await desk.drag(*OTHER)
    await desk.button("Submit").click()
    await expect(desk.page.get_by_role("alert")).to_contain_text("Labelbot can't be reached. Nothing is lost.")
    await double.start()
    await desk.button("Try again").click()
    await desk.shown(102)
    assert len(double.of(101).shapes) == 2
    assert double.of(101).state == "submitted"


async def test_the_server_restarts_while_the_page_waits(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    await double.stop()
    await desk.drag(*BOX)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    await double.start()
    await desk.saved()
    assert len(double.of(101).shapes) == 1


async def test_the_network_is_gone_and_the_page_is_closed_meanwhile(edit: OpenEditor, chrome: Browser):
    double = Double(queue(2))
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, context=context)
    await context.set_offline(True)
    await desk.drag(*BOX)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    await desk.leave()
    await context.set_offline(False)
    desk = await edit(double, context=context)
    await expect(desk.shapes).to_have_count(1)
    await double.until(lambda: double.of(101).shapes)
    assert close_to(double.of(101).shapes[0]["points"], *BOX)


async def test_the_network_returns(edit: OpenEditor, chrome: Browser):
    double = Double(queue(1))
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, context=context)
    await context.set_offline(True)
    for n in range(3):
        await desk.drag((100 + 200 * n, 100), (220 + 200 * n, 200))
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    await context.set_offline(False)
    await desk.saved()
    assert len(double.of(101).shapes) == 3


@pytest.mark.parametrize(("choice", "wanted"), [("Yours", [300]), ("The saved ones", [100]), ("Both", [300, 100])])
async def test_two_windows_on_one_picture(edit: OpenEditor, chrome: Browser, choice: str, wanted: list[int]):
    double = Double(queue(1))
    context = await chrome.new_context(**DESKTOP)
    first, second = await edit(double, context=context), await edit(double, context=context)
    await first.drag(*BOX)
    await first.saved()
    await second.drag(*OTHER)
    dialog = second.page.get_by_role("dialog", name="Which shapes are to stay?")
    await expect(dialog.get_by_role("img", name="Yours: 1 shape")).to_be_visible()
    await expect(dialog.get_by_role("img", name="Saved: 1 shape")).to_be_visible()
    await dialog.get_by_role("button", name=choice, exact=True).click()
    # Closed it is before its choice is taken: gone it is after that.
    await expect(second.page.locator("dialog")).to_have_count(0)

    def lefts() -> list[int]:
        return [round(one["points"][0][0]) for one in double.of(101).shapes]

    await double.until(lambda: lefts() == wanted)
    await expect(second.shapes).to_have_count(len(wanted))
    if choice != "Yours":
        await second.press("Control+z")
        await double.until(lambda: lefts() == [300])


async def test_the_answer_of_a_submit_is_lost(edit: OpenEditor):
    double = Double(queue(2), lost={"submit"})
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await desk.press("Enter")
    await desk.button("Try again").click()
    await desk.shown(102)
    assert len(double.of(101).shapes) == 1


async def test_the_answer_of_a_save_is_lost(edit: OpenEditor):
    double = Double(queue(2), lost={"shapes"})
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    await desk.drag(*OTHER)
    await desk.saved()
    assert len(double.of(101).shapes) == 2
    double.lost.add("shapes")
    await desk.drag((500, 300), (600, 400))
    await expect(desk.page.locator("#saved")).to_have_text("Offline: kept in this browser")
    await desk.drag((500, 100), (600, 200))
    await desk.button("Submit").click()
    await desk.shown(102)
    assert len(double.of(101).shapes) == 4


async def test_it_was_decided_meanwhile(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    double.of(101).state, double.of(101).revision = "approved", 7
    await desk.drag(*BOX)
    await expect(desk.page.get_by_role("alert")).to_contain_text("This is approved by now.")
    await expect(desk.shapes).to_have_count(1)
    await desk.drag(*OTHER)
    await expect(desk.shapes).to_have_count(1)
    await desk.button("Show what is there now").click()
    await expect(desk.page.get_by_role("alert")).to_contain_text("1 shape that you drew here could not be saved")
    await desk.button("Throw them away").click()
    assert await desk.page.evaluate("localStorage.length") == 0
    await desk.button("Next").click()
    await desk.shown(102)


async def test_it_was_given_to_somebody_else_meanwhile(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    double.refuse["PUT", "shapes"] = (404, {"error": "This is not yours any more."})
    await desk.drag(*BOX)
    await expect(desk.page.get_by_role("alert")).to_contain_text("This is not yours any more.")
    await expect(desk.page.locator("#saved")).to_have_text("Not saved: kept in this browser")
    del double.refuse["PUT", "shapes"]
    await desk.drag(*OTHER)
    await desk.saved()
    assert len(double.of(101).shapes) == 2


async def test_a_shape_that_the_server_does_not_take_is_shown(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    await desk.drag(*BOX)
    await desk.saved()
    key = double.of(101).shapes[0]["key"]
    await desk.press("Escape")
    double.refuse["POST", "submit"] = (422, {"error": "This box is too tight.", "shape": key})
    await desk.button("Submit").click()
    await expect(desk.page.get_by_role("alert")).to_contain_text("This box is too tight.")
    await expect(desk.page.locator("#shapes [aria-current]")).to_have_count(1)


async def test_the_session_is_over(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    double.refuse["PUT", "shapes"] = (401, {})
    await desk.drag(*BOX)
    await expect(desk.page.get_by_role("alert")).to_contain_text("/label signin")
    double.refuse.clear()
    await desk.page.reload()
    await expect(desk.shapes).to_have_count(1)
    await double.until(lambda: double.of(101).shapes)
    assert len(double.of(101).shapes) == 1


async def test_a_slow_server_gets_one_save_at_a_time_and_the_last_word(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    double.delay = 0.3
    for n in range(4):
        await desk.drag((100 + 50 * n, 100), (140 + 50 * n, 150))
    await desk.press("Enter")
    await desk.shown(102)
    assert len(double.of(101).shapes) == 4
    revisions = [body["revision"] for body in double.sent("PUT", "101/shapes")]
    assert revisions == sorted(set(revisions))
    assert await desk.page.get_by_role("dialog").count() == 0
