"""Saves a workspace in a folder and loads it again: one JSON file, and the bytes of each file beside it."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from playground.blocks import IdMaker
from playground.manifest import Manifest, parse_manifest
from playground.records import App, Channel, HostedFile, Message, Person, ResponseUrl, Team, UserGroup, View
from playground.workspace import Workspace

_STATE = "workspace.json"
_FILES = "files"
_VERSION = 1


class KeepingError(ValueError):
    """The folder holds no workspace that can be loaded; the text says why."""


def save(workspace: Workspace, folder: Path) -> None:
    """Open modals and the traffic belong to the moment and are not kept. Written beside, then moved into place."""
    (folder / _FILES).mkdir(parents=True, exist_ok=True)
    for file in workspace.files.values():
        (folder / _FILES / file.id).write_bytes(file.content)
    state = {
        "version": _VERSION,
        "team": asdict(workspace.team),
        "app": _app_state(workspace.app),
        "people": [asdict(person) for person in workspace.people.values()],
        "groups": [asdict(group) for group in workspace.groups.values()],
        "channels": [{**asdict(each), "members": sorted(each.members)} for each in workspace.channels.values()],
        "messages": [asdict(message) for message in workspace.all_messages()],
        "homes": [asdict(view) for view in workspace.homes.values()],
        "files": [_without_content(file) for file in workspace.files.values()],
        "response_urls": [asdict(url) for url in workspace.response_urls.values()],
        "ids_made": workspace.ids_made,
        "block_ids_made": workspace.block_ids.made,
        "last_ts": workspace.last_ts,
    }
    fresh = folder / f"{_STATE}.new"
    fresh.write_text(json.dumps(state), encoding="utf-8")
    fresh.replace(folder / _STATE)


def is_kept(folder: Path) -> bool:
    return (folder / _STATE).is_file()


def load(folder: Path, manifest: Manifest | None = None, *, clock: Callable[[], float] = time.time) -> Workspace:
    """With `manifest`, the app is installed anew with it: its declarations and scopes replace the kept ones."""
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        if state["version"] != _VERSION:
            raise KeepingError(f"{folder} was kept by another version of the playground.")
        return _restored(state, folder, manifest, clock)
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, KeepingError):
            raise
        raise KeepingError(f"{folder} holds no workspace that can be loaded: {error}.") from error


def _restored(state: dict[str, Any], folder: Path, manifest: Manifest | None, clock: Callable[[], float]) -> Workspace:
    workspace = Workspace(Team(**state["team"]), _app(state["app"], manifest), clock=clock)
    for person in state["people"]:
        workspace.add_person(Person(**_known(Person, person)))
    for group in state.get("groups", ()):
        workspace.add_group(UserGroup(**group))
    for channel in state["channels"]:
        workspace.add_channel(Channel(**{**channel, "members": set(channel["members"])}))
    for message in state["messages"]:
        workspace.messages[message["channel"]][message["ts"]] = Message(**message)
    for home in state["homes"]:
        view = View(**home)
        workspace.homes[view.person] = workspace.views[view.id] = view
    for file in state["files"]:
        content = (folder / _FILES / file["id"]).read_bytes()
        workspace.files[file["id"]] = HostedFile(**file, content=content)
    workspace.response_urls = {url["token"]: ResponseUrl(**url) for url in state["response_urls"]}
    workspace.ids_made = state["ids_made"]
    workspace.block_ids = IdMaker(state["block_ids_made"])
    workspace.last_ts = state["last_ts"]
    return workspace


def _known(kind: type[Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Without what an older playground kept and this one works out."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in kept.items() if name in names}


def _app_state(app: App) -> dict[str, Any]:
    kept = {name: value for name, value in vars(app).items() if name != "manifest"}
    return {
        **kept,
        "manifest": app.manifest.source,
        "scopes": sorted(app.scopes),
        "app_scopes": sorted(app.app_scopes),
    }


def _app(state: dict[str, Any], manifest: Manifest | None) -> App:
    granted = set(manifest.bot_scopes) if manifest else set(state["scopes"])
    return App(
        **{
            **state,
            "manifest": manifest or parse_manifest(state["manifest"]),
            "scopes": granted,
            "app_scopes": set(state["app_scopes"]),
        }
    )


def _without_content(file: HostedFile) -> dict[str, Any]:
    return {name: value for name, value in vars(file).items() if name != "content"}
