"""The app's manifest, which tells Slack what Labelbot is: as it ships for Socket Mode, or written out for HTTP."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

_NAME = "app-manifest.yml"
ENDPOINT = "/slack/events"


class BadAddress(ValueError):
    """The text says what an address must be."""


def manifest_path() -> Path:
    """Beside this module in an installed package, at the top of a checkout."""
    packaged = Path(__file__).with_name(_NAME)
    return packaged if packaged.exists() else Path(__file__).parent.parent / _NAME


def socket_manifest() -> str:
    return manifest_path().read_text(encoding="utf-8")


def http_manifest(url: str) -> str:
    """`url`: where Slack reaches Labelbot, without a path of Slack's own. Raises BadAddress."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise BadAddress(f"Slack calls https:// addresses only, such as https://labels.example.org; “{url}” is none.")
    endpoint = url.rstrip("/").removesuffix(ENDPOINT) + ENDPOINT
    manifest = yaml.safe_load(socket_manifest())
    settings = manifest["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"]["request_url"] = endpoint
    # Without the second one, selects that search stay empty.
    settings["interactivity"] |= {"request_url": endpoint, "message_menu_options_url": endpoint}
    for command in manifest["features"]["slash_commands"]:
        command["url"] = endpoint
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110)


def scopes() -> frozenset[str]:
    manifest: dict[str, Any] = yaml.safe_load(socket_manifest())
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])
