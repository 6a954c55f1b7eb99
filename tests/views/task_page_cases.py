"""Every state of a task's own page, and of what a lead does there."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.model import (
    NOBODY,
    ROBOT,
    AssignmentStatus,
    Distribution,
    InputKind,
    LabelsPerInput,
    PictureState,
    Priority,
    ReviewMethod,
    Role,
    Tally,
    Task,
    TaskStatus,
    TaskType,
)
from domain.notices import Flagged
from domain.read_models import (
    AnswerNow,
    CloseModel,
    ConceptCounts,
    ContentModel,
    CountedConcept,
    ExcludeModel,
    HistoryLine,
    HistoryPage,
    InputHistory,
    InputInTask,
    InputLine,
    InputList,
    MoveModel,
    PeoplePage,
    PersonLine,
    TaskModel,
)
from tests.views.cases import ANA, AT, BEN, CHLOE, DMITRI, READY, TASK as HEAD, Shown
from tests.views.list_cases import ROW
from views.slack import exports, histories, notices, task_actions, task_concepts, task_inputs, task_page

KEEPS = {"spot": {"task": 3, "part": "overview", "at": 0, "query": "", "here": {"filter": "all", "page": 0}}}
TASK = Task(
    3,
    "T1",
    "Cats and dogs",
    5,
    TaskType.CLASSIFICATION,
    LabelsPerInput.ONE,
    "Look at the **ears**.",
    TaskStatus.IN_PROGRESS,
    ANA,
    AT,
    8,
    40,
    40,
)
SPECIAL = replace(
    TASK,
    labels_per_input=LabelsPerInput.SEVERAL,
    priority=Priority.HIGH,
    distribution=Distribution.DYNAMIC,
    labelers_per_input=3,
    agreement=2,
    due_at=AT,
    is_growing=True,
    lease=3600,
)
DRAWN = replace(SPECIAL, type=TaskType.DETECTION, overlap=70)
LABELER = PersonLine(BEN, Role.LABELER, Tally(8, 3, 8, 1), last_at=AT)
PEOPLE = (
    LABELER,
    PersonLine(CHLOE, Role.LABELER, Tally(0, 0, 10, 0, 2)),
    PersonLine(DMITRI, Role.LABELER),
    PersonLine("U0GRETA000", Role.LABELER, Tally(0, 0, 4, 0), has_left=True),
    PersonLine(NOBODY, Role.LABELER, Tally(3)),
    PersonLine(DMITRI, Role.REVIEWER, decided=9, waiting=3, last_at=AT),
)
PAGE = PeoplePage(3, "Cats and dogs", PEOPLE, 0, 1, 6, has_review=True, may_move=True)
LED = replace(ROW, flagged=2, tally=Tally(15, 17, 7, 1), expected=40)
MODEL = TaskModel(LED, TASK, (ANA, CHLOE), True, PAGE, (LABELER,), excluded=1, released=3)
BARE = replace(
    MODEL, row=replace(LED, flagged=0, tally=Tally(40), reviewers=(), may_label=0, may_review=0), has_review=False
)
MINE = replace(MODEL, row=replace(LED, is_lead=False), people=None, excluded=0, released=0)
COUNTED = (CountedConcept("Cat", 1204, 3, 1), CountedConcept("Dog", 0, 0, 0), CountedConcept(None, 5, 0, 0))
COUNTS = ConceptCounts(3, "Cats and dogs", COUNTED, 0, 1, 3, "", 0, has_review=True)
LINE = InputLine(9, "IMG_0012.jpg", InputKind.IMAGE, PictureState.READY, file="F0123456789", width=640, height=480)
WORDS = replace(LINE, id=10, name="row 12", kind=InputKind.TEXT, text="The parcel came late.", file=None)
WEB = "https://labels.example.org/t/3/i/9"
FLAGGED = InputInTask(LINE, WEB, by=(BEN, CHLOE), at=AT)
ITEMS = (FLAGGED, replace(FLAGGED, line=WORDS, page=None, by=(), at=None))
INPUTS = InputList(3, "Cats and dogs", ITEMS, 0, 1, 2)
EXCLUDED = replace(INPUTS, items=(InputInTask(LINE, WEB, by=(ANA,), at=AT, reason="It is blurred."),), total=1)
ANSWER = InputInTask(
    LINE, WEB, by=(DMITRI,), reason="That is a lynx.", labeler=BEN, answers=("Cat", "Dog"), assignment=17
)
REJECTED = replace(
    INPUTS,
    items=(
        ANSWER,
        replace(ANSWER, by=(), answers=None, assignment=18),
        replace(ANSWER, answers=(), reason=None, assignment=19),
    ),
    total=33,
    pages=4,
    page=1,
)
DONE = HistoryLine(BEN, AT, "submit for review", "PENDING", "AWAITING_REVIEW", None, "IMG_0012.jpg", BEN)
CLOSED = HistoryLine(ANA, AT, "close", "IN_PROGRESS", "WONT_DO", "We have enough.")
ACTS = (
    DONE,
    CLOSED,
    replace(DONE, who=DMITRI, action="request changes", after="PENDING", reason="That is a lynx."),
    replace(DONE, who=ANA, action="exclude", after="EXCLUDED", reason="It is blurred."),
    replace(CLOSED, action="rename concept", before="Kat", after="Cat", reason=None),
    replace(CLOSED, action="edit labelers", before="Ben", after="", reason=None),
    replace(CLOSED, action="edit", before=None, after=None, reason=None),
    replace(CLOSED, action="something new", before=None, after=None, reason=None),
    replace(DONE, action="something new", before=None, after="SOMEWHERE", labeler=NOBODY),
)
HISTORY = HistoryPage(3, "Cats and dogs", ACTS, 0, 1, 8, only_task=False)
ANSWERS = (
    AnswerNow(BEN, AssignmentStatus.SUCCESS, ("Cat",), DMITRI),
    AnswerNow(CHLOE, AssignmentStatus.AWAITING_CONSENSUS_REVIEW, None),
    AnswerNow(NOBODY, AssignmentStatus.PENDING, ()),
)
OF_INPUT = InputHistory(3, "Cats and dogs", LINE, ANSWERS, ACTS[:1], 0, 1, 1)
CLOSE = CloseModel(3, "Cats and dogs", 15, 17, 2)
MOVE = MoveModel(3, "Cats and dogs", BEN, 8)
EXCLUDE = ExcludeModel(3, "Cats and dogs", LINE, 1, 2)
FLAG = Flagged(3, "IMG_0012.jpg", BEN, 9)


def _page(**fields: object) -> Callable[[], Shown]:
    return lambda: task_page.window(replace(MODEL, **fields), KEEPS)


def _row(**fields: object) -> Callable[[], Shown]:
    return _page(row=replace(LED, **fields))


TASK_PAGES: dict[str, Callable[[], Shown]] = {
    "task_page": _page(note="“Cats and dogs” is open again."),
    "task_page_bare": lambda: task_page.window(BARE, KEEPS),
    "task_page_special": _page(task=SPECIAL, people=replace(PAGE, pages=2, total=23, may_move=False)),
    "task_page_stacked": _page(task=replace(TASK, review_method=ReviewMethod.STACKED, lease=86_400)),
    "task_page_share": _page(task=replace(TASK, review_share=20, instructions="")),
    "task_page_drawn": _page(task=DRAWN),
    "task_page_settled_by_lead": _page(row=replace(LED, reviewers=()), task=SPECIAL),
    "task_page_failed": _row(status=TaskStatus.FAILED, failure="the dataset is gone"),
    "task_page_closed": _row(status=TaskStatus.WONT_DO, may_label=0, may_review=0),
    "task_page_idle": _row(status=TaskStatus.IDLE, may_label=0, may_review=0),
    "task_page_done": _row(status=TaskStatus.DONE, may_label=0, may_review=0, tally=Tally(0, 0, 38, 2)),
    "task_page_preparing": _row(distributed=16),
    "task_page_mine": lambda: task_page.window(MINE, KEEPS),
    "task_page_not_mine": lambda: task_page.window(replace(MINE, mine=()), KEEPS),
    "task_people": lambda: task_page.people_window(replace(PAGE, page=1, pages=3, total=23), KEEPS, "8 inputs went."),
    "task_people_without_review": lambda: task_page.people_window(replace(PAGE, has_review=False), KEEPS),
    "task_people_and_a_model": lambda: task_page.people_window(
        replace(PAGE, rows=(PersonLine(ROBOT, Role.LABELER, Tally(0, 3, 37, 1), last_at=AT), *PEOPLE)), KEEPS
    ),
    "input_history_of_a_model": lambda: histories.of_input(
        replace(
            OF_INPUT,
            answers=(replace(ANSWERS[0], labeler=ROBOT),),
            lines=tuple(replace(one, who=ROBOT, labeler=ROBOT) for one in OF_INPUT.lines),
        )
    ),
    "task_rejected_of_a_model": lambda: task_inputs.rejected(
        replace(REJECTED, items=(replace(ANSWER, labeler=ROBOT),)), KEEPS
    ),
    "released_of_a_model": lambda: notices.refusal(notices.released_of(ROBOT, 2)),
    "task_concepts": lambda: task_concepts.window(COUNTS, KEEPS),
    "task_concepts_hidden": lambda: task_concepts.window(replace(COUNTS, hidden=4, has_review=False), KEEPS),
    "task_concepts_found": lambda: task_concepts.window(replace(COUNTS, query="c", pages=3, total=101), KEEPS),
    "task_concepts_none": lambda: task_concepts.window(replace(COUNTS, query="x", rows=(), total=0), KEEPS),
    "task_flagged": lambda: task_inputs.flagged(INPUTS, KEEPS),
    "task_flagged_none": lambda: task_inputs.flagged(replace(INPUTS, items=(), total=0), KEEPS, "It is cleared."),
    "task_flagged_without_pictures": lambda: task_inputs.flagged(task_inputs.without_pictures(INPUTS), KEEPS),
    "task_excluded": lambda: task_inputs.excluded(EXCLUDED, KEEPS),
    "task_rejected": lambda: task_inputs.rejected(REJECTED, KEEPS),
    "task_history": lambda: histories.of_task(HISTORY, KEEPS),
    "task_history_only": lambda: histories.of_task(replace(HISTORY, only_task=True, pages=9, page=4), KEEPS, "Done."),
    "input_history": lambda: histories.of_input(OF_INPUT),
    "input_history_nothing": lambda: histories.without_pictures(replace(OF_INPUT, lines=(), total=0)),
    "input_history_pages": lambda: histories.of_input(replace(OF_INPUT, pages=3, page=1, total=40)),
    "close_task": lambda: task_actions.close_window(CLOSE, KEEPS),
    "close_task_alone": lambda: task_actions.close_window(replace(CLOSE, awaiting=0, people=0), KEEPS),
    "release_work": lambda: task_actions.release_window(MOVE, KEEPS),
    "hand_over_work": lambda: task_actions.hand_over_window(replace(MOVE, pending=1), KEEPS),
    "exclude_input": lambda: task_actions.exclude_window(EXCLUDE, KEEPS),
    "exclude_input_unanswered": lambda: task_actions.exclude_window(replace(EXCLUDE, answered=0, open=1), KEEPS),
    "exclude_input_answered": lambda: task_actions.exclude_window(replace(EXCLUDE, answered=3, open=0), KEEPS),
    "exclude_input_out": lambda: task_actions.exclude_window(
        replace(EXCLUDE, excluded_by=ANA, reason="It is blurred."), KEEPS
    ),
    "flagged_picture": lambda: task_actions.flagged(HEAD, FLAG, READY),
    "flagged_text": lambda: task_actions.flagged(
        HEAD, FLAG, ContentModel(PictureState.MISSING, "row 12", kind=InputKind.TEXT, text="The parcel came late.")
    ),
    "flagged_picture_on_its_way": lambda: task_actions.flagged(HEAD, FLAG, replace(READY, state=PictureState.WANTED)),
    "flag_cleared": lambda: task_actions.settled(EXCLUDE),
    "flag_settled": lambda: task_actions.settled(replace(EXCLUDE, excluded_by=ANA, reason="It is blurred.")),
    "history_window": lambda: exports.history_window("Cats and dogs"),
    "history_ready": lambda: exports.history_ready("Cats and dogs", 1204),
    "released_of": lambda: notices.refusal(notices.released_of(BEN, 1)),
    "released_nothing": lambda: notices.refusal(notices.released_of(BEN, 0)),
    "handed_over": lambda: notices.refusal(notices.handed_over(BEN, CHLOE, 8)),
    "handed_over_nothing": lambda: notices.refusal(notices.handed_over(BEN, CHLOE, 0)),
}


def hostile(text: str) -> Iterator[Shown]:
    """Every builder, with `text` wherever people may write."""
    crowd = tuple(f"U{number:09}" for number in range(200))
    row = replace(LED, name=text, dataset=text, concepts=(text,) * 100, failure=text)
    people = replace(PAGE, name=text, rows=tuple(replace(LABELER, user=user) for user in crowd[:10]), pages=9)
    for status in TaskStatus:
        yield task_page.window(replace(MODEL, row=replace(row, status=status), people=people, note=text), KEEPS)
    yield task_page.people_window(people, KEEPS, text)
    counted = tuple(CountedConcept(text, number, number, number) for number in range(40))
    yield task_concepts.window(replace(COUNTS, name=text, rows=counted, query=text, pages=9), KEEPS)
    yield task_concepts.window(replace(COUNTS, name=text, rows=(), query=text), KEEPS)
    line = replace(LINE, name=text, text=text)
    for kind in InputKind:
        item = replace(ANSWER, line=replace(line, kind=kind), by=crowd[:20], reason=text, answers=(text,) * 30)
        items = tuple(replace(item, assignment=number) for number in range(1, 11))
        for draw in (task_inputs.flagged, task_inputs.excluded, task_inputs.rejected):
            yield draw(replace(INPUTS, name=text, items=items, pages=9, page=4), KEEPS, text)
    acts = tuple(replace(one, before=text, after=text, reason=text, action=text) for one in (DONE, CLOSED))
    acts = tuple(replace(one, input=one.input and text) for one in (*acts, *ACTS)) * 2
    yield histories.of_task(replace(HISTORY, name=text, lines=acts, pages=9, page=4), KEEPS, text)
    now = tuple(replace(ANSWERS[0], answers=(text,) * 30, reason=text) for _ in range(50))
    yield histories.of_input(replace(OF_INPUT, task_name=text, line=line, answers=now, lines=acts, pages=9))
    yield task_actions.close_window(replace(CLOSE, name=text), KEEPS)
    yield task_actions.exclude_window(replace(EXCLUDE, line=line), {**KEEPS, "name": text[:80]})
    yield task_actions.exclude_window(replace(EXCLUDE, line=line, excluded_by=ANA, reason=text), KEEPS)
    content = ContentModel(PictureState.READY, text, file="F0123456789")
    for one in (content, replace(content, kind=InputKind.TEXT, text=text * 5)):
        yield task_actions.flagged(replace(HEAD, name=text), replace(FLAG, input=text), one)
    yield task_actions.settled(replace(EXCLUDE, name=text, line=line, excluded_by=ANA, reason=text))
    yield exports.history_window(text)
    yield exports.history_ready(text, 1)
