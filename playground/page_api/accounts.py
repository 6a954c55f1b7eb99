"""What the people pane asks to be done: whoever looks at the page is the admin there."""

from collections.abc import Awaitable, Callable

from playground.interactions import Interactions, Outcome
from playground.page_api.request import BadRequestError, Request
from playground.time_zones import is_time_zone

_TEXTS = ("real_name", "title", "tz")


async def _change_person(interactions: Interactions, _person: str, request: Request) -> Outcome:
    """`real_name`, `title`, `tz` and `deleted`, as far as the body has them."""
    who = _somebody(interactions, request)
    changes: dict[str, str | bool] = {name: request.text(name).strip() for name in _TEXTS if name in request.body}
    if "tz" in changes and not is_time_zone(str(changes["tz"])):
        raise BadRequestError(f"There is no time zone {changes['tz']}.")
    if "real_name" in changes and not changes["real_name"]:
        return Outcome(ok=False, problem="A person needs a name.")
    if "deleted" in request.body:
        changes["deleted"] = request.chosen_flag("deleted")
    return await interactions.change_person(who, **changes)


async def _change_role(interactions: Interactions, _person: str, request: Request) -> Outcome:
    """`role`: "member", "guest" (of the channels that they are in) or "single" (of the first of those)."""
    who = _somebody(interactions, request)
    channels = interactions.workspace.channels.values()
    theirs = [each.id for each in channels if who in each.members and each.kind in {"channel", "group"}]
    match request.text("role"):
        case "member":
            return await interactions.make_member(who)
        case "guest":
            return await interactions.make_guest(who)
        case "single" if theirs:
            return await interactions.make_guest(who, theirs[0])
        case "single":
            return Outcome(ok=False, problem="They are in no channel that they could be a guest of.")
        case other:
            raise BadRequestError(f"There is no role {other}.")


async def _change_group(interactions: Interactions, _person: str, request: Request) -> Outcome:
    """`is_in`: whether that person is a member from now on."""
    group = interactions.workspace.groups.get(request.text("group"))
    if group is None:
        raise BadRequestError("There is no such group.")
    who, is_in = _somebody(interactions, request), request.chosen_flag("is_in")
    others = [each for each in group.users if each != who]
    return await interactions.change_group(group.id, [*others, who] if is_in else others)


def _somebody(interactions: Interactions, request: Request) -> str:
    person = interactions.workspace.people.get(request.text("who"))
    if person is None or person.is_bot:
        raise BadRequestError("There is no such person.")
    return person.id


ACCOUNT_ACTS: dict[str, Callable[[Interactions, str, Request], Awaitable[Outcome]]] = {
    "change_person": _change_person,
    "change_role": _change_role,
    "change_group": _change_group,
}
