"""What a task's labels come to, concept by concept."""

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextListElement
from slack_sdk.models.views import View

from domain.read_models import ConceptCounts, CountedConcept
from views.slack import catalogue, ids, parts
from views.slack.prose import section, strong
from views.slack.task_frame import Keeps, Part, back, page


def window(model: ConceptCounts, keeps: Keeps) -> View:
    is_long = model.pages > 1 or bool(model.query)
    blocks: list[Block] = [
        back(model.name, model.task),
        *(catalogue.search(model.query, "concept") if is_long else ()),
        _counts(model),
    ]
    if model.hidden:
        words = f"{parts.count(model.hidden, 'answer')} not counted: others are still to answer the same inputs."
        blocks.append(parts.small(parts.plain(words), block_id="hidden"))
    words = parts.count(model.total, "concept")
    blocks += parts.turning(ids.TASK_PART, words, model.page, model.pages, Part.CONCEPTS, model.task)
    return page("Labels per concept", blocks, keeps, callback=ids.LABEL_COUNTS, submit="Search" if is_long else None)


def _counts(model: ConceptCounts) -> Block:
    if not model.rows:
        return parts.quoted(f"No concept has “{model.query}” in its name.", "empty")
    lines = [
        section(strong(parts.cut(one.name or "None of these", 75)), f": {_words(one, has_review=model.has_review)}")
        for one in model.rows
    ]
    return RichTextBlock(
        elements=[RichTextListElement(style="bullet", elements=lines)], block_id=f"counts:{model.page}"
    )


def _words(one: CountedConcept, *, has_review: bool) -> str:
    if not (has_review or one.waiting or one.rejected):
        return f"{one.approved:,}"
    words = [f"{one.approved:,} approved"]
    words += [f"{one.waiting:,} waiting for review"] if one.waiting else []
    words += [f"{one.rejected:,} rejected"] if one.rejected else []
    return " · ".join(words)
