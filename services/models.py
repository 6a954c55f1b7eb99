"""Which models and workflows tasks can have, and which concepts these know of themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from assist import lessons
from assist.catalog import IMAGE_CLASSIFIER, TEXT_ENCODER, Catalog, ModelCard, State
from assist.weights.sources import version_of
from assist.workflows import finding
from assist.workflows.description import INPUT, Do, Node, Workflow
from domain.errors import ModelFailed, NotFound
from domain.model import Concept, InputKind, TaskType
from domain.read_models import ModelChoice
from services.finding_out import FindingOut, Lately

T = TypeVar("T")
_PATIENCE = 90.0
"""Seconds: the first question opens the text encoder."""
_SEEN = frozenset({InputKind.IMAGE, InputKind.VIDEO})
"""Of a video, models see the poster."""
_PLACES, _OUTLINES = "detection", "segmentation"
_KINDS = {"text classification": frozenset({InputKind.TEXT})}
_MOST_NAMES, _MOST_MAPS = 20_000, 300
"""Of which it is kept what models make of them: a task may have a thousand concepts."""
_Question = partial[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What runs for a choice: a model of one's own becomes a workflow that does nothing else."""

    choice: ModelChoice
    workflow: Workflow
    kinds: frozenset[InputKind]

    @property
    def encoder(self) -> str:
        """The built-in encoder, where learning on its embeddings is all that the workflow does; else ""."""
        kinds = [(node.do, node.source) for node in self.workflow.nodes]
        first = self.workflow.nodes[0]
        if kinds == [(Do.EMBED, INPUT), (Do.LEARN, first.name)] and len(self.workflow.output) == 1:
            return first.model if first.model in {IMAGE_CLASSIFIER, TEXT_ENCODER} else ""
        return ""


_MapKey = tuple[str, tuple[str, ...]]


class Models:
    """`executor` runs what needs a model to be answered; nothing of it is run in this process."""

    def __init__(self, models_dir: Path, workflows_dir: Path, executor: Executor) -> None:
        self._catalog = Catalog(models_dir)
        self._workflows_dir = workflows_dir
        self._executor = executor
        self._finding_out = FindingOut(executor)
        self._near = Lately[tuple[str, str], str](_MOST_NAMES)
        """By version and name; "": the model does not know it."""
        self._maps = Lately[_MapKey, dict[str, str]](_MOST_MAPS)

    @property
    def folder(self) -> Path:
        return self._catalog.folder

    @property
    def cache(self) -> Path:
        """Of converted weights."""
        return self._catalog.cache

    def choices(
        self, type_: TaskType, kind: InputKind | None, words: str = "", *, is_auto: bool = False
    ) -> tuple[ModelChoice, ...]:
        """Built-in workflows first. `kind`: of the inputs; None where nobody knows yet."""
        wanted = words.casefold().split()
        return tuple(
            one.choice
            for one in self._all(is_auto=is_auto)
            if _fits(one.choice, type_) and (kind is None or kind in one.kinds) and _is_named(one.choice, wanted)
        )

    def find(self, name: str) -> ModelChoice:
        """Raises NotFound, also where it can't be used any more."""
        return self.chosen(name).choice

    def chosen(self, name: str) -> Chosen:
        """Raises NotFound."""
        found = next((one for one in self._all() if one.choice.name.casefold() == name.strip().casefold()), None)
        if found is None:
            raise NotFound(
                f"There is no model or workflow “{name}” that can be used now. `labelbot models list` shows which are."
            )
        return found

    def usable(self) -> dict[str, Chosen]:
        """All that tasks can have, by name."""
        return {one.choice.name: one for one in self._all()}

    def proposed(self, name: str, concepts: Sequence[Concept]) -> dict[str, int]:
        """Label -> id of the concept that it stands for. Raises NotFound, ModelFailed."""
        choice = self.find(name)
        names = tuple(one.name for one in concepts)
        if not choice.labels or not names:
            return {}
        named = self._maps.get(key := (choice.version, names))
        if named is None:
            named = self._map(key, self._ask(_proposal(choice.labels, names)))
        return _resolved(named, concepts)

    def proposed_by_now(self, name: str, concepts: Sequence[Concept]) -> dict[str, int] | None:
        """As `proposed`, without waiting: None while it is being found out. Raises NotFound, and ModelFailed where that
        went wrong a moment ago.
        """
        choice = self.find(name)
        names = tuple(one.name for one in concepts)
        if not choice.labels or not names:
            return {}
        named = self._maps.get(key := (choice.version, names))
        if named is not None:
            return _resolved(named, concepts)
        if self._finding_out.new([key]):
            self._finding_out.ask(choice.name, [key], _proposal(choice.labels, names), partial(self._map, key))
        return None

    def known_by_now(self, name: str, concepts: Sequence[Concept]) -> dict[int, str] | None:
        """Concept id -> the label under which the model knows it. Without waiting: None while that is being found out,
        which takes some seconds the first time. Raises NotFound, and ModelFailed where that went wrong a moment ago.
        """
        chosen = self.chosen(name)
        if chosen.choice.places and not chosen.choice.labels:
            # A name alone says nothing of where something is.
            return {}
        version = chosen.choice.version
        labels = {one.id: self._near.get((version, one.name)) for one in concepts}
        if None not in labels.values():
            return {concept: label for concept, label in labels.items() if label}
        new = self._finding_out.new((version, one.name) for one in concepts if labels[one.id] is None)
        if new:
            question = _question(chosen, [name for _, name in new], self.cache)
            self._finding_out.ask(name, new, question, partial(self._learn, new))
        return None

    def workflows(self) -> tuple[tuple[Workflow, ...], tuple[finding.Refused, ...]]:
        """Also those whose models are not there, and the files that are none."""
        return finding.find(self._workflows_dir)

    def cards(self) -> tuple[ModelCard, ...]:
        return self._catalog.cards()

    def card(self, name: str) -> ModelCard:
        """Raises NotFound."""
        return self._catalog.card(name)

    def check(self, name: str) -> ModelCard:
        """Tries it out, which takes seconds. Raises NotFound, ModelFailed."""
        return self._catalog.check(name)

    def close(self) -> None:
        """Whoever checks a model gets ModelFailed at once."""
        self._catalog.close()

    def remove(self, name: str) -> None:
        """Raises NotFound, NotAllowed."""
        self._catalog.remove(name)

    def _all(self, *, is_auto: bool = False) -> Iterable[Chosen]:
        cards = {one.name: one for one in self._catalog.cards() if one.state is State.READY}
        found, _ = finding.find(self._workflows_dir)
        taken = {one.name.casefold() for one in found}
        for workflow in found:
            if all(model in cards for model in workflow.needed):
                yield _workflow(workflow, cards, is_auto=is_auto)
        for card in cards.values():
            if not card.is_built_in and card.name.casefold() not in taken:
                yield _own(card)

    def _ask(self, question: Callable[[], T]) -> T:
        try:
            return self._executor.submit(question).result(_PATIENCE)
        except TimeoutError:
            raise ModelFailed("The models are busy or do not answer. Try again in a minute.") from None
        except BrokenExecutor:
            raise ModelFailed("The process that runs models was ended. Try again.") from None

    def _learn(self, asked: Iterable[tuple[str, str]], found: Mapping[str, str]) -> None:
        for version, name in asked:
            self._near.put((version, name), found.get(name, ""))

    def _map(self, key: _MapKey, found: Mapping[str, int]) -> dict[str, str]:
        named = {label: key[1][place] for label, place in found.items()}
        self._maps.put(key, named)
        return named


