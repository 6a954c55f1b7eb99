"""What the page asks to be done, verb by verb: a person's acts, and the switches for faults."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any, get_args

from playground.blocks import VALUE_KEYS
from playground.deliveries import SocketDeliveries
from playground.faults import CallFaultKind, Faults
from playground.interactions import Interactions, Outcome
from playground.page_api.accounts import ACCOUNT_ACTS
from playground.page_api.request import BadRequestError, Request
from playground.records import JsonObject
from playground.sight import mark_read
from playground.workspace import ACTING_WINDOW

_CHOSEN = {key for key, _ in VALUE_KEYS.values()}


Act = Callable[[Interactions, str, Request], Awaitable[Outcome]]


async def perform(interactions: Interactions, verb: str, person: str, body: JsonObject) -> JsonObject:
    act = ACTS.get(verb)
    if act is None:
        raise BadRequestError(f"There is no act {verb}.")
    window = ACTING_WINDOW.set(str(body.get("window") or ""))
    try:
        outcome = asdict(await act(interactions, person, Request(body)))
    finally:
        ACTING_WINDOW.reset(window)
    view = interactions.workspace.views.get(str(body.get("view_id")))
    return outcome | ({"errors": view.errors} if view else {})


def _channel(interactions: Interactions, person: str, request: Request) -> str:
    channel = interactions.workspace.channels.get(request.text("channel"))
    if channel is None or person not in channel.members:
        raise BadRequestError("You are not in that channel.")
    return channel.id


def _own_files(interactions: Interactions, person: str, request: Request) -> list[str]:
    files = request.listed("files")
    known = interactions.workspace.files
    if not all(isinstance(each, str) and each in known and known[each].user == person for each in files):
        raise BadRequestError("Only files that you uploaded can be sent.")
    return list(files)


async def _command(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.command(person, _channel(interactions, person, request), request.text("text"))


async def _shortcut(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.shortcut(person, request.text("callback_id"))


async def _message_shortcut(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.message_shortcut(person, request.text("callback_id"), request.message())


async def _open_app_home(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.open_app_home(person, request.text("tab"))


async def _click(interactions: Interactions, person: str, request: Request) -> Outcome:
    chosen = {name: value for name, value in request.mapping("chosen").items() if name in _CHOSEN}
    return await interactions.click(person, *request.element(), **chosen)


async def _set_input(interactions: Interactions, person: str, request: Request) -> Outcome:
    _, block_id, action_id = request.element()
    return await interactions.set_input(person, request.text("view_id"), block_id, action_id, request.mapping("state"))


async def _suggest(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.suggest(person, *request.element(), request.text("query"))


async def _submit(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.submit(person, request.text("view_id"))


async def _close(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.close(
        person, request.text("view_id"), whole_stack=request.body.get("whole_stack") is True
    )


async def _post_message(interactions: Interactions, person: str, request: Request) -> Outcome:
    channel = _channel(interactions, person, request)
    thread = request.text("thread_ts") if request.body.get("thread_ts") else None
    files = _own_files(interactions, person, request)
    return await interactions.post_message(person, channel, request.text("text"), thread, files)


async def _dismiss(interactions: Interactions, person: str, request: Request) -> Outcome:
    return await interactions.dismiss_ephemeral(person, request.message())


async def _read(interactions: Interactions, person: str, request: Request) -> Outcome:
    mark_read(interactions.workspace, person, _channel(interactions, person, request))
    return Outcome(ok=True)


async def _strike(interactions: Interactions, _person: str, request: Request) -> Outcome:
    kind = request.text("kind")
    if kind not in get_args(CallFaultKind):
        raise BadRequestError(f"There is no fault {kind}.")
    count, seconds = int(request.number("count", 1)), request.number("seconds", 1)
    faults: Any = interactions.workspace.faults
    faults.strike(kind, request.text("method"), count=count, seconds=seconds)
    return _faults_changed(interactions)


async def _fault(interactions: Interactions, _person: str, request: Request) -> Outcome:
    """Sets the fields of `Faults` that the body names, and `rates_enforced`."""
    workspace = interactions.workspace
    if "rates_enforced" in request.body:
        workspace.rates_enforced = bool(request.body["rates_enforced"])
    for field in fields(Faults):
        if field.name in request.body and field.name != "calls":
            before = getattr(workspace.faults, field.name)
            is_switch = isinstance(before, bool)
            now = bool(request.body[field.name]) if is_switch else type(before)(request.number(field.name))
            setattr(workspace.faults, field.name, now)
    return _faults_changed(interactions)


async def _clear_faults(interactions: Interactions, _person: str, _request: Request) -> Outcome:
    interactions.workspace.faults.clear()
    return _faults_changed(interactions)


async def _lose_socket(interactions: Interactions, _person: str, _request: Request) -> Outcome:
    if not isinstance(interactions.deliveries, SocketDeliveries):
        return Outcome(ok=False, problem="This app is reached over HTTP: there is no socket to cut.")
    interactions.deliveries.lose()
    return Outcome(ok=True)


def _faults_changed(interactions: Interactions) -> Outcome:
    interactions.workspace.changed("faults")
    return Outcome(ok=True)


ACTS: dict[str, Act] = {
    "command": _command,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "open_app_home": _open_app_home,
    "click": _click,
    "set_input": _set_input,
    "suggest": _suggest,
    "submit": _submit,
    "close": _close,
    "post_message": _post_message,
    "dismiss": _dismiss,
    "read": _read,
    "strike": _strike,
    "fault": _fault,
    "clear_faults": _clear_faults,
    "lose_socket": _lose_socket,
    **ACCOUNT_ACTS,
}
