"""axe-core finds nothing, in light and dark and on a phone; the CSP holds; instructions, looks, what fails."""

import re

import pytest
from playwright.async_api import expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, concepts, queue, suggested
from tests.editor.stage import DESKTOP, PHONE, Desk
from tests.editor.test_reviewing import review
from tests.playground.page.axe import complaints

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
LOOKS = pytest.mark.parametrize(
    "how",
    [{**DESKTOP, "color_scheme": "light"}, {**DESKTOP, "color_scheme": "dark"}, {**PHONE, "color_scheme": "light"}],
    ids=["light", "dark", "phone"],
)


def full() -> Double:
    """Something of everything."""
    double = Double(queue(8), draws=["box", "polygon"], concepts=concepts(*(f"Bird {n}" for n in range(1, 13))))
    for one, state in zip(double.items[1:], ("submitted", "skipped", "changes", "approved", "rejected"), strict=False):
        one.state = state
    double.items[6].is_flagged = True
    first = double.items[0]
    first.shapes = [box("a", 100, 100, 200, 200), box("b", 300, 100, 400, 200, concept=2, source="accepted", score=0.9)]
    first.suggestions = [suggested("s1", 0.9, 500, 300, 600, 400), suggested("s2", 0.5, 500, 100, 600, 200)]
    first.reason = {"words": "Tighter, please.", "by": "Rea"}
    return double


async def fine(desk: Desk) -> None:
    assert await complaints(desk.page) == ""


@LOOKS
async def test_labeling(edit: OpenEditor, how: dict[str, object]):
    desk = await edit(full(), 101, **how)
    await fine(desk)
    await desk.press("]", "]")
    await desk.page.locator("#sheet").evaluate("button => button.click()")
    await fine(desk)
    await desk.button("The picture’s looks").click()
    await fine(desk)
    await desk.button("Keys (?)").click()
    await fine(desk)
    await desk.press("Escape")
    await desk.button("Instructions").click()
    await expect(desk.page.get_by_role("heading", name="What to draw")).to_be_visible()
    await fine(desk)


@LOOKS
async def test_reviewing(edit: OpenEditor, how: dict[str, object]):
    double = review()
    double.items[0].review = (double.items[0].review or {}) | {
        "answers": [
            {"assignment": 101, "revision": 1, "labeler": "Ana", "shapes": double.items[0].shapes, "answer": None},
            {"assignment": 102, "revision": 1, "labeler": "Ben", "shapes": [], "answer": None},
        ]
    }
    desk = await edit(double, **how)
    await desk.page.locator("#sheet").evaluate("button => button.click()")
    await fine(desk)
    await desk.button("Request changes").click()
    await fine(desk)


@LOOKS
async def test_texts_conflicts_and_the_end(edit: OpenEditor, how: dict[str, object]):
    double = Double(queue(1, kind="text"), draws=[], type="classification")
    desk = await edit(double, **how)
    await fine(desk)
    await desk.press("1")
    await expect(desk.page.get_by_role("heading", name="All done")).to_be_visible()
    await fine(desk)
    drawn = Double(queue(1))
    desk = await edit(drawn, **how)
    drawn.items[0].shapes, drawn.items[0].revision = [box("x", 10, 10, 60, 60)], 9
    await desk.press("b", "Enter")
    await expect(desk.page.get_by_role("dialog")).to_be_visible()
    await fine(desk)


async def test_axe_would_complain(edit: OpenEditor):
    desk = await edit(full(), 101, **DESKTOP)
    spoil = """() => {
        document.getElementById("undo").removeAttribute("aria-label");
        document.getElementById("undo").removeAttribute("title");
        document.getElementById("item-name").style.color = "#eee";
    }"""
    await desk.page.evaluate(spoil)
    found = await complaints(desk.page)
    assert "button-name" in found
    assert "color-contrast" in found


