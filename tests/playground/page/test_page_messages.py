"""Messages on the page: buttons, repaints in place, threads, notices, unread marks, commands and people."""

import asyncio

import pytest
from playwright.async_api import Browser, expect

from playground.manifest import parse_manifest
from playground.posting import post, replace
from playground.seed import seeded
from playground.server import running
from tests.playground.page import gallery
from tests.playground.page.conftest import OpenPage
from tests.playground.page.stage import (
    ANA,
    BEN,
    MANIFEST,
    Actor,
    Payload,
    Stage,
    blue_png,
    open_page,
    say_nothing,
    settle,
)

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


def card(number: int, file: str) -> list[Payload]:
    """A labeling card as apps send it: no block_ids, or new ones each time."""
    return [
        {"type": "section", "text": gallery.mrkdwn(f"*{number} of 40*")},
        {"type": "image", "slack_file": {"id": file}, "alt_text": "The picture"},
        {
            "type": "actions",
            "block_id": f"item:{number}",
            "elements": [gallery.button(name, f"label_{name}") for name in ("Cat", "Dog", "Bird")],
        },
    ]


async def test_a_repaint_keeps_picture_and_focus(stage: Stage, look: OpenPage) -> None:
    """Who labels by the keyboard presses Enter again and again on the same concept."""
    file = stage.add_file("blue.png", blue_png(), "image/png")
    message = stage.say(card(1, file))
    page = await look()
    await page.get_by_role("img", name="The picture").evaluate("image => { image.isTheSame = true }")

    async def next_card(payload: Payload) -> None:
        number = int(payload["actions"][0]["block_id"].split(":")[1]) + 1
        replace(stage.workspace, message, {"blocks": card(number, file)}, marks_edit=False)

    stage.app.answer = next_card
    await page.get_by_role("button", name="Dog").focus()
    for number in (2, 3, 4):
        await page.keyboard.press("Enter")
        await expect(page.get_by_text(f"{number} of 40")).to_be_visible()
        await expect(page.get_by_role("button", name="Dog")).to_be_focused()
        await expect(page.locator(".is-busy")).to_have_count(0)
    assert [sent["actions"][0]["action_id"] for sent in stage.app.sent("block_actions")] == ["label_Dog"] * 3
    assert await page.get_by_role("img", name="The picture").evaluate("image => image.isTheSame === true")


async def test_a_button_waits_and_says_when_nobody_answers(stage: Stage, look: OpenPage) -> None:
    stage.workspace.patience = 0.3
    stage.say(card(1, "F0"))
    page = await look()
    held = asyncio.Event()

    async def never(_payload: Payload) -> None:
        await held.wait()

    stage.app.answer = never
    await page.get_by_role("button", name="Cat").click()
    await expect(page.get_by_role("button", name="Cat")).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_text("Oh no, something went wrong.")).to_be_visible()
    await expect(page.get_by_role("img", name="failed")).to_be_visible()
    held.set()
    await page.get_by_role("button", name="Cat").click()
    await expect(page.get_by_role("img", name="failed")).to_have_count(0)


async def test_confirm_dialogs_ask_first(stage: Stage, look: OpenPage) -> None:
    stage.say(gallery.controls())
    page = await look()
    await page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("alertdialog", name="Delete the task?")
    await expect(dialog.get_by_role("button", name="Delete")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="Delete")).to_be_focused()
    assert stage.app.sent("block_actions") == []
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Delete").click()
    await expect(dialog).to_have_count(0)
    await expect(page.locator(".is-busy")).to_have_count(0)
    assert [sent["actions"][0]["action_id"] for sent in stage.app.sent("block_actions")] == ["delete"]


async def test_selects_menus_and_choices_tell_the_app(stage: Stage, look: OpenPage) -> None:
    stage.say(gallery.controls())
    page = await look()
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit").click()
    await page.get_by_role("combobox", name="Fruit").fill("che")
    await page.get_by_role("option", name="Cherry").click()
    await page.get_by_role("combobox", name="Who").click()
    await page.get_by_role("option", name="Ben Okafor").click()
    await page.get_by_role("checkbox", name="Banana").check()
    await page.get_by_role("radio", name="Apple").check()
    await page.locator("input[type=date]").fill("2027-01-31")
    await expect(page.get_by_role("combobox", name="Fruit")).to_have_value("Cherry")
    await expect(page.locator(".is-busy")).to_have_count(0)
    acts = {sent["actions"][0]["action_id"]: sent["actions"][0] for sent in stage.app.sent("block_actions")}
    assert acts["menu"]["selected_option"]["value"] == "edit"
    assert acts["fruit"]["selected_option"]["value"] == "cherry"
    assert acts["who"]["selected_user"] == BEN
    assert [one["value"] for one in acts["some"]["selected_options"]] == ["apple", "banana"]
    assert acts["one"]["selected_option"]["value"] == "apple"
    assert acts["day"]["selected_date"] == "2027-01-31"


