"""What `blockkit` says of blocks and views, without its known false alarms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from inspect import signature
from typing import Any

import blockkit
from blockkit import core

# blockkit 2.1.3 has no class for what isn't here; it is judged by the others.
BY_TYPE: dict[str, type[core.Component]] = {
    "actions": blockkit.Actions,
    "broadcast": blockkit.RichBroadcastEl,
    "button": blockkit.Button,
    "channel": blockkit.RichChannelEl,
    "channels_select": blockkit.ChannelsSelect,
    "checkboxes": blockkit.Checkboxes,
    "color": blockkit.RichColorEl,
    "context": blockkit.Context,
    "conversations_select": blockkit.ConversationsSelect,
    "date": blockkit.RichDateEl,
    "datepicker": blockkit.DatePicker,
    "datetimepicker": blockkit.DatetimePicker,
    "divider": blockkit.Divider,
    "email_text_input": blockkit.EmailInput,
    "emoji": blockkit.RichEmojiEl,
    "external_select": blockkit.ExternalSelect,
    "file_input": blockkit.FileInput,
    "header": blockkit.Header,
    "home": blockkit.Home,
    "input": blockkit.Input,
    "link": blockkit.RichLinkEl,
    "markdown": blockkit.Markdown,
    "modal": blockkit.Modal,
    "mrkdwn": blockkit.Text,
    "multi_channels_select": blockkit.MultiChannelsSelect,
    "multi_conversations_select": blockkit.MultiConversationsSelect,
    "multi_external_select": blockkit.MultiExternalSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "number_input": blockkit.NumberInput,
    "overflow": blockkit.Overflow,
    "plain_text": blockkit.Text,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "raw_text": core.RawText,
    "rich_text": blockkit.RichText,
    "rich_text_input": blockkit.RichTextInput,
    "rich_text_list": blockkit.RichTextList,
    "rich_text_preformatted": blockkit.RichTextPreformatted,
    "rich_text_quote": blockkit.RichTextQuote,
    "rich_text_section": blockkit.RichTextSection,
    "section": blockkit.Section,
    "static_select": blockkit.StaticSelect,
    "table": core.Table,
    "text": blockkit.RichTextEl,
    "timepicker": blockkit.TimePicker,
    "url_text_input": blockkit.UrlInput,
    "user": blockkit.RichUserEl,
    "usergroup": blockkit.RichUserGroupEl,
    "users_select": blockkit.UsersSelect,
    "video": blockkit.Video,
    "workflow_button": blockkit.WorkflowButton,
}
BY_FIELD: dict[str, type[core.Component]] = {
    "column_settings": core.ColumnSettings,
    "confirm": blockkit.Confirm,
    "customizable_input_parameters": blockkit.InputParameter,
    "dispatch_action_config": blockkit.DispatchActionConfig,
    "filter": blockkit.ConversationFilter,
    "initial_option": blockkit.Option,
    "initial_options": blockkit.Option,
    "option_groups": blockkit.OptionGroup,
    "options": blockkit.Option,
    "slack_file": blockkit.SlackFile,
    "style": blockkit.RichStyle,
    "trigger": blockkit.Trigger,
    "workflow": blockkit.Workflow,
}
# Strings on the wire, numbers in blockkit.
NUMBERS = {"initial_value", "min_value", "max_value"}
REFUSALS = (
    core.FieldValidationError,
    core.ComponentValidationError,
    AttributeError,
    KeyError,
    OSError,  # A time zone is looked for as a file, and no name is too long for it.
    TypeError,
    ValueError,
)

# What blockkit 2.1.3 refuses and Slack does not: (the complaint, why it is wrong).
FALSE_ALARMS: tuple[tuple[str, str], ...] = (
    (r"'min_query_length': Value must be between 1 ", "0 shows a list at once: the reference says so"),
    (r"'alt_text': Length must be between 1 and 255 ", "2,000: slack.dev's image block and limits.json of slackblocks"),
    (r"Confirm: Field 'text': Only plain_text", "the reference's own examples use mrkdwn"),
    (r"(Option|RadioButtons): Field 'text': Only plain_text", "boxes show mrkdwn; the rules tell them from selects"),
    (r"FileInput: Field 'filetypes': Expected values", "any extension: its page promises no list"),
    (r"'initial_value' value must be greater than or equal to .*, got '0'", "nothing is written yet"),
    (r"'initial_options?' has items that aren't present in the 'option_groups'", "compares options with groups (#130)"),
    (r"Field 'elements': Expected types .* got 'DatetimePicker'", "may stand in an actions block: its reference page"),
    (r"'(initial_value|private_metadata|callback_id|external_id)': Length .* \(got 0\)", "may be empty"),
    (r"(EmailInput|UrlInput): Field 'initial_value': Length must be between 1 and 74 ", "no limit is documented"),
    (
        r"Video: Field '(video_url|thumbnail_url)': Length",
        "3,000: limits.json of slackblocks, probed live",
    ),
    (r"Video: Field 'alt_text': Length .* \(got 0\)", "taken by blocks.validate"),
    (r"unexpected argument '(agent_prompt|agent_prompt_display|visible_to_user_ids)'", "newer than blockkit"),
    (r"unexpected argument '(level|underline|skin_tone|language|min_lines|max_lines)'", "newer than blockkit"),
    (r"Rich(Broadcast|Color|Date|Emoji)El: unexpected argument 'style'", "any leaf may have a style"),
    (r"'(code|highlight)'.* style", "which leaf takes which style isn't documented alike anywhere"),
)


def judge_blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for index, block in enumerate(blocks):
        yield from (f"blockkit: block {index}: {said}" for said in _judge(block, in_blocks=True))


def judge_view(view: Mapping[str, Any]) -> Iterator[str]:
    yield from judge_blocks(view.get("blocks", ()))
    hull = {**view, "blocks": [{"type": "divider"}] * len(view.get("blocks", ()))}
    yield from (f"blockkit: {said}" for said in _judge(hull))


def _judge(payload: Mapping[str, Any], *, in_blocks: bool = False) -> list[str]:
    complaints: list[str] = []
    _build(payload, complaints, "blocks" if in_blocks else "")
    return [said for said in complaints if not any(re.search(pattern, said) for pattern, _ in FALSE_ALARMS)]


def _build(value: Any, complaints: list[str], field: str = "") -> Any:
    """The same value made of blockkit's components; what they complain of is added to `complaints`."""
    if isinstance(value, list):
        return [_build(inner, complaints, field) for inner in value]
    if not isinstance(value, Mapping):
        return value
    kind = value.get("type")
    if kind == "image":
        component = blockkit.Image if field == "blocks" else blockkit.ImageEl
    else:
        component = BY_TYPE.get(str(kind)) if kind else BY_FIELD.get(field)
    if component is None:
        return value
    arguments = {name: _build(inner, complaints, name) for name, inner in value.items()}
    if component is not blockkit.Text:
        arguments.pop("type", None)
    if component is blockkit.NumberInput:
        arguments |= {name: _number(arguments[name]) for name in NUMBERS & arguments.keys()}
    known = _arguments_of(component)
    complaints += [f"{component.__name__}: unexpected argument '{name}'" for name in arguments if name not in known]
    try:
        made = component(**{name: inner for name, inner in arguments.items() if name in known})
    except REFUSALS as refused:
        complaints.append(f"{component.__name__}: {refused}")
        return value
    complaints += _complaints(made)
    return made


@cache
def _arguments_of(component: type[core.Component]) -> frozenset[str]:
    return frozenset(signature(component).parameters)


def _number(text: Any) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except (TypeError, ValueError):
        return text


def _complaints(made: core.Component) -> Iterator[str]:
    """All of them: `build()` would stop at the first."""
    checks = [*(field.validate for field in made._fields.values()), *(_bound(each, made) for each in made._validators)]
    for check in checks:
        try:
            check()
        except REFUSALS as refused:
            yield f"{type(made).__name__}: {refused}"


def _bound(validator: Any, made: core.Component) -> Any:
    return lambda: validator.validate(made)
