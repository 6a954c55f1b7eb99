"""The pages behind the deep links, and those that say how to get in. Pure: values in, HTML out."""

from dataclasses import dataclass

from domain.model import InputKind
from domain.read_models import SeenInput
from views.web.html import Element, h

CSRF = "csrf"
"""The name of the field that a form carries to prove that it is ours."""
_GET_ONE = (
    "In Slack, type ",
    "/label signin",
    " to Labelbot, or press “Sign in” on your card. You get a link that works once, within ten minutes.",
)
_KINDS = {InputKind.IMAGE: "Picture", InputKind.TEXT: "Text", InputKind.VIDEO: "Video"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages have in common. `base` is the path before all of ours; `static` where the statics are.

    `csrf` goes into forms; `name` is whoever has signed in.
    """

    base: str
    static: str
    csrf: str = ""
    name: str | None = None


def signed_in(frame: Frame) -> str:
    """The first page."""
    words = "Open a video or picture from its card in Slack: it comes up here."
    return _page(frame, "Labelbot", h("h1", {}, "You are signed in"), h("p", {}, words))


def input_page(frame: Frame, seen: SeenInput) -> str:
    """One input of a task, as large as the window allows."""
    name = h("h1", {"class": "name"}, seen.name)
    task = h("p", {"class": "task"}, seen.task_name)
    facts = h("p", {"class": "facts"}, _facts(seen))
    return _page(frame, f"{seen.name} · {seen.task_name}", task, name, _shown(frame, seen), facts, is_wide=True)


def continue_page(frame: Frame, action: str, csrf: str, name: str, instead_of: str | None = None) -> str:
    """Behind a fresh link. Only its button signs in: whoever expands links in messages presses none.

    `instead_of`: somebody else who is signed in in this browser.
    """
    now = f"You are signed in here as {instead_of}. This link is for {name}." if instead_of else None
    words = f"This signs you in to Labelbot's web pages as {name}, in this browser, for twelve hours."
    submit = h("button", {"type": "submit", "class": "primary"}, f"Continue as {name}")
    form = h("form", {"method": "post", "action": action}, _csrf(csrf), submit)
    return _page(frame, "Sign in", h("h1", {}, "Sign in"), h("p", {}, now) if now else None, h("p", {}, words), form)


def needs_sign_in(frame: Frame) -> str:
    """Behind a deep link, for somebody who has not signed in."""
    return _how(frame, "Sign in to see this", "This page is for people who work in the task.")


def link_is_over(frame: Frame, title: str, why: str, path: str | None = None) -> str:
    """Behind a link that is old, used or unknown. `path`: where it led, for who is signed in already."""
    if path is None:
        return _how(frame, title, why)
    there = h("p", {}, h("a", {"href": frame.base + path}, "You are signed in: go on"))
    return _page(frame, title, h("h1", {}, title), h("p", {}, why), there)


def trouble(frame: Frame, title: str, words: str) -> str:
    """Nothing there, or nothing that may be done."""
    return _page(frame, title, h("h1", {}, title), h("p", {}, words))


def signed_out(frame: Frame) -> str:
    return _how(frame, "You are signed out", "This browser shows nothing of yours any more.")


def _how(frame: Frame, title: str, words: str) -> str:
    before, command, after = _GET_ONE
    how = h("p", {}, before, h("code", {}, command), after)
    return _page(frame, title, h("h1", {}, title), h("p", {}, words), how)


def _page(frame: Frame, title: str, *content: Element | None, is_wide: bool = False) -> str:
    head = h(
        "head",
        {},
        h("meta", {"charset": "utf-8"}),
        h("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        h("meta", {"name": "color-scheme", "content": "light dark"}),
        h("title", {}, title),
        h("link", {"rel": "icon", "href": f"{frame.static}/icon.svg", "type": "image/svg+xml"}),
        h("link", {"rel": "stylesheet", "href": f"{frame.static}/page.css"}),
    )
    main = h("main", {"class": "wide" if is_wide else "narrow"}, *content)
    return f"<!doctype html>{h('html', {'lang': 'en'}, head, h('body', {}, _top(frame), main))}"


def _top(frame: Frame) -> Element:
    brand = h("a", {"class": "brand", "href": f"{frame.base}/"}, "Labelbot")
    if frame.name is None:
        return h("header", {}, brand)
    leave = h("button", {"type": "submit"}, "Sign out")
    form = h("form", {"method": "post", "action": f"{frame.base}/sign-out"}, _csrf(frame.csrf), leave)
    return h("header", {}, brand, h("span", {"class": "who"}, frame.name), form)


def _csrf(csrf: str) -> Element:
    return h("input", {"type": "hidden", "name": CSRF, "value": csrf})


def _shown(frame: Frame, seen: SeenInput) -> Element:
    here = f"{frame.base}/t/{seen.task}/i/{seen.input}"
    if seen.kind is InputKind.TEXT:
        # Keyboards scroll what has the focus.
        return h("div", {"class": "text", "tabindex": "0", "role": "region", "aria-label": seen.name}, seen.text)
    if seen.kind is InputKind.VIDEO:
        return h(
            "video",
            {
                "controls": True,
                "playsinline": True,
                "preload": "metadata",
                "src": f"{here}/media",
                "poster": f"{here}/poster",
                "aria-label": f"Video: {seen.name}",
            },
        )
    return h("img", {"src": f"{here}/media", "alt": f"Picture: {seen.name}"})


def _facts(seen: SeenInput) -> str:
    words = [_KINDS[seen.kind]]
    if seen.width and seen.height:
        words.append(f"{seen.width:,} × {seen.height:,} pixels")
    if seen.seconds is not None:
        minutes, seconds = divmod(round(seen.seconds), 60)
        words.append(f"{minutes}:{seconds:02}")
    if seen.text is not None:
        words.append(f"{len(seen.text):,} characters")
    return " · ".join(words)
