"""Markdown as people write it in instructions, as rich text."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts as Rich,
    RichTextListElement,
    RichTextPreformattedElement,
    RichTextQuoteElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from views.slack import parts

# What is called html elsewhere stays the text that it is.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_LISTS = {"bullet_list": "bullet", "ordered_list": "ordered"}
_DEEPEST = 8
_LONGEST_LINK = 3000
_SAFE = ("https://", "http://", "mailto:")
Style = dict[str, bool]


def blocks(markdown: str) -> list[Block]:
    """Headings come bold: rich text knows none."""
    elements = list(_elements(SyntaxTreeNode(_PARSER.parse(markdown)).children))
    return [RichTextBlock(elements=elements) if elements else parts.said("There are no instructions yet.")]


def _elements(nodes: Iterable[SyntaxTreeNode]) -> Iterator[RichTextElement]:
    nodes = list(nodes)
    for node, following in zip_longest(nodes, nodes[1:]):
        match node.type:
            case "paragraph" | "heading":
                inner = _inner(node, {"bold": True} if node.type == "heading" else {})
                # Slack sets sections without any space between them.
                gap = [Rich.Text(text="\n")] if following is not None and following.type == "paragraph" else []
                yield RichTextSectionElement(elements=[*inner, *gap])
            case "bullet_list" | "ordered_list":
                yield from _list(node, 0)
            case "blockquote":
                yield RichTextQuoteElement(elements=_lines(node.children))
            case "fence" | "code_block":
                yield RichTextPreformattedElement(elements=[Rich.Text(text=node.content.rstrip("\n") or " ")])
            case "hr":
                yield RichTextSectionElement(elements=[Rich.Text(text="———")])


def _list(node: SyntaxTreeNode, depth: int) -> Iterator[RichTextElement]:
    """Slack's lists don't nest: a deeper one stands behind its item, and the outer one goes on after it."""
    first = int(node.attrs.get("start", 1))
    waiting: list[RichTextElement] = []
    for number, item in enumerate(node.children, first):
        deeper = [child for child in item.children if child.type in _LISTS]
        lines = _lines(child for child in item.children if child.type not in _LISTS)
        waiting.append(RichTextSectionElement(elements=lines))
        if deeper or item is node.children[-1]:
            offset = number - len(waiting)
            yield RichTextListElement(
                style=_LISTS[node.type],
                elements=waiting,
                indent=min(depth, _DEEPEST),
                offset=offset if node.type == "ordered_list" and offset else None,
            )
            waiting = []
        for child in deeper:
            yield from _list(child, depth + 1)


def _lines(nodes: Iterable[SyntaxTreeNode]) -> list[RichTextElement]:
    """Blocks that stand where Slack has room for a run of text only."""
    lines: list[RichTextElement] = []
    for node in nodes:
        is_code = node.type in {"fence", "code_block"}
        inner = _text(node.content.strip("\n"), {"code": True}) if is_code else _inner(node, {})
        lines += [*([Rich.Text(text="\n")] if lines and inner else ()), *inner]
    return lines


def _inner(node: SyntaxTreeNode, style: Style) -> list[RichTextElement]:
    return [element for child in node.children for element in _run(child, style)]


def _run(node: SyntaxTreeNode, style: Style) -> list[RichTextElement]:
    match node.type:
        case "text" | "softbreak" | "hardbreak":
            return _text(node.content if node.type == "text" else "\n", style)
        case "code_inline":
            return _text(node.content, {**style, "code": True})
        case "link":
            return _link(str(node.attrs.get("href", "")), _words(node), style)
        case "image":
            return _link(str(node.attrs.get("src", "")), node.content or "picture", style)
        case kind:
            return _inner(node, {**style, _STYLES[kind]: True} if kind in _STYLES else style)


def _link(url: str, text: str, style: Style) -> list[RichTextElement]:
    if not url.startswith(_SAFE) or len(url) > _LONGEST_LINK:
        return _text(text, style)
    return [Rich.Link(url=url, text=text or None, style=style or None)]


def _words(node: SyntaxTreeNode) -> str:
    return "".join(_words(child) or child.content for child in node.children)


def _text(text: str, style: Style) -> list[RichTextElement]:
    return [Rich.Text(text=text, style=style or None)] if text else []
