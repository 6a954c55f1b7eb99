"""Sends a file that never changes, or the part of it that a browser asks for: players jump about in videos."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from aiohttp import ClientConnectionResetError, web

_ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 256 * 1024
Part = tuple[int, int]
"""First byte, and the one behind the last."""


class NoSuchPart(Exception):
    pass


async def send_file(request: web.Request, path: Path, name: str, headers: Mapping[str, str]) -> web.StreamResponse:
    """`name` names the content, and nothing else will ever have it: it is the ETag. Raises HTTPNotFound."""
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except FileNotFoundError:
        raise web.HTTPNotFound from None
    with file:
        size = (await asyncio.to_thread(path.stat)).st_size
        return await _send(request, file, size, {"ETag": f'"{name}"', "Accept-Ranges": "bytes", **headers})


def part_of(asked: str | None, size: int) -> Part | None:
    """The part that a Range header names; None for the whole, also where it asks for what we don't offer.

    Raises NoSuchPart for what lies beyond the end.
    """
    found = _ONE_RANGE.fullmatch((asked or "").strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, end = max(0, size - int(found[2])), size
    else:
        first, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < first:
            return None
    if first >= size:
        raise NoSuchPart
    return first, end


async def _send(request: web.Request, file: BinaryIO, size: int, headers: Mapping[str, str]) -> web.StreamResponse:
    etag = headers["ETag"]
    if _names(request.headers.get("If-None-Match", ""), etag):
        return web.Response(status=304, headers=headers)
    try:
        part = part_of(_asked(request, etag), size)
    except NoSuchPart:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    response = web.StreamResponse(status=200 if part is None else 206, headers=headers)
    first, end = part or (0, size)
    if part is not None:
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    response.content_length = end - first
    # Whoever looks at the next one already has gone away from this one.
    with suppress(ClientConnectionResetError):
        await response.prepare(request)
        if request.method != "HEAD":
            await _write(response, file, first, end)
        await response.write_eof()
    return response


def _asked(request: web.Request, etag: str) -> str | None:
    """Whoever has the beginning of something else gets the whole. We give no dates, so none can be right."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return request.headers.get("Range")


async def _write(response: web.StreamResponse, file: BinaryIO, first: int, end: int) -> None:
    await asyncio.to_thread(file.seek, first)
    left = end - first
    while left:
        chunk = await asyncio.to_thread(file.read, min(_CHUNK, left))
        if not chunk:
            raise ConnectionResetError  # Cut off on the disk: the length that was promised can't be kept.
        await response.write(chunk)
        left -= len(chunk)


def _names(listed: str, etag: str) -> bool:
    known = {one.strip().removeprefix("W/") for one in listed.split(",")}
    return bool(known & {etag, "*"})
