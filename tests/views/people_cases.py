"""Every state of choosing people: the field in a window, and the windows that add many at once."""

from collections.abc import Callable
from dataclasses import replace

from slack_sdk.models.views import View

from domain.gathering import Gathered, LeftOut
from domain.read_models import FormModel, GatherModel, Way
from views.slack import gathering, new_task
from views.slack.parts import Message

ANA, BEN, CHLOE, DMITRI = "U0ANA00000", "U0BEN00000", "U0CHLOE000", "U0DMITRI00"
MANY = tuple(f"U{number:08}" for number in range(150))
KEEPS = {"way": "channel", "field": "labelers", "at": "new_task", "back": {"draft": "dr4ft"}}
OUT = ((LeftOut.APP, 2), (LeftOut.DEACTIVATED, 1), (LeftOut.EXTERNAL, 1))
SOME = Gathered((BEN, CHLOE), 1, OUT)
FORM = FormModel("dr4ft", 3, with_collaborators=True, labelers=MANY, reviewers=(DMITRI,), collaborators=4, turn=7)


def _window(way: Way, **fields: object) -> Callable[[], View]:
    return lambda: gathering.window(replace(GatherModel(way, "labelers"), **fields), KEEPS)  # type: ignore[arg-type]


PEOPLE: dict[str, Callable[[], Message | View]] = {
    "form_150_labelers": lambda: new_task.modal(FORM),
    "form_100_labelers": lambda: new_task.modal(replace(FORM, labelers=MANY[:100])),
    "gather_channel": _window(Way.CHANNEL),
    "gather_channel_found": _window(Way.CHANNEL, gathered=SOME),
    "gather_channel_one": _window(Way.CHANNEL, gathered=Gathered((BEN,))),
    "gather_channel_reading": _window(Way.CHANNEL, reading=0),
    "gather_channel_wrong": _window(Way.CHANNEL, wrong="Type `/invite @labelbot` in the channel."),
    "gather_channel_nobody": _window(Way.CHANNEL, gathered=Gathered((), 0, OUT), wrong="Nobody can be added."),
    "gather_group": _window(Way.GROUP),
    "gather_group_none": _window(Way.GROUP, wrong="There are no user groups in this workspace.", is_closed=True),
    "gather_everyone": _window(Way.EVERYONE, gathered=Gathered(MANY, 3, (*OUT, (LeftOut.GUEST, 12)))),
    "gather_everyone_reading": _window(Way.EVERYONE, reading=1400),
    "gather_everyone_wrong": _window(Way.EVERYONE, wrong="That makes 1,204 labelers."),
    "gather_person": _window(Way.PERSON),
    "gather_out": _window(Way.OUT, chosen=(*MANY, *MANY)),
}
