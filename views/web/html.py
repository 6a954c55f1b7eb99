"""HTML from values: everything is escaped here, so nothing that people wrote can become markup."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_VOID = {"input", "link", "meta", "img", "source"}


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: dict[str, str | bool | None]
    children: "tuple[Element | str | None, ...]"

    def __str__(self) -> str:
        return "".join(_written(self))


def h(tag: str, attributes: dict[str, str | bool | None] | None = None, *children: "Element | str | None") -> Element:
    """`True` writes an attribute without a value; `False` and `None` leave it or a child out."""
    return Element(tag, attributes or {}, children)


def _written(element: Element) -> Iterator[str]:
    yield f"<{element.tag}"
    for name, value in element.attributes.items():
        if value is True:
            yield f" {name}"
        elif value is not None and value is not False:
            yield f' {name}="{escape(value)}"'
    yield ">"
    if element.tag in _VOID:
        return
    for child in element.children:
        if isinstance(child, Element):
            yield from _written(child)
        elif child is not None:
            yield escape(child)
    yield f"</{element.tag}>"
