"""Where things stand: permalinks, broadcasts, attachments, files from elsewhere, and modals in one window only."""

import asyncio

import pytest
from playwright.async_api import expect

from playground.modals import open_view
from playground.posting import post, post_as_app
from playground.uploads import hide_by_limit, link, upload
from tests.playground.page import gallery
from tests.playground.page.axe import complaints
from tests.playground.page.conftest import OpenPage
from tests.playground.page.stage import ANA, BEN, Payload, Stage, blue_png

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
LABELING = "C0LABELING"


def small(*blocks: Payload) -> Payload:
    return {"type": "modal", "title": gallery.plain("Small"), "submit": gallery.plain("Save"), "blocks": list(blocks)}


async def test_a_permalink_leads_to_its_message(stage: Stage, look: OpenPage) -> None:
    old = post(stage.workspace, LABELING, BEN, {"text": "The old one"})
    for number in range(40):
        post(stage.workspace, LABELING, BEN, {"text": f"Newer {number}"})
    page = await look()
    await page.goto("about:blank")
    await page.goto(f"{stage.playground.url}/archives/{LABELING}/p{old.ts.replace('.', '')}")
    await expect(page.get_by_role("button", name="You are Ana Silva")).to_be_visible()
    await expect(page.get_by_text("The old one")).to_be_in_viewport()
    await expect(page.locator(f'[data-ts="{old.ts}"]')).to_be_focused()


async def test_a_permalink_in_a_message_is_followed_on_the_page(stage: Stage, look: OpenPage) -> None:
    first = post(stage.workspace, LABELING, BEN, {"text": "The question"})
    reply = post(stage.workspace, LABELING, BEN, {"text": "The answer"}, thread_ts=first.ts)
    here = f"{stage.playground.url}/archives"
    address = f"{here}/{LABELING}/p{reply.ts.replace('.', '')}?thread_ts={first.ts}&cid={LABELING}"
    stage.say(
        [{"type": "section", "text": gallery.mrkdwn(f"<{address}|there> <{here}/D0BEN00000/p1800000000000000|no>")}]
    )
    page = await look()
    await page.get_by_role("link", name="no").click()
    await expect(page.get_by_text("You are not in the channel of that message.")).to_be_visible()
    await page.get_by_role("link", name="there").click()
    await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("The answer")
    await expect(page.get_by_role("heading", name="labeling")).to_be_visible()


async def test_a_reply_for_the_channel_too(stage: Stage, look: OpenPage) -> None:
    first = post(stage.workspace, LABELING, BEN, {"text": "The question"})
    post(stage.workspace, LABELING, ANA, {"text": "Only there"}, thread_ts=first.ts)
    post(stage.workspace, LABELING, ANA, {"text": "For all"}, thread_ts=first.ts, reply_broadcast=True)
    page = await look(channel=LABELING)
    room = page.get_by_role("main")
    await expect(room.get_by_text("For all")).to_be_visible()
    await expect(room.get_by_text("Only there")).to_have_count(0)
    await page.get_by_role("button", name="replied to a thread: The question").click()
    await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Only there")
    assert await complaints(page) == ""


async def test_buttons_in_attachments_work(stage: Stage, look: OpenPage) -> None:
    inside = [{"type": "actions", "elements": [gallery.button("Go", "go")]}]
    post_as_app(stage.workspace, stage.im, {"text": "x", "attachments": [{"blocks": inside}]})
    page = await look()
    async with page.expect_response("**/page/act/click"):
        await page.get_by_role("button", name="Go").click()
    assert stage.app.sent("block_actions")[0]["container"]["type"] == "message_attachment"


