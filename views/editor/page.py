"""The editor's page: everything that stands on it before the first item comes. Pure: values in, HTML out."""

from collections.abc import Mapping
from dataclasses import dataclass

from views.editor.icons import icon, sprite
from views.web.html import Element, h

Attributes = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class EditorFrame:
    """`base`: the path before all of ours; `static`: where this page's statics are, `icon`: the small picture of all
    our pages; `csrf`: the proof that writes carry.

    `me` tells apart the people who use one browser (for the copies that it keeps); nobody reads it.
    """

    base: str
    static: str
    icon: str
    csrf: str
    me: str
    task: int
    task_name: str
    is_review: bool = False
    item: int | None = None


def editor_page(frame: EditorFrame) -> str:
    body = h(
        "body",
        {
            "data-api": f"{frame.base}/api/edit/{frame.task}",
            "data-as": "review" if frame.is_review else "label",
            "data-item": None if frame.item is None else str(frame.item),
            "data-me": frame.me,
            "data-task": str(frame.task),
        },
        sprite(),
        _top(frame),
        _tools(),
        _stage(),
        _aside(),
        h("nav", {"class": "strip", "aria-label": "My queue"}, h("ol", {"id": "strip"})),
        _actions(frame),
        h("div", {"id": "toast", "role": "status"}),
    )
    return f"<!doctype html>{h('html', {'lang': 'en'}, _head(frame), body)}"


def _head(frame: EditorFrame) -> Element:
    viewport = "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
    return h(
        "head",
        {},
        h("meta", {"charset": "utf-8"}),
        h("meta", {"name": "viewport", "content": viewport}),
        h("meta", {"name": "color-scheme", "content": "light dark"}),
        h("meta", {"name": "csrf", "content": frame.csrf}),
        h("title", {}, frame.task_name),
        h("link", {"rel": "icon", "href": frame.icon, "type": "image/svg+xml"}),
        h("link", {"rel": "stylesheet", "href": f"{frame.static}/editor.css"}),
        h("script", {"type": "module", "src": f"{frame.static}/main.js"}),
    )


def _top(frame: EditorFrame) -> Element:
    progress = h("progress", {"id": "progress-bar", "max": "1", "value": "0", "aria-labelledby": "progress"})
    return h(
        "header",
        {},
        h("h1", {}, h("span", {"id": "task-name"}, frame.task_name), h("span", {"id": "item-name"})),
        h("span", {"id": "saved", "role": "status"}),
        h("span", {"class": "progress"}, h("span", {"id": "progress"}), progress),
        _button("book", "Instructions", "instructions", {"hidden": True}),
        _button("adjust", "The picture’s looks", "adjust", {"aria-expanded": "false"}),
        _button("help", "Keys (?)", "help"),
    )


def _tools() -> Element:
    """Each with its key, which the page listens for."""
    off: Attributes = {"aria-disabled": "true"}
    return h(
        "div",
        {"class": "tools", "role": "region", "aria-label": "Tools"},
        _button("select", "Select (V)", "select", {"aria-pressed": "true"}),
        _button("box", "Box (B)", "box", {"aria-pressed": "false", "hidden": True}),
        _button("polygon", "Polygon (P)", "polygon", {"aria-pressed": "false", "hidden": True}),
        h("span", {"class": "gap"}),
        _button("undo", "Undo (Ctrl+Z)", "undo", off),
        _button("redo", "Redo (Ctrl+Y)", "redo", off),
        h("span", {"class": "gap"}),
        _button("plus", "Zoom in (+)", "zoom-in"),
        _button("minus", "Zoom out (-)", "zoom-out"),
        _button("fit", "Fit the picture (0)", "fit"),
        _button("eye", "Hide all shapes (Shift+H)", "hide-all", {"aria-pressed": "false"}),
    )


def _stage() -> Element:
    stage = {"id": "stage", "tabindex": "0", "role": "application", "aria-label": "Picture", "aria-describedby": "how"}
    return h(
        "main",
        {},
        h("p", {"id": "how", "hidden": True}, "Press ? for the keys that draw, choose and move shapes."),
        h(
            "div",
            dict(stage),
            h("img", {"id": "picture", "alt": "", "hidden": True}),
            h("canvas", {"id": "all"}),
            h("canvas", {"id": "top"}),
        ),
        h("div", {"id": "reader", "hidden": True}),
        h("div", {"id": "notice", "role": "alert", "hidden": True}),
        _bar(),
        h(
            "div",
            {"id": "finished", "hidden": True},
            h("h2", {"id": "finished-words"}),
            _worded("Look again", "next", {"id": "look-again"}),
        ),
    )


