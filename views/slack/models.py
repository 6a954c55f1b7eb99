"""The list of models and workflows, and all that is known of one."""

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextListElement,
    RichTextPreformattedElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement
from slack_sdk.models.views import View

from domain.naming import LONGEST_QUERY
from domain.read_models import ModelDetails, ModelLine, ModelsPage, ModelState
from views.slack import catalogue, ids, parts
from views.slack.prose import code, section, strong

_MARKS = {
    ModelState.READY: "✅",
    ModelState.NEW: "⚪",
    ModelState.CHECKING: "⏳",
    ModelState.REFUSED: "⚠️",
    ModelState.MISSING: "⚪",
}
_FIRST_LABELS = 5
_LONGEST_LABEL = 40
_LONGEST_SIDECAR = 2500
_MOST_NOTES = 10


def modal(page: ModelsPage) -> View:
    is_long = page.pages > 1 or bool(page.query)
    # A line between them, and beneath what stands above them.
    rows = [block for one in page.rows for block in (DividerBlock(), *_row(one))]
    blocks = [
        *catalogue.note(page.note),
        *(catalogue.search(page.query, "model") if is_long else ()),
        *(rows if is_long or page.note else rows[1:]),
        *([] if page.rows else [DividerBlock(), parts.quoted(f"No model has “{page.query}” in its name.", "empty")]),
        *parts.turning(ids.MODEL_LIST_PAGE, parts.count(page.total, "model"), page.page, page.pages),
        DividerBlock(),
        parts.small(parts.marked(_HOW), block_id="how"),
    ]
    keeps = {"query": page.query[:LONGEST_QUERY], "page": page.page}
    submit = "Search" if is_long else None
    return parts.modal("Models", blocks, callback=ids.MODEL_LIST, submit=submit, keeps=keeps)


def window(model: ModelDetails, page: int, query: str) -> View:
    """`page` and `query`: of the list from which it was opened."""
    line = model.line
    noun = "workflow" if line.is_workflow else "model"
    back = parts.button("‹ Models", ids.MODEL_LIST_PAGE, ids.value(page), says="Back to all models")
    blocks: list[Block] = [
        parts.row([back, *_buttons(line)], "back"),
        *catalogue.note(model.note),
        parts.header(line.name, "name"),
        RichTextBlock(elements=[_list([section(strong(f"{name}: "), said) for name, said in _facts(line)])]),
        *_listed(
            "Understood as" if line.state is ModelState.READY and line.folder else "About it", line.notes, "notes"
        ),
        *_listed("Steps", line.steps, "steps"),
        *_sidecar(line),
        *_knows(model),
    ]
    keeps = {"query": query[:LONGEST_QUERY], "page": page, "key": line.key, "labels": model.page}
    return parts.modal(noun.capitalize(), blocks, callback=ids.MODEL_LIST, keeps=keeps)


def looking() -> View:
    """While new files are being read."""
    return parts.modal("Models", [parts.quoted("⏳ Looking through the models…", "looking")], callback=ids.MODEL_LIST)


_HOW = (
    "A model of your own is a folder in `LABELBOT_DATA/models` with an ONNX file in it, a workflow a YAML file in "
    "`LABELBOT_DATA/workflows`: whoever runs Labelbot puts them there. A model can be chosen once it was checked."
)


def _row(line: ModelLine) -> list[Block]:
    facts = [parts.cut(line.licence.partition(" (")[0], 30)] if line.licence else []
    facts += [f"version {line.version[:8]}"] if line.version else []
    facts += [_speed(line.ms)] if line.ms else []
    known = "" if line.labels else line.knows
    said = [_why(line), f"{line.task.capitalize()}{_some_labels(line)}", known, " · ".join(facts)]
    words = "".join(f"\n{one}" for one in said if one)
    state = f"{_MARKS[line.state]} {line.state}{'…' if line.state is ModelState.CHECKING else ''}"
    details = parts.button("Details", ids.MODEL_DETAILS, line.key, says=f"Details of {line.name}")
    return [
        RichTextBlock(elements=[section(strong(parts.cut(line.name, 60)), f" · {line.kind} · {state}", words)]),
        parts.row([details, *_buttons(line)]),
    ]


