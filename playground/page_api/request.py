"""The JSON body of what the page asks for, read with clear words about what is missing."""

from typing import Any

from playground.interactions import MessageSurface, Surface, ViewSurface
from playground.records import JsonObject

_MOST = 10_000


class BadRequestError(Exception):
    """The page asked for something that makes no sense; the text says what."""


class Request:
    """The JSON body of an act, read with clear words about what is missing."""

    def __init__(self, body: JsonObject) -> None:
        self.body = body

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if not isinstance(value, str):
            raise BadRequestError(f"`{name}` must be a text.")
        return value

    def listed(self, name: str) -> list[Any]:
        value = self.body.get(name) or []
        if not isinstance(value, list):
            raise BadRequestError(f"`{name}` must be a list.")
        return value

    def mapping(self, name: str) -> JsonObject:
        value = self.body.get(name) or {}
        if not isinstance(value, dict):
            raise BadRequestError(f"`{name}` must be an object.")
        return value

    def number(self, name: str, default: float = 0) -> float:
        value = self.body.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
            raise BadRequestError(f"`{name}` must be a number from 0 to {_MOST}.")
        return value

    def surface(self) -> Surface:
        if "view_id" in self.body:
            return ViewSurface(self.text("view_id"))
        return MessageSurface(self.text("channel"), self.text("ts"))

    def message(self) -> MessageSurface:
        return MessageSurface(self.text("channel"), self.text("ts"))

    def element(self) -> tuple[Surface, str, str]:
        return self.surface(), self.text("block_id"), self.text("action_id")

    def chosen_flag(self, name: str) -> bool:
        value = self.body.get(name)
        if not isinstance(value, bool):
            raise BadRequestError(f"`{name}` must be true or false.")
        return value
