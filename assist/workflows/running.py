"""Runs a workflow on inputs: what its models say, as suggestions of the task's concepts."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from assist.predictions import Failure, Placed, Prediction
from assist.processes import Encoding
from assist.teaching import Teacher
from assist.weights.sources import version_of
from assist.worker import Answer
from assist.workflows.cropping import Cut, cut
from assist.workflows.description import INPUT, Do, Node, Workflow
from domain.assisting import Region, Suggestion, ranked

_ALL = 1.01
"""What the scores of labels that exclude each other add up to, at most."""


class Models(Protocol):
    """What runs the models: assist/workflows/models.py, or a test. One answer for each of the `given`."""

    def version(self, model: str) -> str: ...

    def predict(self, model: str, given: Sequence[str]) -> list[list[Prediction] | Failure]: ...

    def encode(self, model: str, given: Sequence[str]) -> list[Encoding | Failure]: ...

    def locate(self, model: str, given: Sequence[str], placing: Answer) -> list[Sequence[Placed] | Failure]: ...

    def has(self, model: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a task adds to a workflow. `map` holds a concept's id for each label that stands for one."""

    concepts: tuple[int, ...]
    map: Mapping[str, int] = field(default_factory=dict)
    teacher: Teacher | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An input, or a part of one that was cut out. `of`: which input."""

    of: int
    given: str
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """One of `prediction`, `encoding` and `suggestion` is there."""

    piece: _Piece
    prediction: Prediction | None = None
    encoding: Encoding | None = None
    suggestion: Suggestion | None = None

    @property
    def score(self) -> float:
        scored = self.prediction or self.suggestion
        return scored.score if scored else 0.0


def run(
    workflow: Workflow, given: Sequence[str], models: Models, chosen: Chosen
) -> list[tuple[Suggestion, ...] | Failure]:
    """`given`: paths of pictures, or texts. One each, the best first; a broken input is a Failure and not the others'
    end. Suggestions are signed with the workflow's name, and a version that changes with it and each of its models.
    Raises NotFound, BadModel, ModelFailed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        running = _Run(models, chosen, Path(scratch), (workflow.name, signature(workflow, models)))
        flows = {INPUT: [_Found(_Piece(place, one)) for place, one in enumerate(given)]}
        for node in workflow.nodes:
            flows[node.name] = running.step(node, flows)
    suggested: dict[int, list[Suggestion]] = defaultdict(list)
    for name in workflow.output:
        for found in flows[name]:
            if found.suggestion:
                suggested[found.piece.of].append(found.suggestion)
    return [running.failed.get(place) or ranked(suggested[place], chosen.concepts) for place in range(len(given))]


def signature(workflow: Workflow, models: Models) -> str:
    """A model that runs alone signs with its own version, which is what lists of models show."""
    there = [models.version(one) if one in workflow.needed or models.has(one) else "" for one in workflow.models]
    return version_of(workflow.version, *there) if workflow.version else "".join(there)


