"""The list of datasets, a dataset's own window, and the windows that create, rename and delete one."""

from dataclasses import replace

from slack_sdk.models.blocks import Block, ConfirmObject, DividerBlock, InteractiveElement, SectionBlock
from slack_sdk.models.views import View

from domain.model import PictureState
from domain.naming import LONGEST_QUERY
from domain.read_models import DatasetLine, DatasetModel, DatasetPage, InputLine, RenameModel
from views.slack import catalogue, ids, inputs, parts

_MOST_TASKS = 5
_IMPORT = "labelbot import FOLDER --dataset NAME"


def modal(page: DatasetPage) -> View:
    is_long = page.pages > 1 or bool(page.query)
    buttons = [
        parts.button("New dataset", ids.NEW_DATASET, "new", style="primary"),
        parts.button("All versions", ids.action(ids.OPEN_VERSIONS, "all"), ids.value(0, 0)),
    ]
    blocks = [
        *catalogue.note(page.note),
        *(catalogue.search(page.query, "dataset") if is_long else ()),
        parts.row(buttons, "new"),
        *(_row(one) for one in page.rows),
        *([] if page.rows else [DividerBlock(), _empty(page)]),
        *parts.turning(ids.DATASET_LIST_PAGE, parts.count(page.total, "dataset"), page.page, page.pages),
    ]
    keeps = {"query": page.query[:LONGEST_QUERY], "page": page.page}
    submit = "Search" if is_long else None
    return parts.modal("Datasets", blocks, callback=ids.DATASET_LIST, submit=submit, keeps=keeps)


def window(model: DatasetModel) -> View:
    """Without a submit button, so nothing here is typed: it may be drawn anew at any time."""
    blocks = [
        *catalogue.note(model.note),
        parts.header(model.name, "name"),
        parts.small(parts.plain(_facts(model)), block_id="facts"),
        parts.row(_buttons(model), f"buttons:{model.id}"),
        DividerBlock(),
        *(block for one in model.items for block in _input(model, one)),
        *([] if model.items else [_no_inputs(model)]),
        *parts.turning(ids.OPEN_DATASET, parts.count(model.inputs, "input"), model.page, model.pages, model.id),
    ]
    return parts.modal("Dataset", blocks, keeps={"dataset": model.id, "page": model.page})


def without_pictures(model: DatasetModel) -> View:
    """For when Slack does not take a file."""
    lost = tuple(replace(one, state=PictureState.FAILED, file=None, url=None) for one in model.items)
    return window(replace(model, items=lost))


def new_modal() -> View:
    shown = [
        catalogue.name("", ids.FIELD_NAME),
        parts.small(parts.marked("It is empty at first. Add inputs to it afterwards."), block_id="end"),
    ]
    return parts.modal("New dataset", shown, callback=ids.NEW_DATASET_WINDOW, submit="Create", close="Cancel")


def rename_modal(model: RenameModel, note: str | None = None) -> View:
    shown = [*catalogue.note(note), catalogue.name(model.name, ids.FIELD_NAME)]
    keeps = {"dataset": model.id, "before": model.name}
    return parts.modal(
        "Rename dataset", shown, callback=ids.RENAME_DATASET_WINDOW, submit="Save", close="Cancel", keeps=keeps
    )


def delete_modal(model: DatasetLine) -> View:
    what = f"Delete “{model.name}” with {parts.count(model.inputs, 'input')}? No task uses it."
    stays = "Inputs that other datasets hold stay there."
    if model.versions:
        verb = "stays" if model.versions == 1 else "stay"
        stays = f"Its {parts.count(model.versions, 'version')} {verb} and can still be exported. {stays}"
    shown = [parts.quoted(what, "words"), parts.small(parts.plain(stays), block_id="end")]
    return parts.modal(
        "Delete dataset?",
        shown,
        callback=ids.DELETE_DATASET_WINDOW,
        submit="Delete",
        close="Keep it",
        keeps={"dataset": model.id},
    )


def _row(one: DatasetLine) -> Block:
    open_ = parts.button("Open", ids.OPEN_DATASET, ids.value(one.id, 0), says=f"Open {one.name}")
    facts = [parts.count(one.inputs, "input"), parts.count(one.tasks, "task")]
    facts += [parts.count(one.versions, "version")] if one.versions else []
    fields = [parts.plain(one.name, 150), parts.plain(" · ".join(facts))]
    return SectionBlock(fields=fields, accessory=open_, block_id=f"dataset:{one.id}")


def _empty(page: DatasetPage) -> Block:
    if page.query:
        return parts.quoted(f"No dataset has “{page.query}” in its name.", "empty")
    return parts.said("*No datasets yet.* Press *New dataset* to make one.", "empty")


def _no_inputs(model: DatasetModel) -> Block:
    if model.is_filling:
        return parts.said("Its inputs are on their way.", "empty")
    words = "*Nothing in it yet.* Press *Add inputs*. A whole folder goes in on Labelbot's server:"
    return parts.said(f"{words}\n`{_IMPORT}`", "empty")


def _facts(model: DatasetModel) -> str:
    kinds = [parts.count(number, str(kind)) for kind, number in model.kinds]
    facts = [parts.listed(kinds) or "No inputs"]
    if model.tasks:
        names = parts.listed([f"“{parts.cut(one, 40)}”" for one in model.tasks], _MOST_TASKS)
        facts.append(f"{parts.count(len(model.tasks), 'task')}: {names}")
    else:
        facts.append("no task uses it")
    if model.is_filling:
        facts.append("⏳ more is on the way")
    if model.is_asking:
        facts.append("❓ more waits until whoever adds it has chosen the column that holds the texts, in the message")
    return " · ".join(facts)


def _buttons(model: DatasetModel) -> list[InteractiveElement]:
    versions = f"Versions ({model.versions:,})"
    return [
        parts.button("Add inputs", ids.ADD_INPUTS, ids.value(model.id), style="primary"),
        *([parts.button("Create version", ids.VERSION_OF_DATASET, ids.value(model.id))] if model.inputs else ()),
        *(
            [parts.button(versions, ids.action(ids.OPEN_VERSIONS, model.id), ids.value(model.id, 0))]
            if model.versions
            else ()
        ),
        parts.button("Rename", ids.RENAME_DATASET, ids.value(model.id), says=f"Rename {model.name}"),
        parts.button("Delete", ids.DELETE_DATASET, ids.value(model.id), says=f"Delete {model.name}"),
        parts.button("‹ All datasets", ids.action(ids.DATASET_LIST_PAGE, "back"), ids.value(0)),
    ]


def _input(model: DatasetModel, one: InputLine) -> list[Block]:
    shown = SectionBlock(
        text=parts.plain(f"{inputs.words(one)}\n{inputs.about(one)}"),
        accessory=inputs.thumbnail(one),
        block_id=f"in:{one.id}:{one.state}",
    )
    remove = parts.button(
        "Remove",
        ids.action(ids.REMOVE_INPUT, one.id),
        ids.value(model.id, one.id, model.page),
        says=f"Take {one.name} out of the dataset",
        confirm=ConfirmObject(
            title="Take it out?",
            text=parts.plain("The dataset loses this input. Other datasets and finished versions keep it.", 300),
            confirm="Remove",
            deny="Keep it",
        ),
    )
    return [shown, parts.row([remove], f"in:{one.id}:buttons")]
