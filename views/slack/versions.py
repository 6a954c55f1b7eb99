"""Dataset versions: the window that makes one, their list, one version, and two compared."""

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    ExternalDataSelectElement,
    InteractiveElement,
    RichTextBlock,
    RichTextListElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from domain.progress import percent
from domain.read_models import CompareModel, NewVersionModel, VersionLine, VersionModel, VersionPage
from views.slack import catalogue, ids, parts
from views.slack.prose import section, strong

_MOST_CONCEPTS = 40
_FORMATS = (("csv", "Export CSV"), ("jsonl", "Export JSON Lines"))
_DRAWN_FORMATS = (("coco", "Export COCO"), ("yolo", "Export YOLO"))
"""Where the answers of one task in it are drawn."""


def new_modal(model: NewVersionModel) -> View:
    whose = f"the final labels of “{model.task_name}”" if model.task_name else "the final labels of all tasks over it"
    words = f"A snapshot of “{model.dataset_name}”: {parts.count(model.inputs, 'input')} and {whose}."
    shown = [
        parts.quoted(words, "words"),
        catalogue.name(model.name, ids.FIELD_NAME),
        parts.small(
            parts.marked("It never changes, whatever is renamed, labeled anew or deleted later."), block_id="end"
        ),
    ]
    keeps = {"dataset": model.dataset, "task": model.task}
    return parts.modal(
        "New dataset version", shown, callback=ids.NEW_VERSION, submit="Create", close="Cancel", keeps=keeps
    )


def modal(page: VersionPage) -> View:
    name = page.dataset_name
    back = parts.button("‹ All datasets", ids.action(ids.DATASET_LIST_PAGE, "back"), ids.value(0))
    if page.dataset is not None and name is not None:
        back = parts.button(f"‹ {parts.cut(name, 60)}", ids.OPEN_DATASET, ids.value(page.dataset, 0))
    words = parts.count(page.total, "version")
    blocks = [
        parts.row([back], "back"),
        *(block for one in page.rows for block in _row(one)),
        *([] if page.rows else [DividerBlock(), _empty()]),
        *parts.turning(ids.OPEN_VERSIONS, words, page.page, page.pages, page.dataset or 0),
    ]
    return parts.modal("Dataset versions", blocks)


def window(model: VersionModel) -> View:
    line = model.line
    blocks = [
        *catalogue.note(model.note),
        parts.header(line.name, "name"),
        parts.small(parts.plain(_facts(line)), parts.marked(_made(line)), block_id="facts"),
        *(_ready(model) if model.is_ready else _making(model)),
        parts.row([_all_button(line)], "back"),
    ]
    return parts.modal("Dataset version", blocks, keeps={"version": line.id})


def compare_modal(model: CompareModel) -> View:
    old, new = model.old, model.new
    lines = [
        section(
            strong("Inputs: "), f"{old.inputs:,} → {new.inputs:,}{_signs(model.inputs_added, model.inputs_removed)}"
        ),
        section(strong("Labels: "), f"{old.labels:,} → {new.labels:,}"),
    ]
    changes = [
        section(strong(f"{parts.cut(name, 75)}: "), _signs(added, removed).strip(" ()"))
        for name, added, removed in model.per_concept[:_MOST_CONCEPTS]
    ]
    if not changes:
        changes = [section("No label differs.")]
    elif (more := len(model.per_concept) - _MOST_CONCEPTS) > 0:
        changes.append(section(f"and {more:,} more concepts"))
    blocks = [
        parts.header(f"{parts.cut(old.name, 70)} → {parts.cut(new.name, 70)}", "names"),
        RichTextBlock(
            elements=[
                RichTextListElement(style="bullet", elements=lines),
                section("\n", strong("Inputs whose label came or went, per concept")),
                RichTextListElement(style="bullet", elements=changes),
            ],
            block_id="changes",
        ),
        parts.row(
            [
                parts.button(f"‹ {parts.cut(one.name, 60)}", ids.action(ids.OPEN_VERSION, one.id), ids.value(one.id))
                for one in (old, new)
            ],
            "back",
        ),
    ]
    return parts.modal("Compare versions", blocks)


def _row(line: VersionLine) -> list[Block]:
    name = parts.cut(line.name, 150)
    open_ = parts.button("Open", ids.action(ids.OPEN_VERSION, line.id), ids.value(line.id), says=f"Open {line.name}")
    return [
        SectionBlock(text=parts.plain(f"{name}\n{_facts(line)}"), accessory=open_, block_id=f"version:{line.id}"),
        parts.small(parts.marked(_made(line)), block_id=f"version:{line.id}:made"),
    ]


def _empty() -> Block:
    words = "*No dataset versions yet.* Choose *Create dataset version* in the menu of a task, or open a dataset."
    return parts.said(words, "empty")


def _facts(line: VersionLine) -> str:
    whose = f"labels of “{parts.cut(line.task_name, 80)}”" if line.task_name else "labels of all tasks"
    counts = f"{parts.count(line.inputs, 'input')} · {parts.count(line.labels, 'label')}"
    return f"{parts.cut(line.dataset_name, 80)} · {whose} · {counts}"


def _made(line: VersionLine) -> str:
    at = line.created_at
    when = f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%Y-%m-%d %H:%M} UTC>"
    return f"{parts.mention(line.created_by)}, {when}"


def _making(model: VersionModel) -> list[Block]:
    done, total = model.line.inputs, max(model.of, model.line.inputs)
    words = f"{parts.bar(done, total)} Being made… {percent(done, total)} %. You are told when it is ready."
    refresh = parts.button("Refresh", ids.action(ids.OPEN_VERSION, "refresh"), ids.value(model.line.id))
    return [parts.quoted(words, f"making:{done}"), parts.row([refresh], "refresh")]


def _ready(model: VersionModel) -> list[Block]:
    shown = model.per_concept[:_MOST_CONCEPTS]
    lines = [section(strong(parts.cut(name, 75)), f": {number:,}") for name, number in shown]
    if (more := len(model.per_concept) - _MOST_CONCEPTS) > 0:
        lines.append(section(f"and {more:,} more concepts; the export holds them all"))
    if not lines:
        lines = [section("No final labels yet when it was made.")]
    value = model.line.id
    formats = (*_FORMATS, *_DRAWN_FORMATS) if model.line.drawn_task else _FORMATS
    export = [
        parts.button(text, ids.action(ids.EXPORT_VERSION, what), ids.value(value, what)) for what, text in formats
    ]
    compare = ExternalDataSelectElement(
        action_id=ids.COMPARE_VERSION, min_query_length=0, placeholder=parts.plain("Compare with…")
    )
    return [
        RichTextBlock(
            elements=[section(strong("Labels")), RichTextListElement(style="bullet", elements=lines)],
            block_id="labels",
        ),
        parts.row(export, "export"),
        *([parts.row([compare], f"compare:{value}")] if model.others else ()),
    ]


def _all_button(line: VersionLine) -> InteractiveElement:
    words = f"‹ Versions of {parts.cut(line.dataset_name, 50)}"
    return parts.button(words, ids.action(ids.OPEN_VERSIONS, line.dataset), ids.value(line.dataset, 0))


def _signs(added: int, removed: int) -> str:
    """What came and what went, as " (+3, -1)"."""
    signs = [f"+{added:,}"] if added else []
    signs += [f"-{removed:,}"] if removed else []
    return f" ({', '.join(signs)})" if signs else ""
