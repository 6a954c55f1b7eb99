"""Modals on the page: inputs that stay, errors at their fields, pushed views, troubles, files."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from playground.modals import push_view, update_view
from tests.playground.page import gallery
from tests.playground.page.conftest import OpenPage
from tests.playground.page.stage import ANA, Payload, Stage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def suggest(payload: Payload) -> Payload | None:
    if payload.get("type") != "block_suggestion":
        return None
    names = [name for name in ("Photos", "Portraits", "Clothing") if payload["value"].lower() in name.lower()]
    return {"options": [gallery.option(name) for name in names]}


def small(*blocks: Payload, title: str = "Small") -> Payload:
    return {"type": "modal", "title": gallery.plain(title), "submit": gallery.plain("Save"), "blocks": list(blocks)}


def name_field(block_id: str = "name", **more: object) -> Payload:
    return gallery.labelled("Name", {"type": "plain_text_input", "action_id": "name"}, block_id, **more)


async def test_what_is_being_typed_stays_over_an_update(stage: Stage, look: OpenPage) -> None:
    page = await look()
    view = stage.open_modal(gallery.form())
    name = page.get_by_role("textbox", name="Name")
    await name.press_sequentially("Cats dogs")
    for _ in range(4):
        await name.press("ArrowLeft")
    await page.locator(".modal-body").evaluate("body => { body.scrollTop = 150 }")
    changed = gallery.form("Changed")
    changed["blocks"][0]["text"]["text"] = "Something else"
    update_view(stage.workspace, view, changed)
    await expect(page.get_by_role("heading", name="Changed")).to_be_visible()
    await expect(name).to_be_focused()
    await page.keyboard.type("and ")
    await expect(name).to_have_value("Cats and dogs")
    assert await page.locator(".modal-body").evaluate("body => body.scrollTop") > 0


async def test_a_new_block_id_brings_the_apps_value(stage: Stage, look: OpenPage) -> None:
    page = await look()
    view = stage.open_modal(small(name_field()))
    await page.get_by_role("textbox", name="Name").fill("mine")
    fresh = name_field("name__2")
    fresh["element"]["initial_value"] = "the app's"
    update_view(stage.workspace, view, small(fresh))
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("the app's")


async def test_values_come_back_after_a_reload(stage: Stage, look: OpenPage) -> None:
    page = await look()
    view = stage.open_modal(small(name_field()))
    await page.get_by_role("textbox", name="Name").fill("Cats")
    while (view.state["name"]["name"]).get("value") != "Cats":
        await page.evaluate("new Promise(requestAnimationFrame)")
    await page.reload()
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("Cats")


async def test_errors_stand_at_their_fields(stage: Stage, look: OpenPage) -> None:
    page = await look()
    stage.open_modal(small(name_field()))
    send = page.get_by_role("button", name="Save")
    await send.click()
    name = page.get_by_role("textbox", name="Name")
    await expect(name).to_have_accessible_description("Please complete this required field.")
    await expect(name).to_be_focused()
    assert stage.app.got == []

    async def refuse(_payload: Payload) -> Payload:
        return {"response_action": "errors", "errors": {"name": "That name is taken."}}

    stage.app.answer = refuse
    await name.fill("Cats")
    await expect(page.get_by_text("Please complete")).to_have_count(0)
    await name.press("Enter")
    await expect(name).to_have_accessible_description("That name is taken.")
    await expect(name).to_have_value("Cats")
    assert await page.get_by_text("trouble").count() == 0


async def test_a_slow_app_is_waited_for_and_a_silent_one_is_said(stage: Stage, look: OpenPage) -> None:
    stage.workspace.patience = 0.3
    page = await look()
    stage.open_modal(small(name_field()))
    await page.get_by_role("textbox", name="Name").fill("Cats")
    held = asyncio.Event()

    async def wait(_payload: Payload) -> None:
        await held.wait()

    stage.app.answer = wait
    send = page.get_by_role("button", name="Save")
    await send.click()
    await expect(send).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    held.set()
    await send.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    values = stage.app.sent("view_submission")[-1]["view"]["state"]["values"]
    assert values["name"]["name"]["value"] == "Cats"


async def test_pushed_views_come_in_front_and_go_back(stage: Stage, look: OpenPage) -> None:
    page = await look()
    stage.open_modal(small(name_field(), title="Below"))
    await page.get_by_role("textbox", name="Name").fill("kept")
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    push_view(stage.workspace, ANA, small(name_field(), title="Above"))
    await expect(page.get_by_role("dialog", name="Above")).to_be_visible()
    await expect(page.get_by_role("dialog", name="Below")).to_be_hidden()
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("")
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("dialog", name="Below")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("kept")
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_external_options_are_asked_for(stage: Stage, look: OpenPage) -> None:
    stage.app.answer = suggest
    page = await look()
    stage.open_modal(gallery.form())
    dataset = page.get_by_role("combobox", name="Dataset")
    await dataset.click()
    await expect(page.get_by_role("option")).to_have_count(3)
    await dataset.press_sequentially("po")
    await expect(page.get_by_role("option")).to_have_text(["Portraits"])
    await dataset.press("Enter")
    await expect(dataset).to_have_value("Portraits")
    concepts = page.get_by_role("combobox", name="Concepts")
    await concepts.click()
    await expect(page.get_by_text("Type at least 1 letter to search.")).to_be_visible()
    await concepts.press_sequentially("o")
    await page.get_by_role("option", name="Photos").click()
    await concepts.press_sequentially("o")
    await page.get_by_role("option", name="Clothing").click()
    await expect(page.locator(".chip")).to_have_text(["Photos", "Clothing"])
    await concepts.press("Backspace")
    await expect(page.locator(".chip")).to_have_text(["Photos"])
    await page.get_by_role("textbox", name="Name").fill("Cats")
    await submit(page, stage)
    values = stage.app.sent("view_submission")[0]["view"]["state"]["values"]
    assert values["dataset"]["dataset"]["selected_option"]["value"] == "portraits"
    assert [one["value"] for one in values["concepts"]["concepts"]["selected_options"]] == ["photos"]


async def submit(page: Page, stage: Stage) -> None:
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(stage.app.sent("view_submission")) == 1


async def test_every_input_arrives_as_slack_sends_it(stage: Stage, look: OpenPage) -> None:
    stage.app.answer = suggest
    page = await look()
    stage.open_modal(gallery.form())
    await page.get_by_role("textbox", name="Name").fill("Cats & dogs")
    await page.get_by_role("combobox", name="Dataset").click()
    await page.get_by_role("option", name="Photos").click()
    await page.get_by_role("combobox", name="Labelers").click()
    await page.get_by_role("option", name="Ben Okafor").click()
    await page.get_by_role("textbox", name="Instructions").fill("Look twice.\nThen press.")
    await page.get_by_role("textbox", name="Words").fill("rich")
    await page.get_by_role("radio", name="Banana").check()
    await page.get_by_role("checkbox", name="Cherry").check()
    await page.get_by_role("combobox", name="Fruit").fill("li")
    await page.get_by_role("option", name="Lime").click()
    await page.get_by_label("Due").fill("2026-12-24")
    await page.get_by_role("textbox", name="Share").fill("50")
    await page.get_by_role("textbox", name="Mail").fill("ana@example.com")
    await page.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"}
    )
    await expect(page.locator(".files .chip")).to_have_text(["a.txt"])
    await submit(page, stage)
    values = stage.app.sent("view_submission")[0]["view"]["state"]["values"]
    assert values["name"]["name"] == {"type": "plain_text_input", "value": "Cats & dogs"}
    assert values["labelers"]["people"]["selected_users"] == ["U0BEN00000"]
    assert values["notes"]["notes"]["value"] == "Look twice.\nThen press."
    assert values["words"]["words"]["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "rich"}]
    assert values["type"]["type"]["selected_option"]["value"] == "banana"
    assert [one["value"] for one in values["opts"]["opts"]["selected_options"]] == ["cherry"]
    assert values["due"]["due"]["selected_date"] == "2026-12-24"
    assert values["n"]["n"]["value"] == "50"
    assert values["mail"]["mail"]["value"] == "ana@example.com"
    assert [one["name"] for one in values["files"]["files"]["files"]] == ["a.txt"]
    dispatched = stage.app.sent("block_actions")
    assert [sent["actions"][0]["selected_option"]["value"] for sent in dispatched] == ["lime"]
    assert values["fruit"]["fruit"]["selected_option"]["value"] == "lime"


async def test_the_next_picture_in_the_ack_keeps_the_hands_where_they_are(stage: Stage, look: OpenPage) -> None:
    def picture(number: int) -> Payload:
        choice = {"type": "radio_buttons", "action_id": "choice", "options": gallery.FRUITS[:3]}
        return small(gallery.labelled("What is it?", choice, f"item:{number}"), title=f"{number} of 40")

    async def advance(payload: Payload) -> Payload:
        number = int(payload["view"]["title"]["text"].split()[0]) + 1
        return {"response_action": "update", "view": picture(number)}

    stage.app.answer = advance
    page = await look()
    stage.open_modal(picture(1))
    await page.get_by_role("radio", name="Banana").focus()
    for number in (2, 3):
        await page.keyboard.press("Space")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name=f"{number} of 40")).to_be_visible()
        await expect(page.get_by_role("radio", name="Banana")).to_be_focused()
        await expect(page.get_by_role("radio", name="Banana")).not_to_be_checked()
    answers = [sent["view"]["state"]["values"] for sent in stage.app.sent("view_submission")]
    assert [next(iter(one.values()))["choice"]["selected_option"]["value"] for one in answers] == ["banana"] * 2
