"""The page's own pictures: drawn by hand on 24 x 24, in the colour of the words around them."""

from views.web.html import Element, h

_PATHS = {
    "select": "M5 3l6 17 2.5-7 7-2.5z",
    "box": "M4 6h16v12H4zM2 6h2M2 18h2M20 6h2M20 18h2",
    "polygon": "M12 3l9 7-4 11H7L3 10z",
    "undo": "M9 14l-5-5 5-5M4 9h10a6 6 0 0 1 0 12h-3",
    "redo": "M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
    "plus": "M12 5v14M5 12h14",
    "minus": "M5 12h14",
    "fit": "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    "hidden": "M3 3l18 18M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7z",
    "bin": "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
    "adjust": "M4 7h9M19 7h1M4 17h1M11 17h9M16 4v6M8 14v6",
    "help": "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5v.5M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z",
    "book": "M12 6c-2-2-5-2-8-2v14c3 0 6 0 8 2 2-2 5-2 8-2V4c-3 0-6 0-8 2zM12 6v14",
    "flag": "M5 21V4M5 4h13l-3 4 3 5H5",
    "check": "M5 13l5 5L20 6",
    "close": "M6 6l12 12M18 6L6 18",
    "list": "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
    "repeat": "M8 8h12v12H8zM16 8V4H4v12h4",
}


def sprite() -> Element:
    """All of them, unseen; `icon` shows one."""
    symbols = (
        h("symbol", {"id": f"i-{name}", "viewBox": "0 0 24 24"}, h("path", {"d": d})) for name, d in _PATHS.items()
    )
    return h("svg", {"hidden": True}, *symbols)


def icon(name: str) -> Element:
    if name not in _PATHS:
        raise KeyError(name)
    return h("svg", {"aria-hidden": "true"}, h("use", {"href": f"#i-{name}"}))