def _why(line: ModelLine) -> str:
    """Why it can't be used, in the list too."""
    is_out = line.state in {ModelState.REFUSED, ModelState.MISSING}
    return parts.cut(line.notes[0], 300) if is_out and line.notes else ""


def _some_labels(line: ModelLine) -> str:
    if not line.labels:
        return ""
    shown = [parts.cut(one, _LONGEST_LABEL) for one in line.labels]
    return f" · {parts.count(len(shown), 'label')}: {parts.listed(shown, _FIRST_LABELS)}"


def _speed(ms: float) -> str:
    return f"{ms:,.1f} ms an input here"


def _buttons(line: ModelLine) -> list[ButtonElement]:
    shown = []
    if line.may_check:
        shown.append(parts.button("Check", ids.CHECK_MODEL, line.key, says=f"Try {line.name} out and measure it"))
    if line.may_remove:
        sure = ConfirmObject(
            title="Remove the model?",
            text=parts.plain(f"The folder “{line.folder}” goes, with all that is in it. What it suggested stays.", 300),
            confirm="Remove",
            deny="Keep it",
        )
        says = f"Remove {line.name}"
        shown.append(parts.button("Remove", ids.REMOVE_MODEL, line.key, says=says, style="danger", confirm=sure))
    return shown


def _facts(line: ModelLine) -> list[tuple[str, RichTextElement | str]]:
    facts: list[tuple[str, RichTextElement | str]] = [
        ("State", f"{_MARKS[line.state]} {line.state}"),
        ("Kind", line.kind),
        ("Task", line.task),
        ("Licence", parts.cut(line.licence, 300) if line.licence else ""),
        ("Source", parts.cut(line.source, 300) if line.source else ""),
        ("Version", line.version),
        ("Folder", line.folder),
        ("Speed", _speed(line.ms) if line.ms else "not measured yet" if not line.is_workflow else ""),
        ("sha256", code(line.sha256) if line.sha256 else ""),
    ]
    return [(name, said) for name, said in facts if said]


def _list(lines: list[RichTextElement]) -> RichTextElement:
    return RichTextListElement(style="bullet", elements=lines)


def _listed(title: str, words: tuple[str, ...], block_id: str) -> list[Block]:
    if not words:
        return []
    lines: list[RichTextElement] = [section(parts.cut(one, 500)) for one in words[:_MOST_NOTES]]
    more = len(words) - _MOST_NOTES
    lines += [section(f"and {more:,} more")] if more > 0 else []
    return [RichTextBlock(elements=[section(strong(title)), _list(lines)], block_id=block_id)]


def _sidecar(line: ModelLine) -> list[Block]:
    if not line.sidecar:
        return []
    said = section("A ", code("model.yaml"), " beside it would help. Fill this in, then check it again:")
    body = RichTextPreformattedElement(elements=[Rich.Text(text=parts.cut(line.sidecar, _LONGEST_SIDECAR))])
    return [RichTextBlock(elements=[said, body], block_id="sidecar")]


def _knows(model: ModelDetails) -> list[Block]:
    line = model.line
    knows: list[Block] = [parts.quoted(line.knows, "knows")] if line.knows else []
    if not line.labels:
        return knows
    named = ", ".join(parts.cut(one, _LONGEST_LABEL) for one in model.labels)
    return [
        *knows,
        parts.said(f"*{parts.count(len(line.labels), 'label')}*", "labels"),
        RichTextBlock(elements=[section(named)], block_id=f"labels:{model.page}"),
        *parts.turning(ids.MODEL_LABEL_PAGE, parts.count(len(line.labels), "label"), model.page, model.pages),
    ]