def _proposal(labels: Sequence[str], names: Sequence[str]) -> partial[dict[str, int]]:
    """What is to be answered elsewhere: labels -> places of names."""
    return partial(lessons.propose, labels, [Concept(place, one) for place, one in enumerate(names)])


def _resolved(named: Mapping[str, str], concepts: Iterable[Concept]) -> dict[str, int]:
    of = {one.name: one.id for one in concepts}
    return {label: of[one] for label, one in named.items()}


def _question(chosen: Chosen, names: Sequence[str], cache: Path) -> _Question:
    """What is to be answered elsewhere: concepts' names -> labels."""
    if chosen.choice.labels:
        return partial(lessons.nearest, chosen.choice.labels, list(names))
    if InputKind.TEXT in chosen.kinds:
        # Texts are compared with any name.
        return partial(dict, zip(names, names, strict=True))
    return partial(lessons.nearest_pictured, list(names), cache)


def _workflow(workflow: Workflow, cards: Mapping[str, ModelCard], *, is_auto: bool) -> Chosen:
    detects = [node for node in workflow.nodes if node.do is Do.DETECT]
    labels = _mapped(workflow, cards)
    learned = f"learns from your team's {'approved ' if is_auto else ''}labels"
    named = f"knows {len(labels)} labels" if labels else "knows concepts by their names"
    words = f"{workflow.task}: {named}{f', then {learned}' if workflow.learns else ''}"
    missing = [one for one in workflow.models if one not in cards]
    if missing:
        words = f"{workflow.task}: {learned}; it knows none before, as {', '.join(missing)} isn't installed"
    places = bool(detects) or any(node.do is Do.LOCATE for node in workflow.nodes)
    versions = (cards[one].version if one in cards else "" for one in workflow.models)
    choice = ModelChoice(
        workflow.name,
        words,
        labels,
        learns=workflow.learns,
        places=places,
        outlines=any(cards[node.model].task == _OUTLINES for node in detects if node.model in cards),
        version=version_of(workflow.version, *versions),
        is_workflow=True,
    )
    return Chosen(choice, workflow, _KINDS.get(workflow.task, _SEEN))


def _mapped(workflow: Workflow, cards: Mapping[str, ModelCard]) -> tuple[str, ...]:
    """The labels that come to a map: of a map itself, or of what it takes through filters."""
    nodes = {node.name: node for node in workflow.nodes}
    found: dict[str, None] = {}
    for node in workflow.nodes:
        source: Node | None = node if node.do is Do.MAP else None
        while source is not None and not source.model:
            source = nodes.get(source.source)
        found |= dict.fromkeys(cards[source.model].labels if source and source.model in cards else ())
    return tuple(found)


def _own(card: ModelCard) -> Chosen:
    places = card.task in {_PLACES, _OUTLINES}
    speed = f", {card.ms:g} ms an input" if card.ms else ""
    choice = ModelChoice(
        card.name,
        f"{card.task}: knows {len(card.labels)} labels{speed}",
        card.labels,
        places=places,
        outlines=card.task == _OUTLINES,
        version=card.version,
    )
    look = Node("found", Do.DETECT if places else Do.CLASSIFY, model=card.name)
    nodes = (look, Node("known", Do.MAP, source=look.name))
    workflow = Workflow(card.name, card.task, nodes, ("known",))
    return Chosen(choice, workflow, _KINDS.get(card.task, _SEEN))


def _fits(choice: ModelChoice, type_: TaskType) -> bool:
    """Boxes and outlines come from models that give them; a classification is happy with anything that has labels, or
    learns what a whole input is.
    """
    fitting = {_PLACES: choice.places, _OUTLINES: choice.outlines}
    return fitting.get(str(type_), bool(choice.labels) or not choice.places)


def _is_named(choice: ModelChoice, words: Sequence[str]) -> bool:
    said = " ".join((choice.name, choice.words, *choice.labels)).casefold()
    return all(word in said for word in words)