class _Run:
    def __init__(self, models: Models, chosen: Chosen, scratch: Path, signed: tuple[str, str]) -> None:
        self._models = models
        self._chosen = chosen
        self._scratch = scratch
        self._signed = signed
        self.failed: dict[int, Failure] = {}
        self._meant: set[int] = set()
        """Concepts for which a detector's labels stand."""

    def step(self, node: Node, flows: Mapping[str, list[_Found]]) -> list[_Found]:  # noqa: PLR0911 - one a kind.
        source = [found for found in flows[node.source] if found.piece.of not in self.failed]
        match node.do:
            case Do.DETECT | Do.CLASSIFY:
                return self._predicted(node, source)
            case Do.EMBED:
                return self._encoded(node, source)
            case Do.CROP:
                return self._cropped(node, source, flows.get(node.without, []))
            case Do.MAP:
                return self._mapped(source)
            case Do.LEARN:
                return self._learned(source)
            case Do.LOCATE:
                return self._located(node, source, flows.get(node.without, []))
            case Do.FILTER:
                return _best([found for found in source if found.score >= node.threshold], node.most)

    def _predicted(self, node: Node, source: list[_Found]) -> list[_Found]:
        if node.is_optional and not self._models.has(node.model):
            return []
        if node.do is Do.DETECT:
            self._meant |= set(self._chosen.map.values())
        answers = self._asked(source, lambda given: self._models.predict(node.model, given))
        return [
            _Found(found.piece, prediction=prediction) for found, predictions in answers for prediction in predictions
        ]

    def _encoded(self, node: Node, source: list[_Found]) -> list[_Found]:
        answers = self._asked(source, lambda given: self._models.encode(node.model, given))
        return [_Found(found.piece, encoding=encoding) for found, encoding in answers]

    def _asked(self, source: list[_Found], ask: Callable[[list[str]], Sequence[Any]]) -> list[tuple[_Found, Any]]:
        answers = []
        given = [found.piece.given for found in source]
        for found, answer in zip(source, ask(given) if given else [], strict=True):
            if isinstance(answer, Failure):
                self.failed.setdefault(found.piece.of, answer)
            else:
                answers.append((found, answer))
        return answers

    def _cropped(self, node: Node, source: list[_Found], taken: list[_Found]) -> list[_Found]:
        known = {(found.piece.of, found.suggestion.region) for found in taken if found.suggestion}
        free = [found for found in source if (found.piece.of, _region(found)) not in known]
        made = []
        for number, found in enumerate(_best(free, node.most)):
            region, path = _region(found), self._scratch / f"{node.name}-{number}.png".replace("/", "_")
            if region and self._cut(found.piece, Cut(region, node.padding, node.least), path):
                made.append(_Found(_Piece(found.piece.of, str(path), region)))
        return made

    def _cut(self, piece: _Piece, wanted: Cut, path: Path) -> bool:
        try:
            return cut(Path(piece.given), wanted, path)
        except (OSError, ValueError) as error:
            self.failed.setdefault(piece.of, Failure(f"could not be cut: {error}."))
            return False

    def _mapped(self, source: list[_Found]) -> list[_Found]:
        """Boxes each by itself, labels of a whole piece together."""
        made = []
        pieces: dict[_Piece, list[Prediction]] = defaultdict(list)
        for found in source:
            if found.prediction is None:
                continue
            if found.prediction.box is None:
                pieces[found.piece].append(found.prediction)
            elif found.prediction.label in self._chosen.map:
                made.append(self._suggested(found.piece, found.prediction, _region(found)))
        for piece, predictions in pieces.items():
            made += [self._suggested(piece, one, piece.region) for one in self._merged(predictions)]
        return made

    def _merged(self, predictions: list[Prediction]) -> list[Prediction]:
        """One a concept, under one of its labels: where labels exclude each other, Siamese and tabby make a cat."""
        exclusive = sum(one.score for one in predictions) <= _ALL
        of: dict[int, Prediction] = {}
        for one in sorted(predictions, key=lambda one: -one.score):
            concept = self._chosen.map.get(one.label)
            if concept is None:
                continue
            best = of.setdefault(concept, replace(one, score=0.0))
            score = best.score + one.score if exclusive else max(best.score, one.score)
            of[concept] = replace(best, score=min(score, 1.0))
        return list(of.values())

    def _suggested(self, piece: _Piece, prediction: Prediction, region: Region | None) -> _Found:
        concept = self._chosen.map[prediction.label]
        made = Suggestion(concept, prediction.score, *self._signed, region)
        return _Found(piece, suggestion=made)

    def _learned(self, source: list[_Found]) -> list[_Found]:
        """A crop is what the team says it is: its best concept only."""
        seen = [(found.piece, found.encoding) for found in source if found.encoding]
        if self._chosen.teacher is None or not seen:
            return []
        answers = self._chosen.teacher.suggest([encoding for _, encoding in seen])
        model, version = self._signed
        return [
            _Found(piece, suggestion=replace(one, region=piece.region, model=model, version=version))
            for (piece, _), answer in zip(seen, answers, strict=True)
            for one in (answer.suggestions if piece.region is None else answer.suggestions[:1])
        ]

    def _located(self, node: Node, source: list[_Found], taken: list[_Found]) -> list[_Found]:
        """Where in a picture that is which the team has drawn, of what nobody else finds in it."""
        known = {(found.piece.of, found.suggestion.concept) for found in taken if found.suggestion}
        placing = self._chosen.teacher.placing if self._chosen.teacher else None
        if placing is None:
            return []
        answers = self._asked(source, lambda given: self._models.locate(node.model, given, placing.learned))
        return [
            _Found(found.piece, suggestion=Suggestion(one.concept, one.score, *self._signed, one.region, placing.rung))
            for found, places in answers
            for one in places
            if one.concept not in self._meant and (found.piece.of, one.concept) not in known
        ]


def _region(found: _Found) -> Region | None:
    """In the whole picture, where the piece was cut out of one."""
    box = found.prediction.box if found.prediction else None
    if found.prediction is None or box is None:
        return found.piece.region
    left, top = (found.piece.region.left, found.piece.region.top) if found.piece.region else (0.0, 0.0)
    polygon = tuple((x + left, y + top) for x, y in found.prediction.polygon)
    return Region(box[0] + left, box[1] + top, box[2] + left, box[3] + top, polygon)


def _best(found: list[_Found], most: int) -> list[_Found]:
    """At most so many of each input."""
    kept: dict[int, int] = defaultdict(int)
    best = []
    for one in sorted(found, key=lambda one: -one.score):
        kept[one.piece.of] += 1
        if kept[one.piece.of] <= most:
            best.append(one)
    return best
