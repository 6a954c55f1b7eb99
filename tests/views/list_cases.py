"""The task list and Home in every state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.model import Priority, Tally, TaskStatus, TaskType
from domain.read_models import TaskFilter, TaskPage, TaskRow, TaskSort, Waiting, WaitingPage
from tests.views.cases import ANA, AT, BEN, CHLOE, DMITRI, Shown
from views.slack import home, task_list

ROW = TaskRow(
    3,
    "Cats and dogs",
    TaskStatus.IN_PROGRESS,
    TaskType.CLASSIFICATION,
    "Pets",
    ("Cat", "Dog", "Bird"),
    (BEN, CHLOE),
    (DMITRI,),
    40,
    40,
    Tally(15, 17, 8, 0),
    AT,
    ANA,
    is_lead=True,
    may_label=12,
    may_review=3,
    is_labeler=True,
    is_reviewer=True,
    expected=40,
    priority=Priority.HIGH,
    due_at=AT + timedelta(days=3),
)
LOW = replace(ROW, id=4, name="Leaves", priority=Priority.LOW, due_at=None)
PAGE = TaskPage((ROW,), 0, 1, 1, TaskFilter.ALL, may_create=True, has_inputs=True)
EMPTY = replace(PAGE, rows=(), total=0)
WAITING = Waiting(((3, "Cats and dogs", 12), (4, "Leaves", 1)), ((3, "Cats and dogs", 3),))


def _page(**fields: Any) -> Callable[[], Shown]:
    return lambda: task_list.modal(replace(PAGE, **fields))


def _row(**fields: Any) -> Callable[[], Shown]:
    return _page(rows=(replace(ROW, **fields),))


TASK_LISTS: dict[str, Callable[[], Shown]] = {
    "list": _page(),
    "list_second_page": _page(page=1, pages=3, total=23, filter=TaskFilter.MINE, of=40),
    "list_sorted": _page(sort=TaskSort.DUE, of=2, rows=(replace(ROW, is_overdue=True), LOW)),
    "list_found": _page(query="cat", of=23),
    "list_none_found": lambda: task_list.modal(replace(EMPTY, query="lynx", of=23, filter=TaskFilter.REVIEW)),
    "list_for_guest": _row(
        is_lead=False, may_label=0, may_review=0, reviewers=(), has_review=False, tally=Tally(0, 0, 40, 0)
    ),
    "list_ones_part_done": _row(may_label=0, may_review=0, is_lead=False),
    "list_nothing_to_review_yet": _row(may_review=0, tally=Tally(40)),
    "list_labeled": _row(may_label=0, tally=Tally(0, 33, 7, 0)),
    "list_nearly_done": _row(inputs=1000, distributed=1000, expected=1000, tally=Tally(1, 0, 999, 0)),
    "list_complete": _row(status=TaskStatus.DONE, may_label=0, may_review=0, tally=Tally(0, 0, 38, 2)),
    "list_preparing": _row(distributed=16, may_label=4, may_review=0, tally=Tally(16)),
    "list_failed": _row(status=TaskStatus.FAILED, failure="the dataset is gone", may_label=0, may_review=0),
    "list_closed": _row(status=TaskStatus.WONT_DO, may_label=0, may_review=0, expected=40),
    "list_dynamic": _row(distributed=10, is_dynamic=True, tally=Tally(2, 0, 8, 0), expected=40),
    "list_flagged": _row(flagged=1234),
    "list_complete_flagged": _row(
        status=TaskStatus.DONE, may_label=0, may_review=0, tally=Tally(0, 0, 38, 2), flagged=1
    ),
    "list_deleted": _page(filter=TaskFilter.DELETED, has_deleted=True, rows=(replace(ROW, kept_until=AT),)),
    "list_none_deleted": lambda: task_list.modal(replace(EMPTY, filter=TaskFilter.DELETED)),
    "list_no_tasks": lambda: task_list.modal(EMPTY),
    "list_no_tasks_guest": lambda: task_list.modal(replace(EMPTY, may_create=False)),
    "list_no_inputs": lambda: task_list.modal(replace(EMPTY, has_inputs=False)),
    "list_none_mine": lambda: task_list.modal(replace(EMPTY, filter=TaskFilter.MINE)),
    "list_none_to_review": lambda: task_list.modal(replace(EMPTY, filter=TaskFilter.REVIEW)),
    "home": lambda: home.home(PAGE, WAITING),
    "home_long": lambda: home.home(replace(PAGE, of=23, pages=3, query="cat", sort=TaskSort.PROGRESS), WAITING),
    "home_much_waits": lambda: home.home(PAGE, replace(WAITING, more_tasks=998, more_pictures=5000, more_answers=7)),
    "home_muted": lambda: home.home(PAGE, replace(WAITING, is_muted=True)),
    "home_nothing_waits": lambda: home.home(EMPTY, Waiting((), ())),
    "waiting_window": lambda: home.waiting_modal(WaitingPage(WAITING.label, WAITING.review, 1, 3, 45)),
    "waiting_window_empty": lambda: home.waiting_modal(WaitingPage((), (), 0, 1, 0)),
    "task_row": lambda: task_list.row_modal(ROW),
}
