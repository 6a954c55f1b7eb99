"""Markdown as people write it in instructions, as nodes of which the editor's page makes elements: no HTML anywhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

# As on the cards in Slack: what is called html elsewhere stays the text that it is.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_TAGS = {
    "paragraph": "p",
    "heading": "h",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "quote",
    "strong": "b",
    "em": "i",
    "s": "s",
}
_SAFE = ("https://", "http://", "mailto:")
Node = str | list[Any]
"""A text, or a tag with its nodes."""


def nodes(markdown: str) -> list[Node]:
    return _all(SyntaxTreeNode(_PARSER.parse(markdown)).children)


def _all(given: Iterable[SyntaxTreeNode]) -> list[Node]:
    return [one for node in given for one in _nodes(node)]


def _nodes(node: SyntaxTreeNode) -> Sequence[Node]:
    match node.type:
        case "text" | "softbreak":
            return [node.content or "\n"] if node.content or node.type == "softbreak" else []
        case "hardbreak" | "hr":
            return [["br" if node.type == "hardbreak" else "hr"]]
        case "code_inline" | "fence" | "code_block":
            return [["code" if node.type == "code_inline" else "pre", node.content.rstrip("\n")]]
        case "link" | "image":
            # No picture is loaded from elsewhere.
            where = str(node.attrs.get("href" if node.type == "link" else "src", ""))
            words: list[Node] = [node.content or "picture"]
            return _link(where, _all(node.children) if node.type == "link" else words)
        case kind:
            inner = _all(node.children)
            return [[_TAGS[kind], *inner]] if kind in _TAGS else inner


def _link(url: str, words: list[Node]) -> Sequence[Node]:
    return [["a", url, *words]] if url.startswith(_SAFE) else words
