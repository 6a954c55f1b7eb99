"""The list of concepts, and the windows that add, rename, merge and delete them."""

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    ExternalDataSelectElement,
    InputBlock,
    OverflowMenuElement,
    PlainTextInputElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from domain.draft import LONGEST_CONCEPT
from domain.naming import LONGEST_QUERY
from domain.read_models import ConceptLine, ConceptPage, MergeModel, RenameModel
from views.slack import catalogue, ids, parts

_MENU = (("rename", "Rename"), ("merge", "Merge into another"), ("delete", "Delete"))


def modal(page: ConceptPage) -> View:
    is_long = page.pages > 1 or bool(page.query)
    add = parts.button("Add concepts", ids.ADD_CONCEPTS, "add", style="primary")
    blocks = [
        *catalogue.note(page.note),
        *(catalogue.search(page.query, "concept") if is_long else ()),
        *([parts.row([add], "add")] if page.may_change else ()),
        *(_row(one, page) for one in page.rows),
        *([] if page.rows else [DividerBlock(), _empty(page)]),
        *parts.turning(ids.CONCEPT_PAGE, parts.count(page.total, "concept"), page.page, page.pages),
    ]
    keeps = {"query": page.query[:LONGEST_QUERY], "page": page.page}
    submit = "Search" if is_long else None
    return parts.modal("Concepts", blocks, callback=ids.CONCEPT_LIST, submit=submit, keeps=keeps)


def add_modal(page: int, query: str) -> View:
    field = InputBlock(
        label=parts.plain("New concepts"),
        hint=parts.plain("One a line. Those that are there already are left as they are."),
        element=PlainTextInputElement(
            action_id=ids.TYPED, multiline=True, placeholder=parts.plain("Cat\nDog"), focus_on_load=True
        ),
        block_id=ids.FIELD_CONCEPTS,
    )
    keeps = {"query": query, "page": page}
    return parts.modal(
        "Add concepts", [field], callback=ids.ADD_CONCEPTS_WINDOW, submit="Add", close="Cancel", keeps=keeps
    )


def rename_modal(model: RenameModel, page: int, query: str, note: str | None = None) -> View:
    """What was typed stays where the window is drawn anew, with a note on what somebody else did meanwhile."""
    shown = [
        *catalogue.note(note),
        catalogue.name(model.name, ids.FIELD_NAME, LONGEST_CONCEPT),
        parts.small(
            parts.marked("Tasks show the new name at once. Exports and dataset versions keep the old one."),
            block_id="end",
        ),
    ]
    keeps = {"concept": model.id, "before": model.name, "query": query, "page": page}
    return parts.modal("Rename concept", shown, callback=ids.RENAME_CONCEPT, submit="Save", close="Cancel", keeps=keeps)


def merge_modal(model: RenameModel, page: int, query: str) -> View:
    shown = [
        parts.quoted(f"“{model.name}” becomes part of another concept: tasks and labels follow.", "words"),
        InputBlock(
            label=parts.plain("Merge into"),
            element=ExternalDataSelectElement(
                action_id=ids.MERGE_TARGET, min_query_length=0, placeholder=parts.plain("Search concepts")
            ),
            block_id=ids.FIELD_INTO,
        ),
    ]
    keeps = {"concept": model.id, "query": query, "page": page}
    return parts.modal(
        "Merge concept", shown, callback=ids.MERGE_CONCEPT, submit="Continue", close="Cancel", keeps=keeps
    )


def confirm_merge_modal(model: MergeModel, page: int, query: str) -> View:
    follow = f"{parts.count(model.labels, 'label')} and {parts.count(model.tasks, 'task')}"
    verb = "moves" if model.labels + model.tasks == 1 else "move"
    words = f"{follow} {verb} from “{model.name}” to “{model.into_name}”, and “{model.name}” is gone."
    shown = [
        parts.quoted(words, "words"),
        parts.small(parts.marked("This can't be taken back. Dataset versions keep their words."), block_id="end"),
    ]
    keeps = {"concept": model.id, "into": model.into, "query": query, "page": page}
    return parts.modal("Merge concept?", shown, callback=ids.CONFIRM_MERGE, submit="Merge", close="Cancel", keeps=keeps)


def delete_modal(model: RenameModel, page: int, query: str) -> View:
    shown = [parts.quoted(f"Delete “{model.name}”? No task and no label uses it.", "words")]
    keeps = {"concept": model.id, "query": query, "page": page}
    return parts.modal(
        "Delete concept?", shown, callback=ids.DELETE_CONCEPT, submit="Delete", close="Keep it", keeps=keeps
    )


def _row(one: ConceptLine, page: ConceptPage) -> Block:
    menu = [(what, text) for what, text in _MENU if what != "merge" or page.total > 1 or page.query]
    options = [parts.option(text, ids.value(what, one.id)) for what, text in menu]
    accessory = OverflowMenuElement(action_id=ids.CONCEPT_MENU, options=options) if page.may_change else None
    facts = f"{parts.count(one.tasks, 'task')} · {parts.count(one.labels, 'label')}"
    if one.labels_coming:
        facts += f" · ⏳ {parts.count(one.labels_coming, 'label')} on the way from a merged concept"
    fields = [parts.plain(one.name, LONGEST_CONCEPT), parts.plain(facts)]
    return SectionBlock(fields=fields, accessory=accessory, block_id=f"concept:{one.id}")


def _empty(page: ConceptPage) -> Block:
    if page.query:
        return parts.quoted(f"No concept has “{page.query}” in its name.", "empty")
    offer = " Press *Add concepts*, or add them while you create a task." if page.may_change else ""
    return parts.said(f"*No concepts yet.*{offer}", "empty")
