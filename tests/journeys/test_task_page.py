"""A task's own page: who sees what of it, and what a lead does there."""


import pytest

from tests.journeys.acts import NAME, create_task
from tests.journeys.stage import Stage

pytestmark = pytest.mark.slow


async def test_a_lead_looks_after_a_task(stage: Stage) -> None:
    stage.add_pictures("Photos", 6)
    await create_task(stage, labelers=("Ben", "Chloé"), reviewers=("Dmitri",), instructions="Look at the **ears**.")
    ana, ben, chloe, dmitri = (stage.person(name) for name in ("Ana", "Ben", "Chloé", "Dmitri"))
    # A flag brings the picture and what can be done about it; the reason is asked for.
    await ben.sees("1 of 3")
    await ben.sees("Picture: picture-")
    await ben.click("Flag")
    await ana.sees("flagged")
    await ana.sees("Picture: picture-")
    await ana.click("Exclude…")
    await ana.sees_modal("Exclude input?")
    await ana.fill("Why is it taken out?", " ")
    await ana.submit()
    assert "why this input is taken out" in ana.errors()["Why is it taken out?"]
    await ana.fill("Why is it taken out?", "It is blurred.")
    await ana.submit()
    await ana.sees("was taken out: “It is blurred.”")
    await ben.sees("1 of 2")
    # From the notice to the page, where it can be taken in again.
    await ana.click("Open task")
    await ana.sees_modal(NAME)
    await ana.sees("Excluded", "modal")
    await ana.click("Excluded inputs (1)", "modal")
    await ana.sees("“It is blurred.”", "modal")
    await ana.click("Include again", "modal")
    await ana.sees("No excluded inputs", "modal")
    await ana.click(f"‹ {NAME}", "modal")
    await ana.sees("People", "modal")
    print(ana.text_of(ana.modal))
