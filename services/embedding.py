"""Has every input looked at once, as it arrives: what is learned later needs no encoder any more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from domain.clock import MINUTE
from domain.model import Input, InputKind
from services.assist_plans import VERSIONS, Plan
from services.suggestion_jobs import Bench, Encode, Suggest
from store.files import Files
from store.unit_of_work import UnitOfWork

AT_ONCE = 32
_REACH, _READ = 2_000, 200
_FROM_THE_START = 60 * MINUTE
"""Where several write at once, an input may appear behind the cursor."""
_WORDS = {InputKind.IMAGE: "is a picture", InputKind.VIDEO: "is a video", InputKind.TEXT: "is a text"}


@dataclass(frozen=True, slots=True)
class Sight:
    """What of inputs can be looked at (a path, or the text itself), and why the others can't."""

    given: Mapping[int, str]
    broken: Mapping[int, str]


def sight(files: Files, inputs: Iterable[Input], kinds: frozenset[InputKind]) -> Sight:
    given, broken = {}, {}
    for one in inputs:
        seen = _seen(files, one)
        if one.kind not in kinds:
            broken[one.id] = f"{_WORDS[one.kind]}, which this model can't look at."
        elif seen is None:
            broken[one.id] = "has no picture that could be looked at."
        else:
            given[one.id] = seen
    return Sight(given, broken)


def _seen(files: Files, one: Input) -> str | None:
    if one.kind is InputKind.TEXT:
        return one.text or ""
    if one.kind is InputKind.VIDEO:
        poster = files.poster(one.sha256)
        return None if poster is None else str(poster)
    return str(files.path(one.sha256))


class Arrivals:
    """A cursor over all inputs. It begins anew when the bot does: those that have been looked at are passed over."""

    def __init__(self, bench: Bench, files: Files) -> None:
        self._bench = bench
        self._files = files
        self._reached = 0
        self._waiting: list[Input] = []
        self._begun_at = 0
        self.paused_until = 0

    def next(self, unit: UnitOfWork, but: frozenset[int]) -> Encode | None:
        if unit.now < self.paused_until:
            return None
        if unit.now >= self._begun_at + _FROM_THE_START:
            self._reached, self._begun_at, self._waiting = 0, unit.now, []
        while self._find(unit):
            kind = self._waiting[0].kind
            some = [one for one in self._waiting if one.kind is kind][:AT_ONCE]
            taken = {one.id for one in some}
            self._waiting = [one for one in self._waiting if one.id not in taken]
            seen = sight(self._files, [one for one in some if one.id not in but], frozenset({kind}))
            if seen.given:
                return Encode(self._bench, kind, VERSIONS[kind], seen.given)
        return None

    def _find(self, unit: UnitOfWork) -> bool:
        """Whether any is left."""
        while not self._waiting:
            before = self._reached
            self._waiting, self._reached = unit.embeddings.lacking(before, _REACH, VERSIONS)
            if self._reached == before:
                return False
        return True


def encode(unit: UnitOfWork, bench: Bench, files: Files, plan: Plan, inputs: Sequence[int]) -> Encode | None:
    """Answered before anybody looked at them: they are to be learned from."""
    wanted = list(dict.fromkeys(inputs))
    for start in range(0, len(wanted), _READ):
        # Those that can't be looked at (videos without a poster) stay in front of the others.
        seen = sight(files, unit.embeddings.inputs(wanted[start : start + _READ]), plan.chosen.kinds)
        if seen.given:
            return Encode(bench, plan.kind, plan.version, dict(islice(seen.given.items(), AT_ONCE)), plan)
    return None


def ask(unit: UnitOfWork, bench: Bench, files: Files, plan: Plan, inputs: Sequence[int]) -> Suggest:
    """Of some of these: from what was seen of them before, where something was; else the model looks at them."""
    known = unit.embeddings.of(inputs, plan.version) if plan.chosen.encoder else {}
    if known:
        whole = {one: seen for one, seen in known.items() if seen.failure is None}
        broken = {one: seen.failure for one, seen in known.items() if seen.failure is not None}
        return Suggest(bench, plan, seen=whole, broken=broken)
    looked = sight(files, unit.embeddings.inputs(inputs[: plan.at_once]), plan.chosen.kinds)
    return Suggest(bench, plan, given=looked.given, broken=looked.broken)
