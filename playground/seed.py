"""The people and channels of a fresh workspace, and the app installed in it; nothing of what the app does."""

import secrets
import time
from collections.abc import Callable

from playground.manifest import Manifest
from playground.workspace import App, Channel, Person, Team, Workspace

_CREATED = 1735689600  # 2025-01-01


def seeded(manifest: Manifest, *, clock: Callable[[], float] = time.time) -> Workspace:
    """Ana leads, Ben and Chloé label, Dmitri reviews; Greta is a guest and Hugo has left."""
    app = App(
        id="A0PLAYGROUND",
        bot_id="B0PLAYGROUND",
        bot_user="U0LABELBOT0",
        manifest=manifest,
        bot_token=f"xoxb-playground-{secrets.token_hex(12)}",
        app_token=f"xapp-1-A0PLAYGROUND-{secrets.token_hex(12)}",
        signing_secret=secrets.token_hex(16),
        verification_token=secrets.token_hex(12),
        scopes=set(manifest.bot_scopes),
    )
    workspace = Workspace(Team("T0PLAYGROUND", "Playground", "playground"), app, clock=clock)
    for person in _people(manifest.bot_name):
        person.team_id = workspace.team.id
        workspace.add_person(person)
    _add_channels(workspace)
    return workspace


def _people(bot_name: str) -> list[Person]:
    return [
        Person("U0ANA00000", "ana", "Ana Silva", is_admin=True, is_owner=True),
        Person("U0BEN00000", "ben", "Ben Okafor"),
        Person("U0CHLOE000", "chloé", "Chloé Laurent"),
        Person("U0DMITRI00", "dmitri", "Dmitri Petrov"),
        Person("U0GRETA000", "greta", "Greta Guest", is_restricted=True),
        Person("U0HUGO0000", "hugo", "Hugo Gone", deleted=True),
        Person("U0LABELBOT0", bot_name, bot_name, is_bot=True),
        Person("USLACKBOT", "slackbot", "Slackbot"),  # is_bot is false for it, as in Slack
    ]


def _add_channels(workspace: Workspace) -> None:
    members = {person.id for person in workspace.people.values() if not person.deleted and not person.is_bot}
    members.discard("USLACKBOT")
    lead = workspace.named("ana").id
    full = {person for person in members if not workspace.people[person].is_restricted}
    workspace.add_channel(Channel("C0GENERAL0", "channel", "general", full, lead, _CREATED))
    workspace.add_channel(
        Channel("C0LABELING", "channel", "labeling", members | {workspace.app.bot_user}, lead, _CREATED)
    )
    for person in sorted(members):
        workspace.add_channel(
            Channel(f"D{person[1:]}", "im", members={person, workspace.app.bot_user}, created=_CREATED)
        )
