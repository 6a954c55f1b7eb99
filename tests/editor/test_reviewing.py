"""A reviewer's page: who labeled and what was suggested, mending, deciding; several answers, one over the other."""

import pytest
from playwright.async_api import Browser, expect

from tests.editor.conftest import OpenEditor
from tests.editor.double import Double
from tests.editor.kept import box, queue, suggested
from tests.editor.stage import DESKTOP, PHONE, close_to

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
REVIEW = {
    "labeler": "Ana",
    "submitted_at": "2026-11-26T12:00:00Z",
    "changes": [{"at": "2026-11-25T12:00:00Z", "by": "Rea", "words": "requested changes: Tighter, please."}],
    "approved_by": ["Ben"],
}


def review(count: int = 2, **more: object) -> Double:
    double = Double(queue(count), is_review=True, **more)  # type: ignore[arg-type]
    for one in double.items:
        one.review = dict(REVIEW)
        one.shapes = [box("a", 100, 100, 200, 200, source="edited", score=0.9), box("b", 300, 300, 400, 400, concept=2)]
        one.suggestions = [suggested("s1", 0.7, 500, 100, 600, 200)]
    return double


async def test_a_reviewer_is_told_mends_and_approves(edit: OpenEditor):
    double = review()
    desk = await edit(double, **DESKTOP)
    words = desk.page.locator("#review")
    for said in ("Labeled by Ana", "Approved before by Ben", "Rea requested changes: Tighter, please."):
        await expect(words).to_contain_text(said)
    await expect(desk.page.locator("#shapes")).to_contain_text("AI, changed 90 %")
    await expect(desk.page.locator("#offers")).to_contain_text("70 %")
    await desk.click(350, 350)
    await desk.press("Delete")
    await desk.drag((150, 150), (170, 150))
    await expect(words).to_contain_text("Your changes: 1 changed, 1 deleted.")
    await desk.page.reload()
    await expect(words).to_contain_text("Your changes: 1 changed, 1 deleted.")
    await desk.button("Approve").click()
    await desk.shown(102)
    assert double.of(101).state == "approved"
    assert close_to(double.of(101).shapes[0]["points"], (120, 100), (220, 200))
    assert len(double.of(101).shapes) == 1
    await expect(words).not_to_contain_text("Your changes")
    await desk.press("Enter")
    await expect(desk.page.get_by_role("heading", name="All done")).to_be_visible()
    assert "shapes" not in double.sent("POST", "102/approve")[0]
    assert double.sent("PUT", "shapes") == []


async def test_changes_are_requested_and_answers_rejected_with_a_reason(edit: OpenEditor):
    double = review(3)
    desk = await edit(double, **DESKTOP)
    await desk.press("r")
    dialog = desk.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Ana gets it back")
    await dialog.get_by_label("Reason").fill("  ")
    await dialog.get_by_role("button", name="Request changes").click()
    await expect(desk.page.locator("#toast")).to_have_text("A reason is needed.")
    await desk.press("Delete", "r")
    await dialog.get_by_label("Reason").fill("Too loose")
    await dialog.get_by_role("button", name="Request changes").click()
    await desk.shown(102)
    assert (double.of(101).state, len(double.of(101).shapes)) == ("changes", 2)
    await desk.button("Reject").click()
    await dialog.get_by_role("button", name="Cancel").click()
    assert double.of(102).state == "open"
    await desk.press("x")
    await dialog.get_by_label("Reason").fill("Not a bird")
    await dialog.get_by_role("button", name="Reject").click()
    await desk.shown(103)
    assert double.sent("POST", "reject")[0]["reason"] == "Not a bird"


async def test_one_of_several_answers_is_chosen(edit: OpenEditor):
    double = review(2)
    one = double.of(101)
    theirs = [box("c", 110, 110, 190, 190)]
    one.review = REVIEW | {
        "answers": [
            {"assignment": 101, "revision": 1, "labeler": "Ana", "shapes": one.shapes, "answer": None},
            {"assignment": 102, "revision": 1, "labeler": "Ben", "shapes": theirs, "answer": None},
        ]
    }
    desk = await edit(double, 101, **PHONE)
    await desk.button("Shapes and suggestions").tap()
    await desk.page.get_by_label("Ben: 1 shape").check()
    await expect(desk.shapes).to_have_count(1)
    await desk.button("Approve").tap()
    await expect(desk.page.locator("body")).not_to_have_attribute("data-busy", "")
    assert [path for method, path, _ in double.asked if method == "POST"] == ["items/102/approve"]
    assert "shapes" not in double.sent("POST", "approve")[0]


