"""What was chosen when a task was created, in words."""

from domain.model import Distribution, Priority, ReviewMethod, Task
from domain.shapes import DRAWN
from views.slack import parts

PRIORITIES = {Priority.LOW: "Low", Priority.MEDIUM: "Medium", Priority.HIGH: "High"}
_WAYS = {
    Distribution.EVENLY: "evenly",
    Distribution.WEIGHTED: "by weight",
    Distribution.EVERYONE: "everyone labels everything",
    Distribution.DYNAMIC: "ten at a time to whoever asks",
}
_ALL = 100
_HOUR = 3600
_MINUTE = 60


def distribution(task: Task) -> str:
    """Who gets what, how many answer the same input, and when open work returns."""
    said = [_WAYS[task.distribution]]
    if task.distribution is not Distribution.EVERYONE and task.labelers_per_input > 1:
        said.append(f"{task.labelers_per_input} labelers per input")
    if task.agreement:
        on = f" on shapes that overlap by {task.overlap} %" if task.type in DRAWN else ""
        said.append(f"{task.agreement} of {task.labelers_per_input} must agree{on}")
    if task.lease:
        said.append(f"open work returns after {_span(task.lease)} without a touch")
    return ", ".join(said)


def review(task: Task, *, has_reviewers: bool) -> str:
    if not has_reviewers:
        return "by a lead, where labelers do not agree" if task.agreement else "none"
    if task.agreement:
        return "where labelers do not agree"
    share = "every answer" if task.review_share >= _ALL else f"{task.review_share} % of the answers"
    stacked = task.review_method is ReviewMethod.STACKED
    return f"{share}, by {'all reviewers one after the other' if stacked else 'one reviewer each'}"


def growth(task: Task) -> str:
    return "growing: what is added to it comes too" if task.is_growing else "frozen"


def _span(seconds: int) -> str:
    if seconds >= _HOUR:
        return parts.count(round(seconds / _HOUR), "hour")
    return parts.count(max(1, round(seconds / _MINUTE)), "minute")
