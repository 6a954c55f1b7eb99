"""usergroups.*: groups of people that can be mentioned together."""

from playground.people_shapes import group_shape
from playground.records import JsonObject
from playground.web_api.call import Call, Handler, SlackError


def list_groups(call: Call) -> JsonObject:
    _want_plan(call)
    groups = [group for group in call.workspace.groups.values() if not group.deleted or call.flag("include_disabled")]
    shown = {"with_users": call.flag("include_users"), "with_count": call.flag("include_count")}
    return {"usergroups": [group_shape(call.workspace, group, **shown) for group in groups]}


def list_users(call: Call) -> JsonObject:
    """A disabled group is found only by who asks for such."""
    _want_plan(call)
    group = call.workspace.groups.get(call.text("usergroup"))
    if group is None or (group.deleted and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _want_plan(call: Call) -> None:
    """https://docs.slack.dev/reference/methods/usergroups.list: not in workspaces on the free plan."""
    if not call.workspace.has_paid_plan:
        raise SlackError("plan_upgrade_required")


METHODS: dict[str, Handler] = {"usergroups.list": list_groups, "usergroups.users.list": list_users}
