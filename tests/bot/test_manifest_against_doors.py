"""The manifest declares what the doors listen for: no more and no less."""

from dataclasses import fields
from typing import Any

import pytest
import yaml

from bot.manifest import socket_manifest
from handlers.slack import Services, register


class Listed:
    """A door that only remembers what was registered at it."""

    def __init__(self) -> None:
        self.kinds: dict[str, set[str]] = {}

    def __getattr__(self, kind: str) -> Any:
        def remember(*names: Any) -> None:
            self.kinds.setdefault(kind, set()).update(name for name in names if isinstance(name, str))

        return remember


@pytest.fixture(scope="module")
def registered() -> dict[str, set[str]]:
    door, nothing = Listed(), Listed()
    register(door, Services(*[nothing] * len(fields(Services))), nothing, nothing, nothing, nothing)
    return door.kinds


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return yaml.safe_load(socket_manifest())


def test_events(registered, manifest):
    declared = {name.split(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert declared == registered["event"]


def test_commands(registered, manifest):
    assert {one["command"] for one in manifest["features"]["slash_commands"]} == registered["command"]


def test_shortcuts(registered, manifest):
    assert {one["callback_id"] for one in manifest["features"]["shortcuts"]} == registered["shortcut"]
