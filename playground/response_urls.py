"""What an app may say through a response_url, and in the ack of a slash command."""

from collections.abc import Mapping
from typing import Any

from playground import posting
from playground.posting import check_shown, post_as_app
from playground.records import JsonObject, Message, ResponseUrl
from playground.rules import Problem, check_message
from playground.rules.messages import from_json
from playground.workspace import Workspace

# https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
_USES = 5
_LIFE = 30 * 60
_STRUCTURED = {"blocks", "attachments", "metadata"}  # may also be JSON in a string, as in a form


def spend(workspace: Workspace, token: str) -> ResponseUrl | str:
    """The response_url with one use counted, or Slack's word for why it can't be used."""
    url = workspace.response_urls.get(token)
    if url is None:
        return "invalid_url"
    if workspace.now() - url.issued > _LIFE:
        return "expired_url"
    if url.uses >= _USES:
        return "used_url"
    url.uses += 1
    return url


def respond(workspace: Workspace, url: ResponseUrl, content: JsonObject) -> list[Problem]:
    """Post, replace or delete as `content` says; the problems when Slack would refuse it, and then nothing is done."""
    original = _original(workspace, url)
    content = {**content, **{name: from_json(content[name]) for name in _STRUCTURED & content.keys()}}
    if _is_true(content, "delete_original"):
        if original is not None:
            posting.delete(workspace, original)
        if not content.keys() - {"delete_original"}:
            return []
        original = None
    problems = check_message(_message_of(content)) or check_shown(workspace, content)
    if problems:
        return problems
    if _is_true(content, "replace_original") and original is not None:
        posting.replace(workspace, original, _message_of(content), marks_edit=False)
    else:
        _publish(workspace, url, content)
    return []


def _publish(workspace: Workspace, url: ResponseUrl, content: JsonObject) -> Message:
    """Ephemeral unless `response_type` says in_channel; channel posting permissions do not matter."""
    is_public = content.get("response_type") == "in_channel"
    return post_as_app(
        workspace,
        url.channel,
        _message_of(content),
        ephemeral_to=None if is_public else url.person,
        thread_ts=str(content["thread_ts"]) if content.get("thread_ts") else None,
    )


def _original(workspace: Workspace, url: ResponseUrl) -> Message | None:
    return workspace.messages[url.channel].get(url.original) if url.original else None


def _message_of(content: Mapping[str, Any]) -> JsonObject:
    ours = {"response_type", "replace_original", "delete_original", "thread_ts"}
    return {key: value for key, value in content.items() if key not in ours}


def _is_true(content: Mapping[str, Any], name: str) -> bool:
    """Slack's own examples say "true" as a string."""
    return content.get(name) is True or content.get(name) == "true"
