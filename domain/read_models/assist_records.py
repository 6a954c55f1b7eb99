"""How right a model has been in a task, and how far it is."""

from dataclasses import dataclass

from domain.assisting import Rung
from domain.model import AssistMode
from domain.read_models.assisting import AssistProgress
from domain.shapes import ShapeKind


@dataclass(frozen=True, slots=True)
class Score:
    """Of suggestions that people had before them: how many they accepted, and how many are true of the answers as these
    are by now.
    """

    shown: int = 0
    right: int = 0
    accepted: int = 0

    @property
    def corrected(self) -> int:
        return self.shown - self.accepted

    def __add__(self, other: "Score") -> "Score":
        return Score(self.shown + other.shown, self.right + other.right, self.accepted + other.accepted)


@dataclass(frozen=True, slots=True)
class AutoScore:
    """Of what a model annotated by itself: approved without anybody's look, waiting for review, and what reviewers
    found right or wrong.
    """

    approved: int = 0
    waiting: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def reviewed(self) -> int:
        return self.right + self.wrong

    def __add__(self, other: "AutoScore") -> "AutoScore":
        return AutoScore(
            self.approved + other.approved,
            self.waiting + other.waiting,
            self.right + other.right,
            self.wrong + other.wrong,
        )


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What was accepted by "Accept all": nobody looked at these before, so only reviewers say how right they are."""

    accepted: int = 0
    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Through:
    """What became of the inputs that a model annotated by itself, as it is by now. `reviewed`: decided by a person,
    `taken_out`: in nobody's queue.
    """

    model: str = ""
    approved: int = 0
    waiting: int = 0
    reviewed: int = 0
    with_people: int = 0
    taken_out: int = 0

    @property
    def inputs(self) -> int:
        return self.approved + self.waiting + self.reviewed + self.with_people + self.taken_out


@dataclass(frozen=True, slots=True)
class AssistModel:
    """What a task's page says of its model. `progress` None: nothing is on its way. `left`: inputs of an automatic
    task that the model had nothing for, `with_people` of which people label.
    """

    mode: AssistMode
    model: str
    version: str
    rung: Rung | None = None
    """None: it learns nothing, or has not begun."""
    is_begun: bool = True
    """Something was suggested."""
    is_stopped: bool = False
    failure: str | None = None
    progress: AssistProgress | None = None
    score: Score = Score()
    at_once: AtOnce = AtOnce()
    auto: AutoScore = AutoScore()
    left: int = 0
    with_people: int = 0
    failed: int = 0
    """Inputs that the model could not look at."""

    @property
    def is_moving(self) -> bool:
        """While its model works, an open page shows how far it is."""
        progress = self.progress
        return progress is not None and (progress.done < progress.of or progress.renewing > 0)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """`name`: of a concept, or of a model with its version."""

    name: str
    score: Score = Score()
    auto: AutoScore = AutoScore()


@dataclass(frozen=True, slots=True)
class AssistRecord:
    """All of it, with some of the concepts in the task's order."""

    task: int
    name: str
    assist: AssistModel
    several: bool
    """Several labels an input: each suggestion counts, not only the best one."""
    kind: ShapeKind | None
    """What is drawn, where that is what counts; None: concepts."""
    versions: tuple[ScoreLine, ...]
    concepts: tuple[ScoreLine, ...]
    page: int
    pages: int
    total: int
