"""The windows that add inputs to a dataset: what somebody gives, and what a message holds."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    ExternalDataSelectElement,
    InputBlock,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from views.slack import ids, parts

FILES, TEXT = "files", "text"
_MOST_FILES = 10
_PART = 3000
"""Characters that a field takes."""
_MOST_PARTS = 15
_KINDS = "Pictures (JPEG, PNG, WebP, GIF), texts (CSV, JSON Lines, plain lines), videos (MP4, WebM), or a zip of these."


def modal(dataset: int, name: str) -> View:
    shown: list[Block] = [
        parts.quoted(f"Into “{name}”. What is in it already is not added twice.", "words"),
        InputBlock(
            label=parts.plain("Files"),
            hint=parts.plain(f"{_KINDS} At most {_MOST_FILES} files of 10 MB."),
            element=FileInputElement(action_id=ids.TYPED, max_files=_MOST_FILES),
            block_id=ids.FIELD_FILES,
            optional=True,
        ),
        _field(ids.FIELD_ADDRESSES, "Addresses", "Of files on the web, one a line.", "https://example.org/photo.jpg"),
        _field(ids.FIELD_TEXTS, "Texts", "Each line is a text of its own.", "What a nice place!"),
    ]
    return parts.modal(
        "Add inputs", shown, callback=ids.ADD_INPUTS_WINDOW, submit="Add", close="Cancel", keeps={"dataset": dataset}
    )


def message_modal(files: Sequence[tuple[str, str]], words: str) -> View:
    """`files`: (id, name) each. Of a message with both, one is chosen."""
    dataset = InputBlock(
        label=parts.plain("Dataset"),
        hint=parts.plain("Type a new name to create one."),
        element=ExternalDataSelectElement(
            action_id=ids.ADD_TARGET, min_query_length=0, placeholder=parts.plain("Search datasets")
        ),
        block_id=ids.FIELD_DATASET,
    )
    names = parts.listed([f"“{parts.cut(name, 60)}”" for _, name in files], 5)
    shown: list[Block] = [dataset]
    if files and words:
        of_files, of_text = parts.option(parts.count(len(files), "file"), FILES, names), parts.option("The text", TEXT)
        radio = RadioButtonsElement(action_id=ids.TYPED, options=[of_files, of_text], initial_option=of_files)
        shown.append(InputBlock(label=parts.plain("What"), element=radio, block_id=ids.FIELD_WHAT))
    elif files:
        shown.append(parts.quoted(f"{parts.count(len(files), 'file')}: {names}", "files"))
    shown += _words(words)
    return parts.modal(
        "Add to dataset",
        shown,
        callback=ids.ADD_MESSAGE_WINDOW,
        submit="Add",
        close="Cancel",
        keeps={"files": [file for file, _ in files]},
    )


def on_its_way(name: str) -> View:
    words = f"It is on its way into “{name}”. Your messages with Labelbot show how far it is."
    return parts.modal("Add to dataset", [parts.quoted(words, "words")], close="Done")


def nothing_to_add() -> str:
    return "That message has neither files nor text that could be added."


def _field(block: str, label: str, hint: str, example: str) -> InputBlock:
    return InputBlock(
        label=parts.plain(label),
        hint=parts.plain(hint),
        element=PlainTextInputElement(action_id=ids.TYPED, multiline=True, placeholder=parts.plain(example)),
        block_id=block,
        optional=True,
    )


def _words(words: str) -> list[Block]:
    """The text, to be mended before it goes in; a long one in several fields."""
    pieces = [words[start : start + _PART] for start in range(0, len(words), _PART)][:_MOST_PARTS]
    return [
        InputBlock(
            label=parts.plain("Text" if len(pieces) == 1 else f"Text, part {number} of {len(pieces)}"),
            element=PlainTextInputElement(action_id=ids.TYPED, multiline=True, initial_value=piece),
            block_id=f"{ids.FIELD_WORDS}_{number}",
            optional=True,
        )
        for number, piece in enumerate(pieces, 1)
    ]
