"""Records as TypeScript, without a compiler."""

import json

from tests.judge.recording import Record
from tests.playground.rules_payloads import block, message
from tests.types.install import HERE
from tests.types.statements import shape_of, to_statements


def test_a_record_is_one_line_a_constant() -> None:
    record = Record("call", "chat.postMessage", message(block("divider"), text="one\ntwo\u2028three"))
    first, blocks = to_statements(record, 7)
    assert first.startswith("export const r7: web.ChatPostMessageArguments = {")
    assert blocks == 'export const r7blocks: KnownBlock[] = [{"type": "divider"}];'
    assert len(first.splitlines()) == 1


def test_an_empty_answer_says_nothing() -> None:
    assert not list(to_statements(Record("answer", "block_actions", {"answer": {}, "request": {}}), 1))


def test_records_that_differ_in_free_text_are_checked_once() -> None:
    def posted(text: str, kind: str = "section") -> str:
        return shape_of(Record("call", "chat.postMessage", message({"type": kind}, text=text)))

    assert posted("one") == posted("two")
    assert posted("one") != posted("one", "header")
    assert shape_of(Record("call", "x", {"text": "1"})) != shape_of(Record("call", "x", {"text": 1}))


def test_the_lock_names_no_host() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
