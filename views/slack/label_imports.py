"""Labels out of a COCO file: the window that asks for it, and the message that says how far it is."""

from slack_sdk.models.blocks import Block, InputBlock, RadioButtonsElement, RichTextBlock, RichTextListElement
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from domain.label_importing import LabelImportForm
from views.slack import ids, parts
from views.slack.parts import Message
from views.slack.prose import section, strong, told

_HOWS = {
    "suggestions": ("Suggestions", "Labelers accept, mend or ignore them."),
    "review": ("Answers for review", "A reviewer looks at them first."),
    "final": ("Final answers", "They count at once."),
}
_ENDED = {"suggestions": "suggested", "review": "for review", "final": "final"}
_MOST_REASONS = 15
_HINT = "One JSON file, as Labelbot and others write it. Pictures are found by their SHA-256, else by their names."


def modal(form: LabelImportForm, keeps: dict[str, object]) -> View:
    options = [parts.option(*_option(how)) for how in form.hows]
    shown: list[Block] = [
        parts.quoted(f"Boxes or polygons into “{parts.short(form.name)}”. What is answered already stays.", "words"),
        InputBlock(
            label=parts.plain("COCO file"),
            hint=parts.plain(_HINT),
            element=FileInputElement(action_id=ids.TYPED, max_files=1, filetypes=["json"]),
            block_id=ids.FIELD_FILES,
        ),
        InputBlock(
            label=parts.plain("What becomes of them"),
            element=RadioButtonsElement(action_id=ids.TYPED, options=options, initial_option=options[0]),
            block_id=ids.FIELD_WHAT,
        ),
    ]
    return parts.modal(
        "Import labels", shown, callback=ids.IMPORT_LABELS_WINDOW, submit="Import", close="Cancel", keeps=keeps
    )


def asked(task: str) -> str:
    return f"The labels are on their way into “{parts.short(task)}”. Your messages with Labelbot show how far it is."


def progress(task: str, done: int = 0, total: int = 0) -> Message:
    """In pictures; 0 of 0: it has not begun."""
    name = strong(f"“{parts.short(task)}”")
    far = f"{parts.bar(done, total)} {done:,} of {parts.count(total, 'picture')}." if total else "the file is read."
    return told("📥 Importing labels into ", name, f": {far}")


def ended(task: str, how: str, pictures: int, shapes: int, left_out: list[tuple[str, int]]) -> Message:
    """`left_out`: why, and how often, most first."""
    counts = f"{parts.count(shapes, 'shape')} on {parts.count(pictures, 'picture')}"
    words = f": {counts} {'is' if shapes == 1 else 'are'} {_ENDED[how]}."
    more = [section(f"{number:,} × {parts.cut(why, 250)}") for why, number in left_out[:_MOST_REASONS]]
    if rest := sum(number for _, number in left_out[_MOST_REASONS:]):
        more.append(section(f"{rest:,} × for other reasons"))
    blocks: list[Block] = []
    if more:
        blocks = [RichTextBlock(elements=[section("Left out:"), RichTextListElement(style="bullet", elements=more)])]
    return told("✅ " if pictures else "⚠️ ", strong(f"“{parts.short(task)}”"), words, more=blocks)


def failed(task: str, why: str) -> Message:
    """`why` is a sentence."""
    return told("⚠️ No labels came into ", strong(f"“{parts.short(task)}”"), f": {why}")


def _option(how: str) -> tuple[str, str, str]:
    text, description = _HOWS[how]
    return text, how, description
