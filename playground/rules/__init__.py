"""What Slack refuses, and in which words: pure functions over JSON-like values."""

from playground.rules.answers import check_options, check_submission_answer
from playground.rules.findings import Problem
from playground.rules.messages import check_message
from playground.rules.views import check_view

__all__ = ["Problem", "check_message", "check_options", "check_submission_answer", "check_view"]
