"""What the editor's server says, as docs/editor-api.md has it. Pure: values in, what becomes JSON out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.model import Input, InputKind
from domain.palette import colour
from domain.read_models import (
    ConceptAnswer,
    ConceptSamples,
    EditorItem,
    EditorOutcome,
    EditorProgress,
    EditorQueue,
    EditorReview,
    OneAnswer,
    StripRow,
)
from domain.shapes import DRAWN, Shape, to_json

PREVIEW_EDGE = 2048
"""Pixels a side: what is no larger has no preview of its own."""
Json = dict[str, Any]


class Addresses:
    """Of an input's pictures. `base` is the path before all of ours."""

    def __init__(self, base: str) -> None:
        self._base = base

    def of(self, task: int, input_: int, what: str) -> str:
        return f"{self._base}/t/{task}/i/{input_}/{what}"

    def picture(self, task: int, shown: Input) -> Json:
        full = self.of(task, shown.id, "full")
        is_small = max(shown.width, shown.height) <= PREVIEW_EDGE
        return {"preview": full if is_small else self.of(task, shown.id, "preview"), "full": full}


def queue(model: EditorQueue, at: Addresses) -> Json:
    task = {"name": model.name, "has_instructions": model.has_instructions, "read_first": _reads_first(model)}
    return {
        "task": task,
        "items": [row(one, at) for one in model.rows],
        "earlier": model.earlier,
        "later": model.later,
        "at": model.at,
        "progress": _progress(model.progress),
        "done": None if model.at is not None else done(model.progress),
    }


def item(model: EditorItem, at: Addresses) -> Json:
    is_drawn = model.type in DRAWN
    suggested = [_offered(one) for one in model.offered] if is_drawn else _suggested(model)
    return {
        "assignment": model.assignment,
        "revision": model.revision,
        "state": str(model.standing),
        "is_flagged": model.is_flagged,
        "number": model.number,
        "may_edit": model.may_edit,
        "may_reopen": model.may_reopen,
        "type": str(model.type),
        "draws": [str(DRAWN[model.type])] if is_drawn else [],
        "input": _input(model, at),
        "concepts": [
            {"id": one.id, "name": one.name, "colour": colour(place)} for place, one in enumerate(model.concepts)
        ],
        "shapes": shapes(model.shapes),
        "suggestions": suggested,
        "seen": model.seen,
        "answer": _answer(model.answer),
        "labels": str(model.labels),
        "reason": None if model.reason is None else {"words": model.reason[0], "by": model.reason[1]},
        "review": None if model.review is None else _review(model.review),
        "ahead": None if model.ahead is None else at.picture(model.task, model.ahead),
    }


def outcome(model: EditorOutcome, at: Addresses) -> Json:
    return {
        "item": None if model.item is None else item(model.item, at),
        "progress": _progress(model.progress),
        "items": [row(one, at) for one in model.rows],
        "done": None if model.item is not None else done(model.progress),
    }


def row(one: StripRow, at: Addresses) -> Json:
    what = "strip" if one.kind is InputKind.IMAGE else "poster"
    return {
        "assignment": one.assignment,
        "name": one.name,
        "kind": str(one.kind),
        "state": str(one.standing),
        "is_flagged": one.is_flagged,
        "thumb": at.of(one.task, one.input, what) if one.has_thumbnail else None,
    }


def shapes(given: Iterable[Shape]) -> list[Json]:
    return [to_json(one) for one in given]


def samples(task: int, groups: Iterable[ConceptSamples], at: Addresses) -> list[Json]:
    return [
        {
            "concept": one.concept,
            "pictures": [
                {"src": at.of(task, shown.input, "sample"), "name": shown.name}
                for shown in one.pictures
                if shown.kind is not InputKind.TEXT
            ],
        }
        for one in groups
    ]


def done(progress: EditorProgress) -> Json:
    """In the place of an item."""
    return {"words": _done_words(progress), "more": _may_come(progress)}


def _may_come(progress: EditorProgress) -> bool:
    return not progress.is_closed and bool(progress.more_expected or progress.may_take)


def _done_words(progress: EditorProgress) -> str:
    if progress.is_closed:
        return "This task was closed early. What was done is kept, and nothing is left to do here."
    verb = "reviewed" if progress.is_review else "labeled"
    count = f"{progress.done:,} {'is' if progress.done == 1 else 'are'} {verb}."
    if _may_come(progress):
        return f"Nothing waits for you right now. {count} More may come."
    return f"All done. {count}" if progress.done else "Nothing waits for you here."


def _reads_first(model: EditorQueue) -> bool:
    return model.reads_first and model.has_instructions


def _progress(progress: EditorProgress) -> Json:
    return {"done": progress.done, "of": progress.of}


def _input(model: EditorItem, at: Addresses) -> Json:
    shown, task = model.input, model.task
    said: Json = {"kind": str(shown.kind), "name": shown.name}
    if shown.kind is InputKind.TEXT:
        return said | {"text": shown.text or ""}
    if shown.kind is InputKind.VIDEO:
        poster = at.of(task, shown.id, "poster") if model.has_poster else None
        return said | {"src": at.of(task, shown.id, "media"), "poster": poster, "seconds": shown.seconds}
    return said | {"width": shown.width, "height": shown.height} | at.picture(task, shown)


def _offered(shape: Shape) -> Json:
    said: Mapping[str, Any] = to_json(shape)
    labels = shape.rung.labels if shape.rung else None
    return {name: said[name] for name in ("key", "concept", "kind", "points", "score")} | {"labels": labels}


def _suggested(model: EditorItem) -> list[Json]:
    return [
        {"key": f"c{one.concept}", "concept": one.concept, "score": round(one.score, 4)} for one in model.suggestions
    ]


def _answer(given: ConceptAnswer | None) -> Json | None:
    return None if given is None else {"concepts": list(given.concepts), "is_none": given.is_none}


def _review(review: EditorReview) -> Json:
    said: Json = {
        "labeler": review.labeler,
        "submitted_at": _time(review.submitted_at),
        "changes": [{"at": _time(one.at), "by": one.by, "words": one.words} for one in review.changes],
        "approved_by": list(review.approved_by),
    }
    if review.answers:
        said["answers"] = [_one(one) for one in review.answers]
    return said


def _one(one: OneAnswer) -> Json:
    return {
        "assignment": one.assignment,
        "revision": one.revision,
        "labeler": one.labeler,
        "shapes": shapes(one.shapes),
        "answer": _answer(one.answer),
    }


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
