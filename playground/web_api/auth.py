"""Who the token belongs to, and where its socket is."""

import secrets

from playground.records import JsonObject
from playground.web_api.call import Call, Handler


def test_auth(call: Call) -> JsonObject:
    workspace = call.workspace
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.team.name,
        "user": workspace.people[workspace.app.bot_user].name,
        "team_id": workspace.team.id,
        "user_id": workspace.app.bot_user,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> JsonObject:
    """A socket address is good for one connection."""
    ticket = secrets.token_urlsafe(16)
    call.workspace.permitted_sockets.add(ticket)
    host = call.workspace.base_url.partition("://")[2]
    return {"url": f"ws://{host}/link/?ticket={ticket}&app_id={call.workspace.app.id}"}


METHODS: dict[str, Handler] = {"auth.test": test_auth, "apps.connections.open": open_connection}
