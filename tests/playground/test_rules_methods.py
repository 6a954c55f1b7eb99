"""The table of methods."""

import inspect

import pytest
from slack_sdk import WebClient

from playground.rules.methods import METHODS, PER_MINUTE

# Every method that the project's first landing asks for.
NAMED = """
apps.connections.open auth.test chat.delete chat.getPermalink chat.postEphemeral chat.postMessage chat.update
conversations.info conversations.list conversations.members files.completeUploadExternal files.delete
files.getUploadURLExternal files.info users.info users.list views.open views.publish views.push views.update
"""


def test_all_methods_are_there() -> None:
    assert set(NAMED.split()) <= METHODS.keys()


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_as_the_sdk_knows_it(name: str) -> None:
    arguments = inspect.signature(getattr(WebClient, name.replace(".", "_"))).parameters
    assert set(METHODS[name].required) <= set(arguments)
    assert METHODS[name].tier in PER_MINUTE


def test_what_reads_needs_a_scope_to_read() -> None:
    for name, method in METHODS.items():
        if method.reads and method.scopes:
            assert all(scope.endswith(":read") for scope in method.scopes), name
