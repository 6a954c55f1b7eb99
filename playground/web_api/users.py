"""users.*: the people of the workspace."""

from playground.people_shapes import person_shape
from playground.records import JsonObject
from playground.web_api.call import Call, Handler, SlackError, page


def info(call: Call) -> JsonObject:
    person = call.workspace.people.get(call.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": person_shape(call.workspace, person)}


def list_people(call: Call) -> JsonObject:
    people, metadata = page(call, list(call.workspace.people.values()), default=1000)
    return {
        "members": [person_shape(call.workspace, person) for person in people],
        "cache_ts": int(call.workspace.now()),
        "response_metadata": metadata,
    }


METHODS: dict[str, Handler] = {"users.info": info, "users.list": list_people}
