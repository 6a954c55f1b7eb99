"""One call of a Web API method, and how it is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.records import Channel, JsonObject
from playground.rules import Problem
from playground.workspace import Workspace


class SlackError(Exception):
    """Slack's answer `ok: false`: its error word, what response_metadata.messages says, and further keys."""

    def __init__(self, word: str, *messages: str, status: int = 200, **more: Any) -> None:
        super().__init__(word)
        self.status = status
        self.headers: dict[str, str] = {}
        self.body: JsonObject = {"ok": False, "error": word, **more}
        if messages:
            self.body["response_metadata"] = {"messages": list(messages)}


@dataclass(frozen=True)
class Call:
    workspace: Workspace
    method: str
    arguments: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Forms and queries say "true" or "1", JSON says true."""
        return str(self.arguments.get(name, "")).lower() in {"true", "1"}

    def number(self, name: str, default: int, *, most: int) -> int:
        text = self.text(name) or str(default)
        if not is_number(text):
            raise SlackError("invalid_arguments", f"[ERROR] must be an integer [json-pointer:/{name}]")
        return max(1, min(int(text), most))

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the app can know of: public, or one that it is in."""
        channel = self.workspace.channels.get(self.text(name))
        if channel is None or (channel.kind != "channel" and self.workspace.app.bot_user not in channel.members):
            raise SlackError("channel_not_found")
        return channel


Handler = Callable[[Call], JsonObject]


def is_number(text: str) -> bool:
    """Digits that `int` reads: "²" is a digit too."""
    return text.isascii() and text.isdigit() and len(text) < 20


def refuse(problems: list[Problem]) -> None:
    """Raise the first problem's word with what all of the same word say."""
    if problems:
        word = problems[0].word
        raise SlackError(word, *(problem.message for problem in problems if problem.word == word))


def page(call: Call, entries: list[Any], *, default: int, most: int = 1000) -> tuple[list[Any], JsonObject]:
    """The entries of one page and the response_metadata with the cursor of the next (empty at the end)."""
    limit = call.number("limit", default, most=most)
    cursor = call.text("cursor")
    start = 0
    if cursor:
        marker, _, number = cursor.partition("-")
        if marker != "next" or not is_number(number):
            raise SlackError("invalid_cursor")
        start = int(number)
    is_more = start + limit < len(entries)
    return entries[start : start + limit], {"next_cursor": f"next-{start + limit}" if is_more else ""}
