"""What is shown where labels come out of a file."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.label_importing import LabelImportForm
from domain.model import TaskType
from tests.views.cases import Shown
from tests.views.task_page_cases import KEEPS, MODEL
from views.slack import label_imports as views, task_page

FORM = LabelImportForm(3, "Boxes", ("suggestions", "review", "final"))
LEFT_OUT = [("of a picture that is not in the task's dataset", 1200), ("“Cat”, which is no concept of the task", 1)]

LABEL_IMPORTS: dict[str, Callable[[], Shown]] = {
    "import_labels": lambda: views.modal(FORM, {"task": 3}),
    "import_labels_read": lambda: views.progress("Boxes"),
    "import_labels_progress": lambda: views.progress("Boxes", 50, 1200),
    "import_labels_ended": lambda: views.ended("Boxes", "review", 40, 120, LEFT_OUT),
    "import_labels_many_reasons": lambda: views.ended("Boxes", "final", 1, 1, [(f"reason {n}", n) for n in range(40)]),
    "import_labels_nothing": lambda: views.ended("Boxes", "suggestions", 0, 0, LEFT_OUT),
    "import_labels_failed": lambda: views.failed("Boxes", "“x.json” is no JSON."),
    "task_page_of_boxes": lambda: task_page.window(
        replace(MODEL, row=replace(MODEL.row, type=TaskType.DETECTION)), KEEPS
    ),
}


def label_imports_with(text: str) -> Iterator[Shown]:
    yield views.modal(replace(FORM, name=text), {})
    yield views.ended(text, "final", 1, 1, [(f"“{text}”, which is no concept of the task", 2)] * 40)
    yield views.failed(text, f"“{text}” is no JSON.")
