"""The people and channels of a fresh workspace, and the app installed in it; nothing of what the app does."""

import secrets
import time
from collections.abc import Callable

from playground.manifest import Manifest
from playground.workspace import App, Channel, Person, Team, UserGroup, Workspace

_CREATED = 1735689600  # 2025-01-01
_PARTNER = "T0PARTNER00"


def seeded(manifest: Manifest, *, clock: Callable[[], float] = time.time) -> Workspace:
    """Ana leads, Ben and Chloé label, Dmitri reviews; Hugo has left.

    Greta is a guest of two channels and Samir of one; Emil is of another workspace and Stella a stranger from there.
    """
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
        person.team_id = person.team_id or workspace.team.id
        workspace.add_person(person)
    _add_channels(workspace)
    _add_groups(workspace)
    return workspace


def _people(bot_name: str) -> list[Person]:
    return [
        Person("U0ANA00000", "ana", "Ana Silva", is_admin=True, is_owner=True),
        Person("U0BEN00000", "ben", "Ben Okafor"),
        Person("U0CHLOE000", "chloé", "Chloé Laurent"),
        Person("U0DMITRI00", "dmitri", "Dmitri Petrov"),
        Person("U0GRETA000", "greta", "Greta Guest", is_restricted=True),
        Person("U0SAMIR000", "samir", "Samir Single", is_restricted=True, is_ultra_restricted=True, tz="Asia/Kolkata"),
        Person("U0HUGO0000", "hugo", "Hugo Gone", deleted=True),
        Person("U0EMIL0000", "emil", "Emil External", team_id=_PARTNER, tz="America/New_York"),
        Person("U0STELLA00", "stella", "Stella Stranger", team_id=_PARTNER),
        Person("U0LABELBOT0", bot_name, bot_name, is_bot=True),
        Person("USLACKBOT", "slackbot", "Slackbot"),  # is_bot is false for it, as in Slack
    ]


def _add_channels(workspace: Workspace) -> None:
    ids = {person.name: person.id for person in workspace.people.values()}
    bot, lead = workspace.app.bot_user, ids["ana"]
    full = {lead, ids["ben"], ids["chloé"], ids["dmitri"]}
    guests = {ids["greta"], ids["samir"]}
    partners = {lead, ids["greta"], ids["emil"], bot}
    for channel in (
        Channel("C0GENERAL0", "channel", "general", full, lead, _CREATED),
        Channel("C0LABELING", "channel", "labeling", full | guests | {bot}, lead, _CREATED),
        Channel("C0PARTNERS", "channel", "partners", partners, lead, _CREATED, is_ext_shared=True),
        Channel("G0LEADS000", "group", "leads", {lead, ids["dmitri"]}, lead, _CREATED),
    ):
        workspace.add_channel(channel)
    for person in sorted(full | guests):
        workspace.add_channel(Channel(f"D{person[1:]}", "im", members={person, bot}, created=_CREATED))


def _add_groups(workspace: Workspace) -> None:
    """Who has left is still listed in their group."""
    lead = workspace.named("ana").id
    members = [workspace.named(name).id for name in ("ben", "chloé", "hugo")]
    past = _CREATED + 86_400
    for group in (
        UserGroup("S0ANNOTATE", "annotators", "Annotators", members, "Who labels", lead, _CREATED, _CREATED),
        UserGroup("S0PILOT000", "pilot", "Pilot team", [lead], "Last year's", lead, _CREATED, past, past),
    ):
        workspace.add_group(group)
