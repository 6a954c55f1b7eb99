import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.manifest import BadAddress, http_manifest, scopes, socket_manifest
from playground.manifest import parse_manifest
from playground.rules.methods import METHODS

ROOT = Path(__file__).parents[2]
URL = "https://labels.example.org/slack/events"
_CALL = re.compile(r"client\.([a-z]+)_([a-zA-Z]+(?:_[a-zA-Z]+)*)\(")


def both() -> dict[str, dict[str, Any]]:
    texts = {"socket": socket_manifest(), "http": http_manifest("https://labels.example.org/")}
    return {name: yaml.safe_load(text) for name, text in texts.items()}


@pytest.fixture(params=["socket", "http"])
def manifest(request):
    return both()[request.param]


@pytest.fixture(scope="module")
def schema():
    return json.loads((Path(__file__).parent / "manifest.schema.json").read_text())


def test_slack_would_take_it(manifest, schema):
    Draft7Validator.check_schema(schema)
    assert [error.message for error in Draft7Validator(schema).iter_errors(manifest)] == []


def test_the_schema_notices_a_word_that_slack_does_not_know(manifest, schema):
    manifest["settings"]["socket_mode"] = True
    assert list(Draft7Validator(schema).iter_errors(manifest))


def test_in_socket_mode_no_address_is_named():
    text = socket_manifest()
    assert "url" not in text.split("_metadata", 1)[1]
    assert both()["socket"]["settings"]["socket_mode_enabled"] is True


def test_in_http_mode_every_way_in_has_its_address():
    manifest = both()["http"]
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["event_subscriptions"]["request_url"] == URL
    assert manifest["settings"]["interactivity"]["request_url"] == URL
    assert manifest["settings"]["interactivity"]["message_menu_options_url"] == URL
    assert [command["url"] for command in manifest["features"]["slash_commands"]] == [URL]


def test_apart_from_the_addresses_both_are_the_same():
    socket, http = (parse_manifest(one) for one in both().values())
    assert socket.bot_scopes == http.bot_scopes == scopes()
    assert socket.bot_events == http.bot_events
    assert socket.shortcuts == http.shortcuts


@pytest.mark.parametrize("url", ["http://labels.example.org", "labels.example.org", "https://", "https://a?b=c", ""])
def test_an_address_that_slack_would_refuse_is_refused(url):
    with pytest.raises(BadAddress):
        http_manifest(url)


def test_the_slash_command_sends_names_as_ids():
    (command,) = both()["socket"]["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == ("/label", True)


def called_methods() -> set[str]:
    """Web API methods as the code calls them: `client.files_info(` is files.info."""
    sources = [path.read_text() for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py")]
    return {f"{group}.{name.replace('_', '.')}" for source in sources for group, name in _CALL.findall(source)}


def test_every_call_is_allowed_and_every_scope_is_needed():
    called = called_methods()
    assert {"chat.postMessage", "files.info", "users.info"} <= called
    needed = {method: METHODS[method].scopes for method in called - {"apps.connections.open"}}
    refused = {method for method, alternatives in needed.items() if alternatives and not scopes() & set(alternatives)}
    assert refused == set()
    # What no call shows: the slash command, and messages typed to the app.
    unused = scopes() - {scope for alternatives in needed.values() for scope in alternatives}
    assert unused == {"commands", "im:history"}
