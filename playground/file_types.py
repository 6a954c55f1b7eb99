"""What Slack makes of a file's name: its type, and whether it is kept as a snippet.

https://docs.slack.dev/reference/objects/file-object#types
"""

import mimetypes

# ending -> Slack's `filetype`, its `pretty_type`, its `mimetype`
_TYPES: dict[str, tuple[str, str, str]] = {
    "avi": ("avi", "AVI", "video/x-msvideo"),
    "bmp": ("bmp", "Bitmap", "image/bmp"),
    "csv": ("csv", "CSV", "text/csv"),
    "docx": (
        "docx",
        "Word Document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "gif": ("gif", "GIF", "image/gif"),
    "heic": ("heic", "HEIC", "image/heic"),
    "html": ("html", "HTML", "text/html"),
    "jpeg": ("jpg", "JPEG", "image/jpeg"),
    "jpg": ("jpg", "JPEG", "image/jpeg"),
    "json": ("json", "JSON", "application/json"),
    "md": ("markdown", "Markdown (raw)", "text/markdown"),
    "mov": ("mov", "QuickTime Movie", "video/quicktime"),
    "mp4": ("mp4", "MPEG 4 Video", "video/mp4"),
    "pdf": ("pdf", "PDF", "application/pdf"),
    "png": ("png", "PNG", "image/png"),
    "svg": ("svg", "SVG", "image/svg+xml"),
    "tsv": ("tsv", "TSV", "text/tab-separated-values"),
    "txt": ("text", "Plain Text", "text/plain"),
    "webm": ("webm", "WebM", "video/webm"),
    "webp": ("webp", "WebP", "image/webp"),
    "xlsx": ("xlsx", "Excel Spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": ("zip", "Zip", "application/zip"),
}
_UNKNOWN = ("binary", "Binary", "application/octet-stream")
_SNIPPETS = {"csv", "html", "json", "markdown", "text", "tsv"}
_LARGEST_SNIPPET = 1_000_000  # "Snippets are limited to a maximum file size of 1 megabyte."


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def mimetype_of(name: str) -> str:
    known = _TYPES.get(ending(name))
    return known[2] if known else mimetypes.guess_type(name)[0] or _UNKNOWN[2]


def filetype_of(name: str) -> tuple[str, str]:
    """`filetype` and `pretty_type`."""
    known = _TYPES.get(ending(name))
    if known is None and mimetypes.guess_type(name)[0]:
        return ending(name), ending(name).upper()
    return (known or _UNKNOWN)[:2]


def is_snippet(name: str, size: int) -> bool:
    """Texts can be edited in Slack, unless they are large."""
    return filetype_of(name)[0] in _SNIPPETS and size <= _LARGEST_SNIPPET


def is_accepted(name: str, filetypes: list[str]) -> bool:
    """By its ending, as a file_input compares; "jpeg" and "jpg" are two."""
    return not filetypes or ending(name) in {each.lower().lstrip(".") for each in filetypes}
