"""Instructions for the editor's page: Markdown as nested lists of tags and texts. No markup leaves the server."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node = str | list["Node"]
"""A text, or [tag, *nodes]; a link is ["a", address, *nodes]."""

# What is called html elsewhere stays the text that it is.
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
    "hr": "hr",
}
_SAFE = ("https://", "http://", "mailto:")


def nodes(markdown: str) -> list[Node]:
    return list(_inner(SyntaxTreeNode(_PARSER.parse(markdown))))


def _inner(node: SyntaxTreeNode) -> Iterator[Node]:
    for child in node.children:
        yield from _drawn(child)


def _drawn(node: SyntaxTreeNode) -> Iterator[Node]:
    match node.type:
        case "text":
            yield node.content
        case "softbreak":
            yield "\n"
        case "hardbreak":
            yield ["br"]
        case "code_inline":
            yield ["code", node.content]
        case "fence" | "code_block":
            yield ["pre", node.content.rstrip("\n")]
        case "link" | "image":
            yield from _link(node)
        case kind if kind in _TAGS:
            yield [_TAGS[kind], *_inner(node)]
        case _:
            yield from _inner(node)


def _link(node: SyntaxTreeNode) -> Iterator[Node]:
    """Pictures from elsewhere are not shown, only led to: the page shows nothing that we do not serve."""
    is_picture = node.type == "image"
    address = str(node.attrs.get("src" if is_picture else "href", ""))
    words: list[Node] = [node.content or "picture"] if is_picture else list(_inner(node))
    if address.startswith(_SAFE):
        yield ["a", address, *words]
    else:
        yield from words
