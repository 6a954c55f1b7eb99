"""Which addresses the bot fetches from when people give it some: public ones, on the web's own ports, without secrets.

Whoever may write an address could else read what only the bot's machine reaches: a router's page, a cloud's keys.
"""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
_PASSING_ON = (
    ip_network("64:ff9b::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("2002::/16"),
    ip_network("2001::/32"),
    ip_network("::/96"),
)
"""NAT64, 6to4, Teredo and IPv4-compatible: each hides an IPv4 address, and routers may take it literally."""
_CLOUDS_OWN = (ip_network("168.63.129.16/32"), ip_network("192.0.0.0/24"))
"""They look public, the latter to older Pythons; Azure and Oracle answer their own machines there."""


class BadAddress(Exception):
    """`.reason` completes the sentence "https://… …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_public(address: str) -> bool:
    """Whether this IP address is one of the internet's at large. False for what is no address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not (_is_special(found) or any(found in one for one in (*_PASSING_ON, *_CLOUDS_OWN)))


def _is_special(found: IPv4Address | IPv6Address) -> bool:
    is_site_local = isinstance(found, IPv6Address) and found.is_site_local
    return found.is_multicast or found.is_reserved or is_site_local


def check(url: str, trusted: Collection[str] = ()) -> None:
    """Raises BadAddress. Names are looked up later: this sees only what is written.

    `trusted`: hosts, or host:port, that may be private or on another port.
    """
    parts, port = _parts(url)
    if parts.scheme not in PORTS:
        raise BadAddress("isn't taken: only http:// and https:// are.")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("isn't taken: it has a name or a password in it.")
    if not parts.hostname:
        raise BadAddress("isn't taken: it names no host.")
    if is_trusted(parts.hostname, port, trusted):
        return
    if port != PORTS[parts.scheme]:
        raise BadAddress("isn't taken: only the ports 80 and 443 are.")
    if _is_number(parts.hostname) and not is_public(parts.hostname):
        raise BadAddress("isn't taken: it is a private address.")


def is_trusted(host: str, port: int, trusted: Collection[str]) -> bool:
    return host in trusted or f"{host}:{port}" in trusted


def _parts(url: str) -> tuple[SplitResult, int]:
    if len(url) > LONGEST:
        raise BadAddress(f"isn't taken: it has more than {LONGEST:,} characters.")
    if not url.isprintable() or " " in url or "\\" in url:
        raise BadAddress("isn't taken: it has a character in it that no address has.")
    try:
        parts = urlsplit(url)
        return parts, parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise BadAddress("isn't taken: it isn't written as an address is.") from None


def _is_number(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