def _bar() -> Element:
    """What the chosen shape can be told, within a thumb's reach."""
    shape = h(
        "div",
        {"id": "bar-shape"},
        h("select", {"id": "bar-concept", "aria-label": "Concept of the shape"}),
        _button("check", "Accept the suggestion (A)", "accept", {"id": "bar-accept"}),
        _button("plus", "Insert a point (I)", "insert", {"id": "bar-insert"}),
        _button("repeat", "Repeat on the next picture (D)", "repeat", {"id": "bar-repeat"}),
        _button("eye", "Hide (H)", "hide", {"id": "bar-hide"}),
        _button("bin", "Delete", "delete", {"id": "bar-delete"}),
    )
    draft = h(
        "div",
        {"id": "bar-draft"},
        _button("undo", "Take back the last point", "undo", {"id": "bar-undo"}),
        _worded("Finish", "finish", {"class": "primary"}),
        _button("close", "Drop the polygon (Escape)", "drop"),
    )
    return h("div", {"id": "bar", "role": "group", "aria-label": "The chosen shape", "hidden": True}, shape, draft)


def _aside() -> Element:
    count = {"class": "count"}
    search = {"id": "filter", "type": "search", "placeholder": "Find a concept  /", "aria-label": "Find a concept"}
    slide = {"id": "threshold", "type": "range", "min": "0", "max": "99", "value": "0", "aria-label": "Lowest score"}
    offered = h(
        "section",
        {"id": "offered", "hidden": True},
        h("h2", {}, "Suggestions ", h("span", {"id": "offers-count", **count})),
        h("label", {"class": "slide"}, "From", h("input", dict(slide)), h("output", {"id": "above"}, "0 %")),
        _worded("Accept", "accept-all"),
        h("ul", {"id": "offers", "class": "rows"}),
    )
    drawn = h(
        "section",
        {"id": "drawn", "hidden": True},
        h("h2", {}, "Shapes ", h("span", {"id": "shapes-count", **count})),
        h("p", {"id": "no-shapes", "class": "faint"}, "Nothing is drawn yet."),
        h("ul", {"id": "shapes", "class": "rows"}),
    )
    concepts = h(
        "section",
        {"class": "concepts"},
        h("h2", {}, "Concepts"),
        h("p", {}, h("input", dict(search))),
        h("ul", {"id": "concepts"}),
    )
    review = h("section", {"id": "review", "hidden": True}, h("h2", {}, "Answer"), h("div", {"id": "review-words"}))
    reason = h("p", {"id": "reason", "role": "note", "hidden": True})
    return h(
        "aside",
        {"aria-label": "Concepts and shapes"},
        reason,
        concepts,
        h("div", {"class": "sheet"}, review, offered, drawn),
    )


def _actions(frame: EditorFrame) -> Element:
    gone: Attributes = {"hidden": True}
    return h(
        "div",
        {"class": "actions", "role": "region", "aria-label": "Answer"},
        _button("list", "Shapes and suggestions", "sheet", None, h("span", {"id": "sheet-count"})),
        _button("flag", "Flag for the leads (F)", "flag", {"aria-pressed": "false", "hidden": frame.is_review}),
        _worded("Skip", "skip", gone),
        _worded("Nothing here", "none", gone),
        _worded("Submit", "submit", {**gone, "class": "primary"}),
        _worded("Reject", "reject", gone),
        _worded("Request changes", "request-changes", gone),
        _worded("Approve", "approve", {**gone, "class": "primary"}),
        _worded("Change it", "reopen", gone),
        _worded("Next", "next", {**gone, "class": "primary"}),
    )


def _button(sign: str, label: str, do: str, more: Attributes | None = None, inside: Element | None = None) -> Element:
    """`do`: its id, and what it does. Where `more` gives it another id, `do` only says what it does."""
    attributes = {"class": "icon", **_named(do, more), "aria-label": label}
    return h("button", attributes, icon(sign), inside)


def _worded(label: str, do: str, more: Attributes | None = None) -> Element:
    return h("button", {**_named(do, more)}, label)


def _named(do: str, more: Attributes | None) -> dict[str, str | bool | None]:
    attributes = {"id": do, **(more or {})}
    return attributes if attributes["id"] == do else {**attributes, "data-do": do}
