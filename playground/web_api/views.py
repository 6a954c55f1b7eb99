"""views.*: modals and Homes."""

from playground.blocks import placed_elements
from playground.modals import ViewRefusedError, find_view, open_view, publish_home, push_view, update_view
from playground.posting import check_pictures
from playground.records import JsonObject, Trigger, View
from playground.rules import check_view
from playground.shapes import view_shape
from playground.web_api.call import Call, Handler, SlackError, refuse

_TRIGGER_LIFE = 3.0  # seconds: https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses


def open_modal(call: Call) -> JsonObject:
    content = _content(call, "modal")
    return _answer(call, open_view(call.workspace, _exchange_trigger(call), content))


def push_modal(call: Call) -> JsonObject:
    content = _content(call, "modal")
    trigger = _exchange_trigger(call)
    if trigger.view_id not in {view.id for view in call.workspace.modals.get(trigger.person, ())}:
        raise SlackError("invalid_trigger_id")
    return _answer(call, push_view(call.workspace, trigger.person, content))


def update(call: Call) -> JsonObject:
    if not call.text("view_id") and not call.text("external_id"):
        raise SlackError("invalid_arguments", "[ERROR] missing required field: view_id or external_id")
    view = find_view(call.workspace, dict(call.arguments))
    content = _content(call, view.content["type"])
    return _answer(call, update_view(call.workspace, view, content, call.text("hash")))


def publish(call: Call) -> JsonObject:
    if not call.workspace.app.manifest.has_home_tab:
        raise SlackError("not_enabled")
    person = call.workspace.people.get(call.text("user_id"))
    if person is None:
        raise SlackError("user_not_found")
    return _answer(call, publish_home(call.workspace, person.id, _content(call, "home"), call.text("hash")))


def _content(call: Call, wanted: str) -> JsonObject:
    """The view as the app sent it, once nothing is wrong with it."""
    content = call.arguments["view"]
    if not isinstance(content, dict):
        raise SlackError("invalid_arguments", "[ERROR] must be an object [json-pointer:/view]")
    refuse(check_view(content))
    if content["type"] != wanted:
        message = f"[ERROR] value is not one of the allowed types: {wanted} [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", message)
    refuse(check_pictures(call.workspace, content["blocks"]))
    _want_to_read_files(call, content)
    return content


def _want_to_read_files(call: Call, content: JsonObject) -> None:
    """An app that shows a file_input must have the scope: block-elements/file-input-element in the reference."""
    granted = call.workspace.app.scopes
    has_file_input = any(placed.kind == "file_input" for placed in placed_elements(content["blocks"]))
    if has_file_input and "files:read" not in granted:
        raise SlackError("missing_scope", needed="files:read", provided=",".join(sorted(granted)))


def _exchange_trigger(call: Call) -> Trigger:
    trigger = call.workspace.triggers.get(call.text("trigger_id"))
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.is_exchanged:
        raise SlackError("exchanged_trigger_id")
    if call.workspace.now() - trigger.issued > _TRIGGER_LIFE:
        raise SlackError("expired_trigger_id")
    trigger.is_exchanged = True
    return trigger


def _answer(call: Call, view: View) -> JsonObject:
    return {"view": view_shape(call.workspace, view)}


def _refusing(handler: Handler) -> Handler:
    def handle(call: Call) -> JsonObject:
        try:
            return handler(call)
        except ViewRefusedError as error:
            raise SlackError(error.word) from error

    return handle


METHODS: dict[str, Handler] = {
    "views.open": _refusing(open_modal),
    "views.push": _refusing(push_modal),
    "views.update": _refusing(update),
    "views.publish": _refusing(publish),
}