async def test_files_from_elsewhere_and_hidden_ones(stage: Stage, look: OpenPage) -> None:
    workspace = stage.workspace
    away = link(workspace, ANA, "Guidelines", "https://drive.example/x")
    shown = upload(workspace, ANA, "cat.png", blue_png())
    message = post(workspace, stage.im, ANA, {"text": "Look"}, files=[away.id, shown.id])
    for file in (away, shown):
        file.shares[stage.im] = [message.ts]
    page = await look()
    await expect(page.get_by_role("link", name="Guidelines")).to_have_attribute("href", "https://drive.example/x")
    await expect(page.get_by_role("img", name="cat.png")).to_be_visible()
    hide_by_limit(workspace, shown)
    await expect(page.get_by_role("img", name="cat.png")).to_have_count(0)
    await expect(page.get_by_text("This file is hidden")).to_be_visible()


async def test_the_paperclip_takes_files(stage: Stage, look: OpenPage) -> None:
    page = await look()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Attach files").click()
    archive = {"name": "all.zip", "mimeType": "application/zip", "buffer": bytes(11_000_000)}
    await (await chooser.value).set_files(archive)  # type: ignore[arg-type]
    await expect(page.get_by_role("button", name="Remove all.zip")).to_be_visible()
    async with page.expect_response("**/page/act/post_message"):
        await page.get_by_role("button", name="Send now").click()
    (message,) = stage.workspace.messages[stage.im].values()
    file = stage.workspace.files[message.files[0]]
    assert (file.mimetype, file.length, file.shares) == ("application/zip", 11_000_000, {stage.im: [message.ts]})


async def test_a_modal_stands_in_the_window_that_asked_for_it(stage: Stage, look: OpenPage) -> None:
    async def open_form(payload: Payload) -> None:
        open_view(stage.workspace, stage.workspace.triggers[payload["trigger_id"]], small(gallery.texts()[0]))

    stage.app.answer = open_form
    first, second = await look(), await look()
    await second.get_by_role("textbox", name="Message Labelbot").fill("/label new")
    await second.keyboard.press("Enter")
    await expect(second.get_by_role("dialog", name="Small")).to_be_visible()
    await second.reload()
    await expect(second.get_by_role("dialog", name="Small")).to_be_visible()
    post(stage.workspace, stage.im, ANA, {"text": "Both see this"})
    await expect(first.get_by_text("Both see this")).to_be_visible()
    await expect(first.get_by_role("dialog")).to_have_count(0)


async def test_the_focus_begins_where_the_app_wants_it(stage: Stage, look: OpenPage) -> None:
    page = await look()
    text = {"type": "plain_text_input", "action_id": "text"}
    chosen = {"initial_option": gallery.FRUITS[1], "focus_on_load": True}
    radios = {"type": "radio_buttons", "action_id": "radios", "options": gallery.FRUITS[:3], **chosen}
    stage.open_modal(small(gallery.labelled("Text", text, "text"), gallery.labelled("Radios", radios, "radios")))
    await expect(page.get_by_role("radio", name="Banana")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("radio", name="Cherry")).to_be_checked()


async def test_what_a_file_input_does_not_take_is_said(stage: Stage, look: OpenPage) -> None:
    page = await look()
    view = stage.open_modal(
        small(
            gallery.labelled(
                "Files", {"type": "file_input", "action_id": "f", "filetypes": ["png"], "max_files": 2}, "f"
            )
        )
    )
    large = bytes(11_000_000)
    files = {"a.png": b"a", "b.gif": b"b", "c.PNG": large, "d.png": b"d", "e.png": b"e"}
    picked = [{"name": name, "mimeType": "image/png", "buffer": content} for name, content in files.items()]
    await page.locator("input[type=file]").set_input_files(picked)  # type: ignore[arg-type]
    alert = page.get_by_role("alert")
    for words in ("b.gif can't be added: only png", "c.PNG can't be added: a file may have", "At most 2 files"):
        await expect(alert).to_contain_text(words)
    await expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    assert await complaints(page) == ""
    while len(view.state["f"]["f"]["files"]) < 2:
        await asyncio.sleep(0)
        await page.evaluate("new Promise(requestAnimationFrame)")
    assert [file["name"] for file in view.state["f"]["f"]["files"]] == ["a.png", "d.png"]