async def test_the_csp_is_in_force(edit: OpenEditor):
    desk = await edit(Double(queue(1)), **DESKTOP)
    inline = """() => {
        const script = document.createElement("script");
        script.textContent = "document.body.dataset.broken = 'yes'";
        document.head.append(script);
        document.body.setAttribute("style", "color: red");
        return [document.body.dataset.broken, document.body.style.color];
    }"""
    assert await desk.page.evaluate(inline) == [None, ""]
    assert any("Content Security Policy" in words for words in desk.complaints)
    desk.complaints.clear()


async def test_instructions_are_shown_first_and_hold_no_markup(edit: OpenEditor):
    desk = await edit(Double(queue(1), read_first=True), **DESKTOP)
    dialog = desk.page.get_by_role("dialog", name="Instructions")
    await expect(dialog.get_by_text("<b>Dogs</b>")).to_be_visible()
    await expect(dialog.get_by_role("img", name="Cat: cat.jpg")).to_be_visible()
    await expect(dialog.get_by_role("link")).to_have_count(1)
    await dialog.get_by_role("button", name="Got it").click()
    await expect(dialog).to_have_count(0)


async def test_the_looks_of_the_picture_change_and_stay(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    await desk.button("The picture’s looks").click()
    await desk.page.get_by_label("Contrast").fill("150")
    await desk.page.get_by_label("Invert").check()
    look = re.compile(r"contrast\(1\.5\).*invert\(1\)")
    await expect(desk.page.locator("#picture")).to_have_css("filter", look)
    await desk.press("Escape")
    await desk.page.locator("#stage").focus()
    await desk.press("n")
    await desk.shown(102)
    await expect(desk.page.locator("#picture")).to_have_css("filter", look)
    await desk.button("The picture’s looks").click()
    await desk.button("Reset").click()
    await expect(desk.page.locator("#picture")).to_have_css("filter", "none")


async def test_a_preview_comes_first_and_a_picture_may_fail(edit: OpenEditor):
    double = Double(queue(1), has_preview=True)
    desk = await edit(double, **DESKTOP)
    await expect(desk.page.locator("#picture")).to_have_attribute("src", re.compile(r"/picture/101\?full$"))
    assert [url.rpartition("?")[2] for url in double.looked_at if "small" not in url] == ["preview", "full"]
    double.broken = True
    await desk.page.reload()
    await expect(desk.page.get_by_role("alert")).to_contain_text("The picture can't be loaded.")
    double.broken = False
    await desk.button("Try again").click()
    await desk.shown(101)
    await expect(desk.page.locator("#picture")).to_be_visible()


async def test_a_long_queue_is_read_on(edit: OpenEditor):
    double = Double(queue(150))
    desk = await edit(double, 101, **DESKTOP)
    row = desk.page.locator("#strip li")
    await expect(row).to_have_count(60)
    await row.last.scroll_into_view_if_needed()
    await expect(row).to_have_count(120)
    await desk.go(180)
    await expect(row).to_have_count(60)
    await desk.page.locator("#strip").evaluate("strip => strip.scrollTo(0, 0)")
    await expect(row).to_have_count(109)


async def test_nothing_moves_once_the_picture_is_there(edit: OpenEditor):
    desk = await edit(Double(queue(9)), **DESKTOP)
    corner = await desk.at(0, 0)
    await expect(desk.page.locator("#strip img")).to_have_count(9)
    await desk.page.wait_for_load_state("networkidle")
    await desk.settle()
    assert await desk.at(0, 0) == corner


async def test_a_queue_that_cannot_be_had(edit: OpenEditor):
    double = Double(queue(1))
    desk = await edit(double, **DESKTOP)
    double.refuse["GET", "queue"] = (404, {"error": "You have no part in this task."})
    await desk.page.reload()
    await expect(desk.page.get_by_role("alert")).to_contain_text("You have no part in this task.")
    double.refuse.clear()
    await desk.button("Try again").click()
    await desk.shown(101)
