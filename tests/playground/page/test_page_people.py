"""Accounts and user groups in the inspector, and what people are offered in lists."""

import re

import pytest
from playwright.async_api import Page, expect

from playground.posting import post
from tests.playground.page import gallery
from tests.playground.page.axe import complaints
from tests.playground.page.conftest import OpenPage
from tests.playground.page.keys import tab_to
from tests.playground.page.stage import ANA, BEN, Payload, Stage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
SAMIR = "U0SAMIR000"


async def people_pane(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Inspector").click()
    await page.get_by_role("tab", name="People").click()
    await page.get_by_role("button", name=re.compile(f"^{name}")).click()


async def test_accounts_are_changed(stage: Stage, look: OpenPage) -> None:
    page = await look()
    await people_pane(page, "Ben Okafor")
    await page.get_by_role("combobox", name="Time zone").select_option("Asia/Tokyo")
    await expect(page.get_by_role("button", name="Ben Okafor")).to_contain_text("Asia/Tokyo")
    await page.get_by_role("textbox", name="Name").fill("Benjamin Okafor")
    await page.get_by_role("textbox", name="Name").press("Enter")
    await expect(page.get_by_role("button", name="Benjamin Okafor")).to_be_visible()
    await page.get_by_role("combobox", name="Role").select_option("Guest of one channel")
    await expect(page.get_by_role("button", name="Benjamin Okafor")).to_contain_text("guest of one channel")
    await page.get_by_role("button", name="Deactivate the account").click()
    await expect(page.get_by_role("button", name="Benjamin Okafor")).to_contain_text("deactivated")
    ben = stage.workspace.people[BEN]
    assert (ben.tz, ben.real_name, ben.is_ultra_restricted, ben.deleted) == (
        "Asia/Tokyo",
        "Benjamin Okafor",
        True,
        True,
    )
    await page.get_by_role("button", name="Reactivate the account").click()
    await expect(page.get_by_role("button", name="Deactivate the account")).to_be_visible()
    assert await complaints(page) == ""


async def test_a_name_that_is_none_is_refused(stage: Stage, look: OpenPage) -> None:
    page = await look()
    await people_pane(page, "Ben Okafor")
    await page.get_by_role("textbox", name="Name").fill(" ")
    await page.get_by_role("textbox", name="Name").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("A person needs a name.")
    assert stage.workspace.people[BEN].real_name == "Ben Okafor"


async def test_groups_are_changed_by_the_keyboard(stage: Stage, look: OpenPage) -> None:
    page = await look()
    await people_pane(page, "Ben Okafor")
    group = stage.workspace.group_named("annotators")
    assert BEN in group.users
    await page.locator("label", has_text="Hugo Gone (deactivated)").get_by_role("checkbox").focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("Hugo Gone (deactivated)")).to_have_count(0)
    await page.locator("label", has_text="Ana Silva").get_by_role("checkbox").check()
    await expect(page.locator("label", has_text="Ana Silva").get_by_role("checkbox")).to_be_checked()
    assert group.users == [BEN, "U0CHLOE000", ANA]


async def test_whoever_is_deactivated_is_looked_at_no_more(look: OpenPage) -> None:
    page = await look(BEN)
    await people_pane(page, "Ben Okafor")
    await page.get_by_role("button", name="Deactivate the account").click()
    await expect(page.get_by_role("button", name="You are Ana Silva")).to_be_visible()


async def options(page: Page, label: str) -> list[str]:
    await page.get_by_role("combobox", name=label, exact=True).click()
    return await page.get_by_role("option").locator(".list-label").all_text_contents()


def lists() -> Payload:
    public = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    blocks = [
        gallery.labelled("Who", {"type": "users_select", "action_id": "who"}, "who"),
        gallery.labelled("Where", {"type": "conversations_select", "action_id": "at", "filter": public}, "at"),
        gallery.labelled("Anywhere", {"type": "multi_conversations_select", "action_id": "any"}, "any"),
    ]
    return {"type": "modal", "title": gallery.plain("Lists"), "submit": gallery.plain("Save"), "blocks": blocks}


async def test_lists_offer_what_a_person_may_see(stage: Stage, look: OpenPage) -> None:
    page = await look(BEN)
    stage.open_modal(lists(), BEN)
    assert {"Ana Silva", "Greta Guest", "Labelbot"} <= set(people := await options(page, "Who"))
    assert not {"Hugo Gone", "Emil External", "Stella Stranger"} & set(people)
    await page.keyboard.press("Escape")
    assert await options(page, "Where") == ["# general", "# labeling"]
    await page.keyboard.press("Escape")
    assert await options(page, "Anywhere") == ["# general", "# labeling", "# partners", "Labelbot"]
    await page.get_by_role("option", name="# partners").click()
    await expect(page.get_by_role("button", name="Remove # partners")).to_be_visible()


async def test_a_guest_is_offered_their_channel_alone(stage: Stage, look: OpenPage) -> None:
    page = await look(SAMIR)
    stage.open_modal(lists(), SAMIR)
    assert "Emil External" not in await options(page, "Who")
    await page.keyboard.press("Escape")
    assert await options(page, "Anywhere") == ["# labeling", "Labelbot"]


async def test_a_message_shortcut_by_the_keyboard(stage: Stage, look: OpenPage) -> None:
    post(stage.workspace, stage.im, ANA, {"text": "a picture"})
    page = await look()
    await tab_to(page, "More message shortcuts", back=True)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Add to dataset")).to_be_focused()
    async with page.expect_response("**/page/act/message_shortcut"):
        await page.keyboard.press("Enter")
    (sent,) = stage.app.sent("message_action")
    assert (sent["callback_id"], sent["message"]["text"]) == ("add", "a picture")


async def test_shortcuts_stand_at_messages_where_nothing_hovers(stage: Stage, look: OpenPage) -> None:
    post(stage.workspace, stage.im, ANA, {"text": "a picture"})
    page = await look(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await expect(page.locator(".tools")).to_have_css("opacity", "1")
    await page.get_by_role("button", name="More message shortcuts").tap()
    await expect(page.get_by_role("menuitem", name="Add to dataset")).to_be_visible()
    assert await complaints(page) == ""
