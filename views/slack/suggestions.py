"""What models suggest, in words: on labelers' cards and on reviewers'."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    MarkdownTextObject,
    PlainTextObject,
)

from domain.accepting import LIKELY, likely
from domain.assisting import Source, Suggestion, percent
from domain.model import Concept, LabelsPerInput, Provenance
from domain.read_models import AnswerOrigin, CardModel, ItemModel, ReviewItem, TaskHead
from views.slack import ids, parts

_MOST = 5
_LONGEST_NAME = 40
ROBOT = "🤖"


def score(suggestion: Suggestion) -> str:
    return f"{percent(suggestion.score)} %"


def line(model: CardModel, item: ItemModel) -> str:
    """What is suggested, the best first, and what it rests on."""
    names = {concept.id: concept.name for concept in model.task.concepts}
    return f"{ROBOT} {_listed(item.suggestions, names)} · {source(item.suggestions[0])}"


def blocks(model: CardModel, item: ItemModel, prefix: str) -> list[Block]:
    if not item.suggestions:
        return []
    return [parts.small(parts.plain(line(model, item)), block_id=f"{prefix}:suggested")]


def spoken(model: CardModel, item: ItemModel) -> str:
    """For screen readers, which say nothing of the blocks."""
    best = next((one for one in item.suggestions), None)
    name = next((one.name for one in model.task.concepts if best and one.id == best.concept), "")
    return f" {ROBOT} suggests {parts.cut(name, 75)}, {score(best)}." if best else ""


def source(suggestion: Suggestion) -> str:
    """Which rung of the ladder spoke."""
    if suggestion.rung is None:
        return parts.cut(suggestion.model, 60)
    return str(suggestion.rung) if suggestion.rung.labels else "from the concepts' names"


def of(item: ItemModel, concept: int) -> Suggestion | None:
    return next((one for one in item.suggestions if one.concept == concept), None)


def marked(item: ItemModel, concept: Concept, most: int = 75) -> str:
    """A concept's name on its button, with its score where it is suggested."""
    found = of(item, concept.id)
    if found is None:
        return concept.name
    return f"{ROBOT} {parts.cut(concept.name, most - 9)} {score(found)}"


def accept_button(task: TaskHead, item: ItemModel) -> list[ButtonElement]:
    """Takes what is suggested: where one concept is the answer, the best one at once, where its own button is not there
    to be tapped; else all are ticked that are likely and not ticked yet.
    """
    names = {concept.id: concept.name for concept in task.concepts}
    if task.labels_per_input is LabelsPerInput.ONE:
        best = item.suggestions[:1]
        return [_accept(item, one, names[one.concept]) for one in best]
    left = [one for one in likely(item.suggestions) if one.concept not in item.chosen]
    if not left:
        return []
    listed = parts.listed([names[one.concept] for one in left], 3)
    return [
        parts.button(
            f"{ROBOT} Accept {parts.cut(listed, 60)}",
            ids.ACCEPT,
            ids.value(item.assignment, item.revision, item.seen),
            says=f"Tick what is suggested with {LIKELY} % or more: {listed}",
            style=None if item.chosen else "primary",
        )
    ]


def reviewed(item: ReviewItem, prefix: str) -> list[Block]:
    """On a reviewer's card: what was suggested, and what became of it."""
    elements = [] if item.origin is None else _became(item, item.origin)
    return [parts.small(*elements, block_id=f"{prefix}:origin")] if elements else []


def labeled_by(item: ReviewItem) -> str:
    """Who gave the answer, as a mention. A model that did so by itself is named."""
    model = item.origin.automatic if item.origin else ""
    return f"{ROBOT} {parts.escape(parts.cut(model, 60))}" if model else parts.mention(item.labeler)


def by_whom(item: ReviewItem, more: str) -> list[PlainTextObject | MarkdownTextObject]:
    """The same where Slack reads marks. `more` is our own."""
    model = item.origin.automatic if item.origin else ""
    if not model:
        return [parts.marked(f"Labeled by {parts.mention(item.labeler)} · {more}")]
    return parts.line(parts.plain(f"Annotated by {ROBOT} {parts.cut(model, 60)} ·"), parts.marked(more))


def _became(item: ReviewItem, origin: AnswerOrigin) -> list[PlainTextObject | MarkdownTextObject]:
    machines = [one for one in origin.sources if one[1].provenance is not Provenance.HUMAN]
    if origin.automatic:
        return [parts.plain(f"{ROBOT} {_sourced(machines)}")]
    edited = [one for one in machines if one[1].provenance is Provenance.EDITED]
    if not origin.suggested and edited:
        model = parts.cut(edited[0][1].model or "the model", 60)
        return parts.line(parts.plain(f"{ROBOT} {model} had another answer ·"), *_chose(item, "changed it to"))
    if not origin.suggested:
        return [parts.plain(f"{ROBOT} {_sourced(machines)} · accepted together with others")] if machines else []
    suggested = _listed(origin.suggested, origin.names)
    if item.given:
        return [parts.plain(f"{ROBOT} suggested {suggested}")]
    if _is_as_suggested(item, origin):
        return [parts.plain(f"{ROBOT} suggested {suggested} · accepted as suggested")]
    return parts.line(parts.plain(f"{ROBOT} suggested {suggested} ·"), *_chose(item, "chose"))


def _is_as_suggested(item: ReviewItem, origin: AnswerOrigin) -> bool:
    """The best one alone, or all of them."""
    names = [origin.names.get(one.concept, "") for one in origin.suggested]
    return set(item.answers) in (set(names), {names[0]}) and bool(item.answers)


def _chose(item: ReviewItem, verb: str) -> list[PlainTextObject | MarkdownTextObject]:
    answer = parts.listed(list(item.answers), _MOST) or "None of these"
    return [parts.marked(f"{parts.mention(item.labeler)} {verb}"), parts.plain(parts.cut(answer, 500))]


def _sourced(sources: Sequence[tuple[str, Source]]) -> str:
    scores = ["" if one.score is None else f" {percent(one.score)} %" for _, one in sources]
    shown = [f"{parts.cut(name, _LONGEST_NAME)}{scored}" for (name, _), scored in zip(sources, scores, strict=True)]
    return parts.listed(shown, _MOST)


def _listed(suggestions: Sequence[Suggestion], names: Mapping[int, str]) -> str:
    shown = [f"{parts.cut(names[one.concept], _LONGEST_NAME)} {score(one)}" for one in suggestions[:_MOST]]
    more = len(suggestions) - _MOST
    return " · ".join([*shown, *([f"{more:,} more"] if more > 0 else ())])


def _accept(item: ItemModel, best: Suggestion, name: str) -> ButtonElement:
    return parts.button(
        f"{ROBOT} Accept {parts.cut(name, 55)} {score(best)}",
        ids.action(ids.LABEL, "accept"),
        ids.value(item.assignment, item.revision, best.concept, item.seen),
        says=f"Label as {name}, suggested with {score(best)}",
        style="primary",
    )
