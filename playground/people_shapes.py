"""People and user groups as Slack's JSON shows them."""

from playground.records import JsonObject, Person, UserGroup
from playground.sight import is_external, meets_app
from playground.time_zones import describe
from playground.workspace import Workspace


def icon(workspace: Workspace) -> str:
    return f"{workspace.base_url}/page/static/icon.svg"


def person_shape(workspace: Workspace, person: Person) -> JsonObject:
    """Of somebody from another workspace Slack says less: docs.slack.dev/apis/slack-connect#members."""
    shape: JsonObject = {
        "id": person.id,
        "team_id": person.team_id or workspace.team.id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": _profile(workspace, person),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return shape
    shape |= {"color": "9f69e7", "real_name": person.real_name, **describe(person.tz, workspace.now())}
    if is_external(workspace, person.id):
        return shape | ({} if meets_app(workspace, person.id) else {"is_stranger": True})
    return shape | {
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(workspace: Workspace, person: Person) -> JsonObject:
    shape: JsonObject = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": "" if person.is_bot else person.name,
        "display_name_normalized": "" if person.is_bot else person.name,
        "first_name": person.real_name.partition(" ")[0],
        "last_name": person.real_name.partition(" ")[2],
        "fields": {},
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "g0",
        "team": person.team_id or workspace.team.id,
    }
    shape |= {f"image_{size}": icon(workspace) for size in (24, 32, 48, 72, 192, 512)}
    if person.id == workspace.app.bot_user:
        shape |= {"api_app_id": workspace.app.id, "bot_id": workspace.app.bot_id, "always_active": True}
    return shape


def group_shape(workspace: Workspace, group: UserGroup, *, with_users: bool, with_count: bool) -> JsonObject:
    """https://docs.slack.dev/reference/objects/usergroup-object; the count is a text there."""
    shape: JsonObject = {
        "id": group.id,
        "team_id": workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.deleted,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": group.creator,
        "updated_by": group.creator,
        "deleted_by": group.creator if group.deleted else None,
        "prefs": {"channels": [], "groups": []},
    }
    if with_users:
        shape["users"] = list(group.users)
    return shape | ({"user_count": len(group.users)} if with_count else {})