async def test_the_newest_choice_is_never_lost(stage: Stage, look: OpenPage) -> None:
    """A second box ticked while the app still answers the first one is told afterwards."""
    stage.say(gallery.controls())
    page = await look()
    held = asyncio.Event()

    async def wait(_payload: Payload) -> None:
        await held.wait()

    stage.app.answer = wait
    await page.get_by_role("checkbox", name="Banana").check()
    await page.get_by_role("checkbox", name="Apple").uncheck()
    await page.get_by_role("button", name="Cat").dblclick()
    held.set()
    await expect(page.locator(".is-busy")).to_have_count(0)
    acts = [sent["actions"][0] for sent in stage.app.sent("block_actions")]
    told = [[one["value"] for one in act["selected_options"]] for act in acts if act["action_id"] == "some"]
    assert told == [["apple", "banana"], ["banana"]]
    assert [act["action_id"] for act in acts].count("cat") == 1


async def test_threads(stage: Stage, look: OpenPage) -> None:
    first = post(stage.workspace, "C0GENERAL0", BEN, {"text": "first"})
    page = await look(channel="C0GENERAL0")
    await page.get_by_text("first", exact=True).hover()
    await page.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    await thread.get_by_role("textbox").fill("and a reply")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_text("and a reply")).to_be_visible()
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    assert [message.thread_ts for message in stage.workspace.messages["C0GENERAL0"].values()] == [None, first.ts]
    await thread.get_by_role("textbox").fill("/label new")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("/label is not supported in threads. Sorry!")).to_be_visible()
    assert stage.app.got == []


async def test_notices_are_dismissed(stage: Stage, look: OpenPage) -> None:
    stage.say([], ephemeral_to=ANA)
    page = await look()
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await page.get_by_role("button", name="Dismiss message").click()
    await expect(page.get_by_text("Only visible to you")).to_have_count(0)
    assert stage.workspace.messages[stage.im] == {}


async def test_edited_messages_say_so_and_deleted_ones_go(stage: Stage, look: OpenPage) -> None:
    message = stage.say([])
    page = await look()
    replace(stage.workspace, message, {"text": "other words"}, marks_edit=True)
    await expect(page.get_by_text("other words")).to_be_visible()
    await expect(page.get_by_text("(edited)")).to_be_visible()
    del stage.workspace.messages[stage.im][message.ts]
    stage.workspace.changed("message_deleted", message=message)
    await expect(page.get_by_text("other words")).to_have_count(0)


async def test_unread_marks_come_and_go(stage: Stage, look: OpenPage) -> None:
    page = await look()
    row = page.get_by_role("button", name="general")
    post(stage.workspace, "C0GENERAL0", BEN, {"text": "news"})
    await expect(row).to_have_accessible_name("general 1 unread")
    await expect(page).to_have_title("(1) Labelbot – local playground")
    await row.click()
    await expect(page.get_by_text("news")).to_be_visible()
    await expect(row).to_have_accessible_name("general")
    await expect(page).to_have_title("general – local playground")


async def test_commands_are_offered_and_sent(stage: Stage, look: OpenPage) -> None:
    page = await look()
    box = page.get_by_role("textbox", name="Message Labelbot")
    await box.fill("/la")
    await expect(page.get_by_role("option")).to_have_text("/label new | next | helpLabel things")
    await box.press("Tab")
    await expect(box).to_have_value("/label ")
    await expect(page.locator(".composer-hint")).to_have_text("/label new | next | help")
    await box.press_sequentially("new")
    async with page.expect_response("**/page/act/command"):
        await box.press("Enter")
    await expect(box).to_have_value("")
    assert [(sent["command"], sent["text"]) for sent in stage.app.got] == [("/label", "new")]
    await box.fill("/lable new")
    await box.press("Enter")
    await expect(page.get_by_text("is not a valid command")).to_be_visible()
    assert len(stage.app.got) == 1


async def test_shortcuts_from_the_plus_and_from_a_message(stage: Stage, look: OpenPage) -> None:
    post(stage.workspace, stage.im, ANA, {"text": "a picture"})
    page = await look()
    await page.get_by_role("button", name="Shortcuts", exact=True).click()
    async with page.expect_response("**/page/act/shortcut"):
        await page.get_by_role("menuitem", name="New labeling task").click()
    await page.get_by_text("a picture").hover()
    await page.get_by_role("button", name="More message shortcuts").click()
    async with page.expect_response("**/page/act/message_shortcut"):
        await page.get_by_role("menuitem", name="Add to dataset").click()
    await expect(page.get_by_role("menu")).to_have_count(0)
    assert [sent["callback_id"] for sent in stage.app.got] == ["new", "add"]


