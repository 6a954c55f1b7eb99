"""response_url: five uses in half an hour, who sees it, what it replaces."""

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from playground.posting import post_as_app
from tests.playground.forms import section

ANA = "U0ANA00000"


@pytest.fixture
def message(playground):
    workspace = playground.workspace
    return post_as_app(workspace, "C0LABELING", {"text": "Original", "blocks": [section("Original")]})


@pytest.fixture
def hook(playground, message):
    url = playground.workspace.new_response_url(ANA, message.channel, message.ts)
    return AsyncWebhookClient(url)


async def test_five_times(hook):
    for _ in range(5):
        assert (await hook.send(text="Hello")).body == "ok"
    refused = await hook.send(text="Hello")
    assert (refused.status_code, "used_url" in refused.body) == (404, True)


async def test_for_half_an_hour(hook, clock):
    clock.time += 30 * 60
    assert (await hook.send(text="Hello")).status_code == 200
    clock.time += 1
    refused = await hook.send(text="Hello")
    assert (refused.status_code, "expired_url" in refused.body) == (404, True)


async def test_an_unknown_url(playground):
    refused = await AsyncWebhookClient(f"{playground.url}/response/T0/nothing").send(text="Hello")
    assert refused.status_code == 404


async def test_ephemeral_unless_said_otherwise(hook, playground):
    ana, ben = playground.person("Ana"), playground.person("Ben")
    await hook.send(text="Only Ana")
    await hook.send(text="All", response_type="in_channel")
    await ben.sees("All")
    assert [notice.text for notice in ana.notices] == ["Only Ana"]
    assert "Only Ana" not in ben.screen.text()


@pytest.mark.parametrize("yes", [True, "true"])
async def test_replacing(hook, message, playground, yes):
    await hook.send_dict({"replace_original": yes, "text": "New", "blocks": [section("New")]})
    assert (message.text, message.blocks[0]["text"]["text"], message.edited) == ("New", "New", None)
    assert len(playground.workspace.messages[message.channel]) == 1


async def test_deleting_alone_and_with_something_new(hook, message, playground):
    await hook.send_dict({"delete_original": True, "text": "Instead"})
    assert message.ts not in playground.workspace.messages[message.channel]
    assert playground.person("Ana").notices[0].text == "Instead"
    assert (await hook.send_dict({"delete_original": "true"})).status_code == 200


async def test_in_a_thread(hook, message, playground):
    await hook.send_dict({"response_type": "in_channel", "thread_ts": message.ts, "text": "Reply"})
    assert playground.person("Ben").messages("labeling")[-1].thread_ts == message.ts


async def test_what_slack_refuses_changes_nothing(hook, message):
    refused = await hook.send_dict({"replace_original": True, "text": "x", "blocks": [{"type": "unknown"}]})
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)
    assert message.text == "Original"


async def test_no_posting_permission_is_needed(playground):
    url = playground.workspace.new_response_url(ANA, "C0GENERAL0")
    assert (await AsyncWebhookClient(url).send(text="All", response_type="in_channel")).status_code == 200
    await playground.person("Ben").sees("All")
