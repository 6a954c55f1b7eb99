import ipaddress

import pytest
from hypothesis import given, strategies as st

from domain.addresses import LONGEST, BadAddress, check, is_public, is_trusted

PRIVATE = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
PRIVATE_6 = ("::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32")


def some_of(network: str) -> st.SearchStrategy[str]:
    found = ipaddress.ip_network(network)
    first, last = int(found.network_address), int(found.broadcast_address)
    kind = type(found.network_address)
    return st.integers(first, last).map(lambda number: str(kind(number)))


private = st.sampled_from(PRIVATE).flatmap(some_of)


@given(private)
def test_no_private_address_is_public_in_whatever_dress(address):
    number = int(ipaddress.IPv4Address(address))
    dresses = [address, f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}"]
    dresses.append(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)))
    assert [one for one in dresses if is_public(one)] == []


@given(st.sampled_from(PRIVATE_6).flatmap(some_of))
def test_no_private_address_of_the_newer_kind_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "fe80::1%eth0",
        "64:ff9b:1::808:808",
        "2001::1",
        "::808:808",
        "example.org",
        "",
        "127.1",
    ],
)
def test_neither_is_what_clouds_keep_for_themselves_or_what_is_no_address(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.jpg",
        "https://example.org:443/a.jpg?size=2#top",
        "http://example.org:80",
        "https://8.8.8.8/a.jpg",
        "https://[2606:4700:4700::1111]/a.jpg",
        "HTTPS://EXAMPLE.ORG/a.jpg",
    ],
)
def test_what_may_be_fetched(url):
    check(url)


SCHEME = "isn't taken: only http:// and https:// are."
SECRET = "isn't taken: it has a name or a password in it."
PORT = "isn't taken: only the ports 80 and 443 are."
HERE = "isn't taken: it is a private address."
STRANGE = "isn't taken: it has a character in it that no address has."
WRONG = "isn't taken: it isn't written as an address is."


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a.jpg", SCHEME),
        ("file:///etc/passwd", SCHEME),
        ("example.org/a.jpg", SCHEME),
        ("javascript:alert(1)", SCHEME),
        ("https://ana@example.org/", SECRET),
        ("https://:word@example.org/", SECRET),
        ("https:///a.jpg", "isn't taken: it names no host."),
        ("http://example.org:8080/", PORT),
        ("https://example.org:80/", PORT),
        ("http://example.org:443/", PORT),
        ("http://127.0.0.1/", HERE),
        ("http://[::1]/", HERE),
        ("http://[::ffff:169.254.169.254]/", HERE),
        ("http://[fe80::1%25eth0]/", HERE),
        ("http://example.org\\@127.0.0.1/", STRANGE),
        ("http://example.org/a b", STRANGE),
        ("http://example.org/\n", STRANGE),
        ("http://example.org:many/", WRONG),
        ("http://[::1/", WRONG),
        (f"http://example.org/{'x' * LONGEST}", "isn't taken: it has more than 2,000 characters."),
    ],
)
def test_what_may_not_be_fetched_is_said(url, reason):
    with pytest.raises(BadAddress) as bad:
        check(url)
    assert bad.value.reason == str(bad.value) == reason


def test_as_long_as_it_may_be():
    check(f"http://example.org/{'x' * (LONGEST - 19)}")


def test_whoever_runs_it_may_trust_hosts_of_their_own():
    trusted = ("10.0.0.5:8080", "images")
    check("http://10.0.0.5:8080/a.jpg", trusted)
    check("http://images:9000/a.jpg", trusted)
    assert is_trusted("images", 1, trusted)
    assert not is_trusted("10.0.0.5", 80, trusted)
    with pytest.raises(BadAddress):
        check("http://10.0.0.5/a.jpg", trusted)
    with pytest.raises(BadAddress):
        check("http://ana:word@images/a.jpg", trusted)
    with pytest.raises(BadAddress):
        check("ftp://images/a.jpg", trusted)
