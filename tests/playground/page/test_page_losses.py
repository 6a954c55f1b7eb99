"""What a person typed or chose on the page stays theirs when something fails."""

import pytest
from playwright.async_api import Page, Route, expect

from playground.posting import post
from tests.playground.page import gallery
from tests.playground.page.conftest import OpenPage
from tests.playground.page.stage import ANA, Payload, Stage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def refuse(page: Page, where: str) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(status=404, json={"ok": False, "problem": "Nobody answers."})

    await page.route(where, answer)


async def test_a_message_that_could_not_be_sent_is_given_back(look: OpenPage) -> None:
    page = await look()
    await refuse(page, "**/page/act/post_message")
    box = page.get_by_role("textbox", name="Message Labelbot")
    await box.fill("Long and well thought out")
    await box.press("Enter")
    await expect(page.get_by_text("Nobody answers.")).to_be_visible()
    await expect(box).to_have_value("Long and well thought out")
    await page.unroute("**/page/act/post_message")
    await box.press("Enter")
    await expect(box).to_have_value("")
    await expect(page.get_by_role("log").get_by_text("Long and well thought out")).to_be_visible()


async def test_a_command_in_a_thread_is_refused_there(stage: Stage, look: OpenPage) -> None:
    post(stage.workspace, stage.im, ANA, {"text": "the first"})
    page = await look(viewport={"width": 390, "height": 844})
    await page.get_by_text("the first").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    box = page.get_by_role("textbox", name="Reply")
    await box.fill("/label next")
    await box.press("Enter")
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("is not supported in threads")).to_be_visible()
    await expect(box).to_have_value("/label next")
    assert stage.app.got == []


async def test_a_list_opens_where_it_was_asked_for(stage: Stage, look: OpenPage) -> None:
    """The same message stands in the channel and in its thread."""
    menu = {"type": "static_select", "action_id": "s", "options": [gallery.option("Cat"), gallery.option("Dog")]}
    stage.say([{"type": "actions", "elements": [menu]}])
    page = await look()
    await page.get_by_role("combobox").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    field = page.get_by_role("complementary", name="Thread").get_by_role("combobox")
    await field.click()
    there, here = await page.locator(".popup").bounding_box(), await field.bounding_box()
    assert there is not None
    assert here is not None
    assert abs(there["x"] - here["x"]) < 40
    await page.get_by_role("option", name="Dog").click()
    await expect(field).to_have_value("Dog")
    assert stage.app.sent("block_actions")[0]["actions"][0]["selected_option"]["value"] == "dog"


async def test_becoming_somebody_else_without_an_answer(look: OpenPage) -> None:
    page = await look()
    box = page.get_by_role("textbox", name="Message Labelbot")
    await box.fill("half a sentence")
    await refuse(page, "**/page/state*")
    await page.get_by_role("button", name="You are Ana Silva").click()
    await page.get_by_role("menuitemradio", name="Ben Okafor").click()
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(page.get_by_role("button", name="You are Ana Silva")).to_be_visible()
    await expect(box).to_have_value("half a sentence")
    await page.unroute("**/page/state*")
    await page.get_by_role("button", name="You are Ana Silva").click()
    await page.get_by_role("menuitemradio", name="Ben Okafor").click()
    await expect(page.get_by_role("button", name="You are Ben Okafor")).to_be_visible()
    await expect(box).to_have_value("")


async def test_a_submit_that_turns_the_window_into_another_one_leaves_the_focus_on_it(
    stage: Stage, look: OpenPage
) -> None:
    """Not on whatever button happens to stand where the submit was."""
    delete, undo = ({"type": "actions", "elements": [gallery.button(name, name)]} for name in ("Delete", "Undo"))
    form = {"type": "modal", "title": gallery.plain("Form"), "submit": gallery.plain("Send"), "blocks": [delete]}
    done = {"type": "modal", "title": gallery.plain("Done"), "blocks": [undo]}

    async def answer(_payload: Payload) -> Payload:
        return {"response_action": "update", "view": done}

    stage.app.answer = answer
    page = await look()
    stage.open_modal(form)
    await page.get_by_role("button", name="Send", exact=True).press("Enter")
    await expect(page.get_by_role("dialog", name="Done")).to_be_focused()
