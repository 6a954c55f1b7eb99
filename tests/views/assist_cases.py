"""What is shown of models: on a task's page, in messages, and in the windows about models themselves."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from domain.assisting import Rung
from domain.model import AssistMode
from domain.read_models import AssistModel, AssistProgress, AssistRecord, AtOnce, AutoScore, Score, ScoreLine
from tests.views.cases import Shown
from tests.views.task_page_cases import KEEPS, MINE, MODEL
from views.slack import task_assist, task_page

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
    3, "Cats and dogs", SUGGESTING, False, (ScoreLine("EfficientNet 3f9c2ab1", SUGGESTING.score),), LINES, 0, 1, 3
)
AUTO_LINES = (ScoreLine("Stop", auto=AutoScore(400, 30, 80, 2)), ScoreLine("Yield", auto=AutoScore(300, 10, 40, 7)))
AUTO_VERSIONS = (replace(AUTO_LINES[0], name="street-signs 77"),)
AUTO_RECORD = replace(RECORD, assist=ALONE, concepts=AUTO_LINES, versions=AUTO_VERSIONS)


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
    "task_assist_auto": _of(ALONE),
    "task_assist_auto_failed": _of(ALONE, failure="The model did not answer within 60 seconds."),
    "task_assist_mine": lambda: task_page.window(replace(MINE, assist=replace(SUGGESTING, score=Score())), KEEPS),
    "assist_record": lambda: task_assist.window(RECORD, KEEPS),
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
    "assist_record_pages": lambda: task_assist.window(replace(RECORD, page=1, pages=3, total=104), KEEPS),
}


def hostile(text: str) -> Iterator[Shown]:
    """Every builder, with `text` wherever people may write."""
    for assist in (replace(SUGGESTING, model=text), replace(ALONE, model=text, failure=text)):
        yield task_page.window(replace(MODEL, assist=assist), KEEPS)
        lines = tuple(replace(LINES[0], name=text) for _ in range(40))
        yield task_assist.window(
            replace(RECORD, name=text, assist=assist, concepts=lines, versions=lines[:10], pages=9), KEEPS, text
        )
