"""Views while they live: the stack of modals that a person has open, and their Home."""

from typing import Any

from playground.blocks import fill_texts, initial_state, normalise, placed_elements
from playground.records import JsonObject, Trigger, View
from playground.workspace import Workspace

STACK_LIMIT = 3


class ViewRefusedError(Exception):
    """Slack refuses what was asked of a view; `word` is its error word."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def open_view(workspace: Workspace, trigger: Trigger, content: JsonObject) -> View:
    """A root modal. Opened from within a modal of the same person it comes on top of the stack, as a pushed one."""
    stack = workspace.modals.get(trigger.person)
    if stack and trigger.view_id in {view.id for view in stack}:
        return push_view(workspace, trigger.person, content)
    _check_external_id(workspace, content)
    forget_stack(workspace, trigger.person)
    return _stack_view(workspace, trigger.person, content, channel=trigger.channel, window=trigger.window)


def push_view(workspace: Workspace, person: str, content: JsonObject) -> View:
    stack = workspace.modals.get(person) or []
    if len(stack) >= STACK_LIMIT:
        raise ViewRefusedError("push_limit_reached")
    _check_external_id(workspace, content)
    below = stack[-1] if stack else None
    channel, window = (below.channel, below.window) if below else ("", "")
    return _stack_view(workspace, person, content, channel=channel, window=window)


def _stack_view(workspace: Workspace, person: str, content: JsonObject, *, channel: str, window: str) -> View:
    stack = workspace.modals.setdefault(person, [])
    identity = workspace.new_id("V")
    root = stack[0].id if stack else identity
    view = View(identity, person, {}, "", root, stack[-1].id if stack else None, channel=channel, window=window)
    _fill(workspace, view, content)
    stack.append(view)
    workspace.views[view.id] = view
    workspace.changed("modals", person=person)
    return view


def update_view(workspace: Workspace, view: View, content: JsonObject, view_hash: str | None = None) -> View:
    """Replace what is shown; what was chosen stays where block_id and action_id did."""
    if view_hash and view_hash != view.hash:
        raise ViewRefusedError("hash_conflict")
    if content["type"] != view.content["type"]:
        raise ViewRefusedError("invalid_arguments")
    _check_external_id(workspace, content, but=view)
    _fill(workspace, view, content)
    workspace.changed("home" if view.is_home else "modals", person=view.person)
    return view


def publish_home(workspace: Workspace, person: str, content: JsonObject, view_hash: str | None = None) -> View:
    """Somebody's Home keeps its id over publications."""
    view = workspace.homes.get(person)
    if view is not None:
        return update_view(workspace, view, content, view_hash)
    _check_external_id(workspace, content)
    identity = workspace.new_id("V")
    view = View(identity, person, {}, "", identity)
    _fill(workspace, view, content)
    workspace.homes[person] = workspace.views[identity] = view
    workspace.changed("home", person=person)
    return view


def _fill(workspace: Workspace, view: View, content: JsonObject) -> None:
    blocks = normalise(content["blocks"], workspace.block_ids)
    view.content = {**fill_texts({**content, "blocks": []}), "blocks": blocks}
    view.external_id = str(content.get("external_id") or "")
    view.state = initial_state(blocks, view.state)
    _choose_current_conversation(view)
    view.errors = {}
    view.hash = workspace.new_hash()


def _choose_current_conversation(view: View) -> None:
    """`default_to_current_conversation`: the one where the person was, when it opened from one."""
    for placed in placed_elements(view.blocks):
        if not placed.element.get("default_to_current_conversation") or not view.channel:
            continue
        value = view.state[placed.block_id][placed.action_id]
        if "selected_conversation" in value:
            value["selected_conversation"] = value["selected_conversation"] or view.channel
        elif not value["selected_conversations"]:
            value["selected_conversations"] = [view.channel]


def _check_external_id(workspace: Workspace, content: JsonObject, but: View | None = None) -> None:
    """Unique among all views of the team (views.open: duplicate_external_id)."""
    wanted = content.get("external_id")
    if wanted and any(view.external_id == wanted and view is not but for view in workspace.views.values()):
        raise ViewRefusedError("duplicate_external_id")


def find_view(workspace: Workspace, arguments: dict[str, Any]) -> View:
    """By `view_id` or `external_id`; only a view that is still open can be found."""
    if arguments.get("view_id"):
        view = workspace.views.get(arguments["view_id"])
    else:
        wanted = arguments.get("external_id")
        view = next((each for each in workspace.views.values() if wanted and each.external_id == wanted), None)
    if view is None:
        raise ViewRefusedError("not_found")
    return view


def close_view(workspace: Workspace, view: View) -> None:
    """Only that one: what lies below, or was pushed on top meanwhile, stays."""
    workspace.modals[view.person].remove(view)
    del workspace.views[view.id]
    workspace.changed("modals", person=view.person)


def forget_stack(workspace: Workspace, person: str) -> None:
    for view in workspace.modals.pop(person, []):
        del workspace.views[view.id]
    workspace.changed("modals", person=person)


def top_view(workspace: Workspace, person: str) -> View | None:
    stack = workspace.modals.get(person)
    return stack[-1] if stack else None
