"""The table of methods."""

import inspect

import pytest
from slack_sdk import WebClient

from playground.rules.methods import METHODS, PER_MINUTE, Method

NOT_REQUIRED_BY_THE_SDK = {
    ("files.completeUploadExternal", "files"),
}


@pytest.mark.parametrize(("name", "method"), METHODS.items())
def test_a_method_is_called_as_the_sdk_calls_it(name: str, method: Method) -> None:
    function = (
        inspect.signature(getattr(WebClient, name.replace(".", "_")))
        if hasattr(WebClient, name.replace(".", "_"))
        else None
    )
    assert method.tier in PER_MINUTE
    if function:
        assert set(method.required) <= set(function.parameters)