async def test_changes_in_several_answers_stay_with_their_answers(edit: OpenEditor, chrome: Browser):
    double = review(2)
    one = double.of(101)
    theirs = [box("c", 300, 100, 500, 300)]
    both = [("Ana", 101, one.shapes), ("Ben", 102, theirs)]
    rest = {"revision": 1, "answer": None}
    one.review = REVIEW | {"answers": [{"assignment": n, "labeler": who, "shapes": s, **rest} for who, n, s in both]}
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, 101, context=context)
    await desk.page.get_by_label("Ben: 1 shape").check()
    await desk.drag((400, 200), (420, 200))
    await desk.page.get_by_label("Ana: 2 shapes").check()
    await expect(desk.page.locator("#mended")).to_have_text("")
    await desk.page.get_by_label("Ben: 1 shape").check()
    await expect(desk.page.locator("#mended")).to_contain_text("1 changed")
    await desk.leave()
    desk = await edit(double, 101, context=context)
    await expect(desk.page.locator("#toast")).to_contain_text("Your own changes are back.")
    await expect(desk.page.get_by_label("Ben: 1 shape")).to_be_checked()
    await desk.button("Approve").click()
    await expect(desk.page.locator("body")).not_to_have_attribute("data-busy", "")
    (sent,) = double.sent("POST", "102/approve")
    assert close_to(sent["shapes"][0]["points"], (320, 100), (520, 300))


async def test_a_card_in_slack_was_quicker_than_a_reviewer_who_mends(edit: OpenEditor, chrome: Browser):
    double = review(3)
    context = await chrome.new_context(**DESKTOP)
    desk = await edit(double, context=context)
    await desk.drag((150, 150), (170, 150))
    await expect(desk.page.locator("#saved")).to_have_text("Kept here until you approve")
    double.of(101).state, double.of(101).revision = "approved", 2
    await desk.comes_back()
    alert = desk.page.get_by_role("alert")
    await expect(alert).to_contain_text("This is approved by now, without your changes. They are kept in this browser.")
    await desk.button("Go on").click()
    await desk.shown(102)
    await desk.drag((150, 150), (150, 170))
    double.of(102).state, double.of(102).revision = "approved", 2
    await desk.button("Approve").click()
    await expect(alert).to_contain_text("This is approved by now.")
    await desk.leave()
    desk = await edit(double, context=context)
    await desk.shown(103)
    alert = desk.page.get_by_role("alert")
    await expect(alert).to_contain_text("What you changed in 2 other items here was not approved")
    await desk.button("Show it").click()
    await desk.shown(101)
    await expect(alert).to_contain_text("approved by now, without the changes that you had made here. A lead can")
    await desk.button("Throw them away").click()
    await desk.page.reload()
    await expect(alert).to_contain_text("in 1 other item")
    await desk.button("Throw it away").click()
    assert await desk.page.evaluate("localStorage.length") == 0


async def test_what_others_did_meanwhile_is_shown_to_who_comes_back(edit: OpenEditor):
    double = Double(queue(2))
    desk = await edit(double, **DESKTOP)
    one = double.of(101)
    one.shapes, one.revision = [box("z", 100, 100, 200, 200)], 5
    await desk.comes_back()
    await expect(desk.shapes).to_have_count(1)
    await desk.drag((300, 300), (400, 400))
    await desk.saved()
    assert len(one.shapes) == 2
    one.state, one.revision = "approved", 9
    await desk.comes_back()
    await expect(desk.page.locator("#toast")).to_have_text("This is approved by now.")
    await expect(desk.button("Submit")).to_be_hidden()


async def test_the_labeler_sees_why_it_came_back(edit: OpenEditor):
    double = Double(queue(1, state="changes", reason={"words": "Tighter, please.", "by": "Rea"}))
    desk = await edit(double, **DESKTOP)
    await expect(desk.page.get_by_role("note")).to_have_text("Rea asked for changes: Tighter, please.")
