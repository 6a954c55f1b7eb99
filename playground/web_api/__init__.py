"""Slack's Web API over the state of a workspace: a method is a function in a table."""

from playground.web_api.auth import METHODS as AUTH
from playground.web_api.chat import METHODS as CHAT
from playground.web_api.conversations import METHODS as CONVERSATIONS
from playground.web_api.files import METHODS as FILES
from playground.web_api.usergroups import METHODS as USERGROUPS
from playground.web_api.users import METHODS as USERS
from playground.web_api.views import METHODS as VIEWS

HANDLERS = {**AUTH, **CHAT, **CONVERSATIONS, **FILES, **USERGROUPS, **USERS, **VIEWS}
