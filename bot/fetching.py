"""Fetches what people give addresses of, without lending them this machine's place in its network.

Each hop is checked as it is written, and again as it is resolved: the connection goes to the very address that was
checked, so a name that changes its mind between the two gains nothing. No cookies, no proxy, no token.
"""

import asyncio
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from assist.videos import MOST_BYTES
from domain.addresses import BadAddress, check, is_public, is_trusted
from services.intake.kinds import HEAD, fitting_name, is_web_page
from services.intake.taking import LooseFile, readable

_MOST_HOPS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_TIMES = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=20)
_TRIES = 3
_PAUSE = 1.0
_AT_A_TIME = 256 * 1024
_SERVER_ERROR = 500
_OK = 200
_HEADERS = {"User-Agent": "Labelbot", "Accept-Encoding": "identity", "Accept": "*/*"}


class Unfetchable(Exception):
    """`.reason` completes the sentence "https://… …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    most_bytes: int = MOST_BYTES
    times: aiohttp.ClientTimeout = _TIMES
    pause: float = _PAUSE


class CheckedResolver(AbstractResolver):
    """Names only what `is_public` allows. aiohttp connects to what this returns, and to nothing else."""

    def __init__(self, trusted: Collection[str], inner: AbstractResolver) -> None:
        self._trusted = trusted
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not is_trusted(host, port, self._trusted) and not all(is_public(one["host"]) for one in found):
            raise BadAddress("isn't taken: its name stands for a private address.")
        return found

    async def close(self) -> None:
        await self._inner.close()


class Fetcher:
    """`trusted`: hosts, or host:port, that may be private."""

    def __init__(
        self, trusted: Collection[str] = (), limits: Limits | None = None, resolver: AbstractResolver | None = None
    ) -> None:
        self._trusted = trusted
        self._limits = limits or Limits()
        self._resolver = resolver

    async def fetch(self, address: str, path: Path) -> LooseFile:
        """Into the file `path`. Raises Unfetchable. A server in trouble is asked again twice, shortly."""
        for attempt in range(1, _TRIES + 1):
            try:
                async with self._session() as session:
                    return await self._follow(session, URL(address), path)
            except BadAddress as bad:
                raise Unfetchable(bad.reason) from None
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                if attempt == _TRIES or isinstance(error, aiohttp.InvalidURL):
                    raise Unfetchable(f"can't be fetched ({_said(error)}).") from None
            except ValueError:
                raise Unfetchable("isn't taken: it isn't written as an address is.") from None
            await asyncio.sleep(self._limits.pause * attempt)
        raise AssertionError  # pragma: no cover - the last attempt returned or raised.

    def _session(self) -> aiohttp.ClientSession:
        """A new one each time: nothing that a server says is remembered for the next."""
        resolver = CheckedResolver(self._trusted, self._resolver or aiohttp.ThreadedResolver())
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True)
        return aiohttp.ClientSession(
            connector=connector,
            timeout=self._limits.times,
            headers=_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )

    async def _follow(self, session: aiohttp.ClientSession, url: URL, path: Path) -> LooseFile:
        for _ in range(_MOST_HOPS + 1):
            check(str(url), self._trusted)
            async with session.get(url, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return await self._keep(response, url, path)
                url = url.join(URL(response.headers.get("Location", "")))
        raise Unfetchable(f"isn't taken: it redirects more than {_MOST_HOPS} times.")

    async def _keep(self, response: aiohttp.ClientResponse, url: URL, path: Path) -> LooseFile:
        if response.status >= _SERVER_ERROR:
            raise aiohttp.ClientError(f"the server answered {response.status}")
        if response.status != _OK:
            raise Unfetchable(f"can't be fetched (the server answered {response.status}).")
        name = readable(unquote(PurePosixPath(url.path).name) or url.host or "file")[-200:]
        return await keep(response, name, path, self._limits.most_bytes)


async def keep(response: aiohttp.ClientResponse, name: str, path: Path, most: int) -> LooseFile:
    """An answer's body, as it comes, at most so large. Raises Unfetchable for one that is no file."""
    _check_head(response.headers, most)
    written = 0
    with await asyncio.to_thread(path.open, "wb") as file:
        async for some in response.content.iter_chunked(_AT_A_TIME):
            written += len(some)
            if written > most:
                raise Unfetchable(f"is too large: more than {most // 2**20:,} MB.")
            await asyncio.to_thread(file.write, some)
    if not written:
        raise Unfetchable("is empty.")
    with path.open("rb") as begun:
        head = begun.read(HEAD)
    if is_web_page(head):
        raise Unfetchable("gives a web page, perhaps one that asks to sign in, and no file.")
    return LooseFile(path, fitting_name(name, head, response.headers.get("Content-Type", "")))


def _check_head(headers: Mapping[str, str], most: int) -> None:
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() in {"text/html", "application/xhtml+xml"}:
        raise Unfetchable("gives a web page, perhaps one that asks to sign in, and no file.")
    if headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Unfetchable("comes packed, although it was asked for as it is.")
    length = headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > most:
        raise Unfetchable(f"is too large: more than {most // 2**20:,} MB.")


def _said(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "there is no such host"
    return (str(error).strip() or type(error).__name__).split("\n", 1)[0][:200].rstrip(".")
