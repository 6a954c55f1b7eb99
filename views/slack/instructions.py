"""A task's instructions in a window: the words, and what each concept looks like."""

from typing import Any

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.views import View

from domain.model import PictureState
from domain.read_models import ConceptSamples, ContentModel, InstructionsModel
from views.slack import ids, markdown, parts

_STARTS = {"label": "Start labeling", "review": "Start reviewing"}
_PREVIEW = (
    "So it is shown to whoever labels or reviews: once before the first answer, and whenever they press *Instructions*."
)
_MOST_ON_A_CARD = 600
"""Characters: what is labeled must still be near."""


def modal(model: InstructionsModel) -> View:
    blocks: list[Block] = [
        *([parts.small(parts.marked(_PREVIEW), block_id="preview")] if model.is_preview else ()),
        parts.header(model.task, "task"),
        *_words(model),
        *(block for place, group in enumerate(model.samples) for block in _samples(group, place)),
        *parts.turning(ids.INSTRUCTIONS_PAGE, "sample pictures", model.page, model.pages),
        *_change(model),
    ]
    return parts.modal(
        "Instructions",
        blocks,
        callback=ids.INSTRUCTIONS_WINDOW,
        submit=_STARTS.get(model.before),
        close="Not now" if model.before else "Close",
        keeps=keeps(model),
    )


def keeps(model: InstructionsModel) -> dict[str, Any]:
    """What the window keeps for itself."""
    return {"draft": model.of.draft, "task": model.of.task, "page": model.page, "before": model.before}


def read_first(words: str, task: int, prefix: str) -> list[Block]:
    """On a card, as long as its person has not answered anything: the beginning, with the way to all of it."""
    if not words:
        return []
    about = parts.button("Instructions", ids.INSTRUCTIONS, ids.value(task), says="Read all instructions")
    # Cut as it is written: a mark that has lost its end is shown as it is.
    shown = markdown.blocks(parts.cut(words, _MOST_ON_A_CARD))
    return [
        parts.said("📖 *Please read this first*", f"{prefix}:first"),
        *shown,
        parts.row([about], f"{prefix}:first:all"),
    ]


def _words(model: InstructionsModel) -> list[Block]:
    if model.page or (model.samples and not model.markdown.strip()):
        return []
    return markdown.blocks(model.markdown)


def _samples(group: ConceptSamples, place: int) -> list[Block]:
    return [
        parts.header(group.concept, f"concept:{place}"),
        *(_picture(one, group.concept, f"sample:{place}:{number}") for number, one in enumerate(group.pictures)),
    ]


def _picture(content: ContentModel, concept: str, block_id: str) -> Block:
    if content.state is PictureState.FAILED:
        words = f"⚠️ “{parts.cut(content.name, 200)}” can't be shown."
        return SectionBlock(text=parts.plain(words), block_id=f"{block_id}:failed")
    return parts.picture(content, block_id, says=f"Sample of {parts.cut(concept, 75)}: {parts.cut(content.name, 200)}")


def _change(model: InstructionsModel) -> list[Block]:
    if not model.may_change:
        return []
    words = "Change sample pictures" if model.samples else "Add sample pictures"
    return [parts.row([parts.button(words, ids.SAMPLES, ids.value(model.of.task))], "change")]
