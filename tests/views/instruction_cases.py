"""Every state of instructions, and of the window in which their sample pictures are chosen."""

from collections.abc import Callable
from dataclasses import replace

from domain.model import PictureState, Tally
from domain.read_models import Choice, ConceptSamples, ContentModel, InstructionsModel, SampleLine, SamplesModel
from domain.samples import SamplesOf
from tests.views.cases import CARD, DONE, FILLED, READY, REVIEW, Shown
from views.slack import card, instructions, new_task, notices, review, samples, window

INSTRUCTIONS = """# What to look for
Label the **whole** picture. A _drawing_ of a cat is a `Cat` too, ~~never~~ mostly.

1. Look at the ears
2. Then at the tail
   - long: Cat
   - wagging: Dog

> When in doubt, flag it.

```
lynx -> Cat
```
[More](https://example.com/cats) <b>no html</b>"""
SAMPLED = InstructionsModel(
    "Cats and dogs",
    "Look at the **ears**.",
    (
        ConceptSamples("Cat", (READY, ContentModel(PictureState.READY, "tom.jpg", url="https://l.example.com/t.jpg"))),
        ConceptSamples(
            "Dog", (ContentModel(PictureState.WANTED, "rex.jpg"), ContentModel(PictureState.FAILED, "lost.jpg"))
        ),
    ),
    of=SamplesOf(task=3),
)
CHOSEN = SamplesModel(
    SamplesOf(draft="dr4ft"),
    2,
    (
        SampleLine(Choice("1", "Cat"), replace(READY, input=7)),
        SampleLine(Choice("new:Lynx", "Lynx"), ContentModel(PictureState.SCANNING, "lynx.png", input=8)),
        SampleLine(Choice("new:Lynx", "Lynx"), ContentModel(PictureState.FAILED, "lost.png", input=9)),
    ),
    0,
    1,
    3,
    dataset="Pets",
    can_choose=True,
)
CASES: dict[str, Callable[[], Shown]] = {
    "instructions": lambda: instructions.modal(InstructionsModel("Cats and dogs", INSTRUCTIONS)),
    "instructions_none": lambda: instructions.modal(InstructionsModel("Cats and dogs", "")),
    "instructions_samples": lambda: instructions.modal(SAMPLED),
    "instructions_second_page": lambda: instructions.modal(replace(SAMPLED, page=1, pages=2, may_change=True)),
    "instructions_first": lambda: window.labeling_window(replace(CARD, first=replace(SAMPLED, before="label"))),
    "instructions_first_review": lambda: window.review_window(replace(REVIEW, first=replace(SAMPLED, before="review"))),
    "instructions_preview": lambda: instructions.modal(replace(SAMPLED, is_preview=True, of=SamplesOf(draft="dr4ft"))),
    "instructions_lost_pictures": lambda: instructions.modal(SAMPLED).without_pictures(),
    "card_read_first": lambda: card.card(
        replace(CARD, tally=Tally(40), undo=None, read_first=INSTRUCTIONS), intro=notices.intro("queue", CARD)
    ),
    "card_start_read_first": lambda: card.card(
        replace(DONE, undo=None, tally=Tally(), may_take=40, read_first="Look at the **ears**. " * 60)
    ),
    "review_read_first": lambda: review.card(replace(REVIEW, reviewed=0, read_first=INSTRUCTIONS)),
    "form_samples": lambda: new_task.modal(replace(FILLED, samples=3)),
    "samples": lambda: samples.modal(CHOSEN),
    "samples_second_page": lambda: samples.modal(
        replace(CHOSEN, page=1, pages=3, total=23, note="2 sample pictures added to “Cat”.", coming=1), turn=4
    ),
    "samples_only_uploads": lambda: samples.modal(replace(CHOSEN, lines=(), total=0, can_choose=False, dataset=None)),
    "samples_no_concepts": lambda: samples.modal(replace(CHOSEN, concepts=0, lines=())),
    "samples_lost_pictures": lambda: samples.modal(CHOSEN).without_pictures(),
}


def hostile(text: str) -> list[Shown]:
    """Every builder, with `text` wherever people may write."""
    groups = (ConceptSamples(text, (replace(READY, name=text),) * 10),)
    line = SampleLine(Choice(f"new:{text[:75]}", text), READY)
    contents = [replace(READY, name=text, input=number) for number in range(10)]
    lines = tuple(replace(line, content=one) for one in contents)
    return [
        instructions.modal(InstructionsModel(text, text)),
        instructions.modal(replace(SAMPLED, task=text, markdown=text, samples=groups)),
        samples.modal(replace(CHOSEN, lines=lines, dataset=text, note=text)),
    ]
