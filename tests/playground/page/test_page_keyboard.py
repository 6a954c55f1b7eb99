"""The page without a mouse."""

import pytest
from playwright.async_api import expect

from playground.posting import post_as_app
from tests.playground.page import gallery
from tests.playground.page.conftest import OpenPage
from tests.playground.page.keys import press, tab_to
from tests.playground.page.stage import Payload, Stage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_task_from_the_command_to_the_last_field(stage: Stage, look: OpenPage) -> None:
    async def answer(payload: Payload) -> Payload | None:
        if payload.get("command"):
            stage.open_modal(gallery.form())
        if payload.get("type") == "block_suggestion":
            return {"options": [gallery.option(name) for name in ("Photos", "Portraits")]}
        return None

    stage.app.answer = answer
    page = await look()
    await page.get_by_role("textbox", name="Message Labelbot").focus()
    await page.keyboard.type("/la")
    await press(page, "Enter")
    await page.keyboard.type("new")
    await press(page, "Enter")
    await expect(page.get_by_role("dialog", name="New labeling task")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await page.keyboard.type("Cats")
    await tab_to(page, "Dataset")
    await press(page, "ArrowDown")
    await expect(page.get_by_role("option")).to_have_count(2)
    await press(page, "ArrowDown", "Enter")
    await expect(page.get_by_role("combobox", name="Dataset")).to_have_value("Portraits")
    await tab_to(page, "Labelers (optional)")
    await page.keyboard.type("ben")
    await press(page, "Enter")
    await expect(page.locator(".chip")).to_have_text(["Ben Okafor"])
    await press(page, "Escape")
    await expect(page.get_by_role("listbox")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_have_count(1)
    await tab_to(page, "Apple")
    await press(page, "ArrowDown")
    await expect(page.get_by_role("radio", name="Banana")).to_be_checked()
    await tab_to(page, "Share (optional)")
    await page.keyboard.type("50")
    await press(page, "Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message Labelbot")).to_be_focused()
    values = stage.app.sent("view_submission")[0]["view"]["state"]["values"]
    assert values["name"]["name"]["value"] == "Cats"
    assert values["dataset"]["dataset"]["selected_option"]["value"] == "portraits"
    assert values["labelers"]["people"]["selected_users"] == ["U0BEN00000"]
    assert values["type"]["type"]["selected_option"]["value"] == "banana"
    assert values["n"]["n"]["value"] == "50"


async def test_escape_closes_what_is_in_front(stage: Stage, look: OpenPage) -> None:
    post_as_app(stage.workspace, stage.im, {"text": "t", "blocks": gallery.controls()})
    page = await look()
    await page.get_by_role("button", name="More actions").focus()
    await press(page, "Enter")
    await expect(page.get_by_role("menuitem", name="Copy task ID")).to_be_focused()
    await press(page, "ArrowDown", "ArrowDown", "ArrowDown")
    await expect(page.get_by_role("menuitem", name="Copy task ID")).to_be_focused()
    await press(page, "Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(page.get_by_role("button", name="More actions")).to_be_focused()
    stage.open_modal(gallery.form())
    await expect(page.get_by_role("dialog")).to_be_visible()
    await press(page, "Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="More actions")).to_be_focused()


async def test_the_focus_stays_in_the_modal(stage: Stage, look: OpenPage) -> None:
    page = await look()
    stage.open_modal(gallery.form())
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    outside = "document.activeElement !== document.body && !document.activeElement.closest('.modal')"
    for _ in range(60):
        await press(page, "Tab")
        assert not await page.evaluate(outside)


async def test_the_focus_can_be_seen_everywhere(stage: Stage, look: OpenPage) -> None:
    post_as_app(stage.workspace, stage.im, {"text": "t", "blocks": gallery.controls()})
    page = await look()
    seen = """() => {
        const el = document.activeElement;
        const of = node => { const s = getComputedStyle(node); return [s.outlineStyle, s.outlineWidth, s.boxShadow] };
        const rings = [el, el.closest(".select, .composer")].filter(Boolean).map(of);
        return rings.some(([style, width, shadow]) => (style !== "none" && width !== "0px") || shadow !== "none");
    }"""
    for _ in range(40):
        await press(page, "Tab")
        if await page.evaluate("document.activeElement !== document.body"):
            assert await page.evaluate(seen), await page.evaluate("document.activeElement.outerHTML")


async def test_tabs_of_the_app_by_arrows(look: OpenPage) -> None:
    page = await look()
    await page.get_by_role("tab", name="Messages").focus()
    await press(page, "ArrowLeft")
    await expect(page.get_by_role("tab", name="Home")).to_be_focused()
    await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    await press(page, "ArrowLeft")
    await expect(page.get_by_role("tab", name="About")).to_be_focused()
    await expect(page.get_by_role("tabpanel")).to_contain_text("Labels data.")


async def test_whoever_comes_can_type_at_once(look: OpenPage) -> None:
    page = await look()
    await page.keyboard.type("/label")
    await expect(page.get_by_role("textbox", name="Message Labelbot")).to_have_value("/label")


async def test_a_window_in_which_nothing_is_left_to_do_is_closed_by_enter(stage: Stage, look: OpenPage) -> None:
    async def finish(_payload: Payload) -> Payload:
        done = {"type": "modal", "title": gallery.plain("All done"), "close": gallery.plain("Done")}
        return {"response_action": "update", "view": {**done, "blocks": [{"type": "divider"}]}}

    stage.app.answer = finish
    page = await look()
    last = gallery.labelled("Fruit", {"type": "radio_buttons", "action_id": "a", "options": gallery.FRUITS[:3]}, "b")
    title = {"title": gallery.plain("Last one"), "submit": gallery.plain("Submit")}
    stage.open_modal({"type": "modal", **title, "blocks": [last]})
    await expect(page.get_by_role("radio", name="Apple")).to_be_focused()
    await press(page, "Space", "Enter")
    await expect(page.get_by_role("button", name="Done")).to_be_focused()
    await press(page, "Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_window_says_where_the_focus_begins(stage: Stage, look: OpenPage) -> None:
    page = await look()
    fruits = {"type": "radio_buttons", "action_id": "a", "options": gallery.FRUITS[:3], "focus_on_load": True}
    name = gallery.labelled("Name", {"type": "plain_text_input", "action_id": "n"}, "name")
    chosen = {**fruits, "initial_option": gallery.FRUITS[1]}
    title = {"title": gallery.plain("Fruit"), "submit": gallery.plain("Submit")}
    stage.open_modal({"type": "modal", **title, "blocks": [name, gallery.labelled("Fruit", chosen, "b")]})
    await expect(page.get_by_role("radio", name="Banana")).to_be_focused()
