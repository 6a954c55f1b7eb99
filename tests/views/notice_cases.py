"""What Labelbot tells people by itself, each once: for snapshots and limits."""

from collections.abc import Callable
from dataclasses import replace

from domain.intake import Intake, Refused, Source
from domain.model import Actor, Tally
from domain.notices import (
    Flagged,
    LeadLeft,
    MadeLead,
    PersonLeft,
    Rejected,
    RemovedFromTask,
    SentBack,
    TaskClosed,
    TaskDeleted,
    TaskFailed,
    TaskReopened,
    TaskRestored,
)
from domain.read_models import (
    IntakeModel,
    LeftOut,
    Waiting,
)
from tests.views import cases
from tests.views.cases import ANA, BEN, DMITRI, DONE, FINISHED, TASK, Shown
from tests.views.catalogue_cases import CATALOGUE
from tests.views.list_cases import TASK_LISTS, WAITING
from tests.views.people_cases import PEOPLE
from tests.views.reminder_cases import REMINDERS
from views.slack import (
    card,
    exports,
    help as help_views,
    intakes,
    notices,
)

INTAKE = Intake(7, Actor("T1", ANA), 2, Source.of_files(["F1"]), total=5_000, reached=1_200)
ENDED = replace(INTAKE, reached=5_000, added=4_000, known=987, refused=13, is_done=True)
REFUSED = tuple(Refused(f"<{number}>.png", "is empty.") for number in range(13))
TO_TAKE = replace(DONE, undo=None, tally=Tally(), may_take=40)
RELEASED = replace(DONE, may_take=2, released=2)
NOTES = ("bank.csv was read as UTF-16: it isn't UTF-8.",)


def _intake(intake: Intake) -> Callable[[], Shown]:
    return lambda: intakes.progress(IntakeModel(intake, "Cats & <dogs>"))


INTAKES: dict[str, Callable[[], Shown]] = {
    "intake": _intake(INTAKE),
    "intake_waits": _intake(replace(INTAKE, error="ratelimited", refused=1, first_refused=REFUSED[:1])),
    "intake_asks": _intake(replace(INTAKE, asks=("id", "words & <more>"))),
    "intake_asks_of_many": _intake(replace(INTAKE, asks=tuple(f"{'column ' * 20}{number}" for number in range(100)))),
    "intake_ended": _intake(replace(ENDED, first_refused=REFUSED, notes=NOTES)),
    "intake_of_nothing": _intake(replace(ENDED, added=0, known=0, first_refused=REFUSED)),
    "intake_failed": _intake(replace(ENDED, error="The dataset was deleted meanwhile: nothing more was added.")),
}
NOTICES: dict[str, Callable[[], Shown]] = {
    "sent_back": lambda: notices.sent_back(SentBack(3, "IMG_0012.jpg", "That is a lynx.", DMITRI)),
    "rejected": lambda: notices.rejected(TASK, [Rejected(3, "IMG_0012.jpg", "Blurred.", DMITRI)]),
    "rejected_many": lambda: notices.rejected(
        TASK, [Rejected(3, f"IMG_{number}.jpg", "Blurred.", DMITRI) for number in range(20)]
    ),
    "task_done": lambda: notices.task_done(FINISHED),
    "task_idle": lambda: notices.task_done(FINISHED, for_now=True),
    "lead_left": lambda: notices.lead_left(LeadLeft(ANA), ["Cats & <dogs>", "Leaves", "Clouds", "a", "b", "c", "d"]),
    "lead_left_for_elsewhere": lambda: notices.lead_left(LeadLeft(ANA, is_external=True), ["Leaves"]),
    "lead_taken": lambda: notices.lead_taken(["Cats & <dogs>", "Leaves"]),
    "lead_taken_by_another": lambda: notices.lead_taken([]),
    "trying_again_window": lambda: notices.trying_again_window("Cats & <dogs>"),
    "task_failed": lambda: notices.simple(TASK, TaskFailed(3, "the dataset is gone")),
    "removed": lambda: notices.simple(TASK, RemovedFromTask(3, ANA, "labeler")),
    "task_deleted": lambda: notices.simple(TASK, TaskDeleted(3, ANA)),
    "task_restored": lambda: notices.simple(TASK, TaskRestored(3, ANA)),
    "flagged": lambda: notices.simple(TASK, Flagged(3, "IMG_0012.jpg", BEN)),
    "export_ready": lambda: exports.ready("Cats and dogs", 40, LeftOut()),
    "deleted_offer": lambda: notices.simple(TASK, TaskDeleted(3, ANA, may_restore=True)),
    "brought_back": lambda: notices.brought_back("Cats and dogs"),
    "made_lead": lambda: notices.simple(TASK, MadeLead(3, ANA)),
    "person_left": lambda: notices.simple(TASK, PersonLeft(3, BEN, "labeler", is_last=False)),
    "stranger_left": lambda: notices.simple(TASK, PersonLeft(3, BEN, "labeler", is_last=False, is_external=True)),
    "last_person_left": lambda: notices.simple(TASK, PersonLeft(3, DMITRI, "reviewer", is_last=True)),
    "task_closed": lambda: notices.simple(TASK, TaskClosed(3, ANA, "We have enough.")),
    "task_closed_silently": lambda: notices.simple(TASK, TaskClosed(3, ANA, "")),
    "task_reopened": lambda: notices.simple(TASK, TaskReopened(3, ANA)),
    "queue_to_take": lambda: card.card(TO_TAKE, intro=notices.intro("queue", TO_TAKE)),
    "released": lambda: card.card(RELEASED, intro=notices.intro("released", RELEASED)),
    "refusal_with_names": lambda: notices.refusal(f"“<@{BEN}> and `code`” is no task. Ask <@{ANA}>, or `/label`."),
    "export_incomplete": lambda: exports.ready("Cats and dogs", 1, LeftOut(1200, 10, 3)),
    "export_with_some_sent_back": lambda: exports.ready("Cats and dogs", 5, LeftOut(11, sent_back=1)),
    "export_with_all_sent_back": lambda: exports.ready("Cats and dogs", 5, LeftOut(2, sent_back=2)),
    "export_choice": lambda: exports.choice(3, "Cats and dogs", ("csv", "jsonl", "coco", "yolo")),
    "export_of_shapes": lambda: exports.ready("Cats and dogs", 40, LeftOut(), "coco", 3),
    "export_window": lambda: exports.window("Cats and dogs"),
    "refusal": lambda: notices.refusal(f"Only the task's lead can edit it. Ask <@{ANA}>, or type `/label tasks`."),
    "refusal_window": lambda: notices.refusal_window("That task is gone."),
    "trouble": lambda: notices.refusal(notices.trouble("ab12cd34")),
    "waiting": lambda: notices.waiting(WAITING),
    "waiting_more": lambda: notices.waiting(replace(WAITING, more_tasks=998, more_pictures=5000, more_answers=7)),
    "waiting_nothing": lambda: notices.waiting(Waiting((), ())),
    "sign_in": lambda: notices.sign_in("https://labels.example.org/sign-in/t0ken"),
    "sign_in_window": lambda: notices.sign_in_window("https://labels.example.org/sign-in/t0ken"),
    "help": help_views.help_message,
    "help_unknown": lambda: help_views.help_message("dance"),
    "typed": help_views.typed_message,
}

CASES = cases.CASES | TASK_LISTS | INTAKES | NOTICES | CATALOGUE | PEOPLE | REMINDERS