async def test_becoming_somebody_else(stage: Stage, look: OpenPage) -> None:
    post(stage.workspace, stage.im, ANA, {"text": "Ana's own"})
    page = await look()
    await expect(page.get_by_text("Ana's own")).to_be_visible()
    await page.get_by_role("button", name="You are Ana Silva").click()
    await page.get_by_role("menuitemradio", name="Ben Okafor").click()
    await expect(page.get_by_role("button", name="You are Ben Okafor")).to_be_visible()
    await expect(page.get_by_text("Ana's own")).to_have_count(0)
    post(stage.workspace, stage.workspace.im_with(BEN).id, BEN, {"text": "Ben's own"})
    await expect(page.get_by_text("Ben's own")).to_be_visible()


async def test_it_says_whose_turn_it_is(stage: Stage, look: OpenPage) -> None:
    page = await look()
    await expect(page.get_by_title("Somebody else has something new")).to_have_count(0)
    stage.say([], channel=stage.workspace.im_with(BEN).id)
    await expect(page.get_by_title("Somebody else has something new")).to_be_visible()
    await page.get_by_role("button", name="You are Ana Silva").click()
    await expect(page.get_by_role("menuitemradio", name="Ben Okafor")).to_contain_text("1 unread")
    await page.get_by_role("menuitemradio", name="Ben Okafor").click()
    await expect(page.get_by_title("Somebody else has something new")).to_have_count(0)


async def test_the_line_is_dialled_again(chrome: Browser) -> None:
    workspace = seeded(parse_manifest(MANIFEST))
    async with running(workspace, deliveries=Actor(workspace, say_nothing)) as playground:
        page, _ = await open_page(chrome, f"{playground.url}/#person={ANA}&channel=C0GENERAL0")
        port = int(playground.url.rpartition(":")[2])
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    post(workspace, "C0GENERAL0", BEN, {"text": "written meanwhile"})
    async with running(workspace, port, deliveries=Actor(workspace, say_nothing)):
        await expect(page.get_by_text("written meanwhile")).to_be_visible()
        await expect(page.get_by_text("Reconnecting…")).to_have_count(0)
        post(workspace, "C0GENERAL0", BEN, {"text": "written afterwards"})
        await expect(page.get_by_text("written afterwards")).to_be_visible()
        await page.close()


async def test_the_newest_stays_in_sight_when_pictures_come_late(stage: Stage, look: OpenPage) -> None:
    file = stage.add_file("blue.png", blue_png(600, 500), "image/png")
    for number in range(12):
        stage.say(card(number, file))
    page = await look()
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    await expect(page.get_by_role("button", name="Bird").last).to_be_in_viewport(ratio=1)
    stage.say(card(99, file))
    await expect(page.get_by_role("button", name="Bird").last).to_be_in_viewport(ratio=1)
    await page.locator(".messages").evaluate("box => { box.scrollTop = 0 }")
    await settle(page)
    stage.say(card(100, file))
    await expect(page.get_by_text("100 of 40")).to_be_attached()
    await expect(page.get_by_role("button", name="Bird").last).not_to_be_in_viewport()


async def test_buttons_dont_jump_while_the_next_picture_loads(stage: Stage, look: OpenPage) -> None:
    first, second = (stage.add_file(f"{name}.png", blue_png(300, 280), "image/png") for name in "ab")
    message = stage.say(card(1, first))
    page = await look()
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    frame = page.locator(".picture-block")
    before = await frame.bounding_box()
    await page.route(f"**/{second}*", lambda _route: None)
    replace(stage.workspace, message, {"blocks": card(2, second)}, marks_edit=False)
    await expect(page.get_by_text("2 of 40")).to_be_visible()
    assert await frame.get_attribute("class") == "picture picture-block is-loading"
    assert await frame.bounding_box() == before


async def test_files_are_sent_with_a_message(look: OpenPage) -> None:
    page = await look()
    await page.get_by_role("button", name="Shortcuts", exact=True).click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Upload from your computer").click()
    picked = await chooser.value
    await picked.set_files({"name": "blue.png", "mimeType": "image/png", "buffer": blue_png()})
    await expect(page.locator(".composer .chip")).to_have_text(["blue.png"])
    await page.get_by_role("button", name="Send now").click()
    await expect(page.get_by_role("img", name="blue.png")).to_be_visible()
    await expect(page.locator(".composer .chip")).to_have_count(0)


async def test_many_messages_dont_slow_the_typing(stage: Stage, look: OpenPage) -> None:
    for number in range(300):
        stage.say(card(number, "F0"))
    page = await look()
    box = page.get_by_role("textbox", name="Message Labelbot")
    await box.focus()
    took = await box.evaluate("""async box => {
        const times = [];
        for (let i = 0; i < 20; i++) {
            const start = performance.now();
            box.value += "x";
            box.dispatchEvent(new Event("input"));
            await Promise.resolve();
            await Promise.resolve();
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[10];
    }""")
    assert took < 40
