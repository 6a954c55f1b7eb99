"""Reads an app manifest: what a workspace delivers to the app and what its token may do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml


class ManifestError(ValueError):
    """The manifest can't be read; the text says why."""


@dataclass(frozen=True)
class Command:
    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    url: str = ""


@dataclass(frozen=True)
class Shortcut:
    callback_id: str
    name: str
    kind: Literal["global", "message"]
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    name: str
    bot_name: str
    description: str = ""
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    bot_events: frozenset[str] = frozenset()
    bot_scopes: frozenset[str] = frozenset()
    socket_mode: bool = False
    is_interactive: bool = False
    has_home_tab: bool = False
    has_messages_tab: bool = False
    messages_read_only: bool = False
    events_url: str = ""
    interactivity_url: str = ""
    options_url: str = ""
    source: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def command(self, name: str) -> Command | None:
        return next((command for command in self.commands if command.name == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)


def read_manifest(path: Path) -> Manifest:
    try:
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"The manifest {path} can't be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise ManifestError(f"The manifest {path} is not YAML: {error}.") from error
    if not isinstance(source, dict):
        raise ManifestError(f"The manifest {path} must be a mapping.")
    return parse_manifest(source)


def parse_manifest(source: dict[str, Any]) -> Manifest:
    """`source` has the shape of Slack's manifest schema; anything left out has Slack's default."""
    try:
        return _parse(source)
    except (KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"The manifest does not have the shape of Slack's: {error!r}.") from error


def _parse(source: dict[str, Any]) -> Manifest:
    features = source.get("features") or {}
    settings = source.get("settings") or {}
    home = features.get("app_home") or {}
    interactivity = settings.get("interactivity") or {}
    subscriptions = settings.get("event_subscriptions") or {}
    scopes = (source.get("oauth_config") or {}).get("scopes") or {}
    return Manifest(
        name=source["display_information"]["name"],
        description=source["display_information"].get("description", ""),
        bot_name=(features.get("bot_user") or {}).get("display_name", source["display_information"]["name"]),
        commands=tuple(_command(entry) for entry in features.get("slash_commands") or ()),
        shortcuts=tuple(_shortcut(entry) for entry in features.get("shortcuts") or ()),
        bot_events=frozenset(subscriptions.get("bot_events") or ()),
        bot_scopes=frozenset(scopes.get("bot") or ()),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        is_interactive=bool(interactivity.get("is_enabled")),
        has_home_tab=bool(home.get("home_tab_enabled")),
        has_messages_tab=bool(home.get("messages_tab_enabled")),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", True)),
        events_url=subscriptions.get("request_url", ""),
        interactivity_url=interactivity.get("request_url", ""),
        options_url=interactivity.get("message_menu_options_url", ""),
        source=source,
    )


def _command(entry: dict[str, Any]) -> Command:
    return Command(
        name=entry["command"],
        description=entry.get("description", ""),
        usage_hint=entry.get("usage_hint", ""),
        should_escape=bool(entry.get("should_escape")),
        url=entry.get("url", ""),
    )


def _shortcut(entry: dict[str, Any]) -> Shortcut:
    return Shortcut(entry["callback_id"], entry["name"], entry["type"], entry.get("description", ""))
