"""Tables and charts.

Source: docs.slack.dev/reference/block-kit/blocks/{table,data-table,data-visualization}-block and limits.json of
slackblocks. Where counts disagree (rows of a data table: 101 on its page, 201 elsewhere), the smaller.
"""

from collections.abc import Mapping
from typing import Any

from playground.rules.block import block
from playground.rules.findings import Finding, Findings, Place, Rule
from playground.rules.rich_text import RICH_TEXT
from playground.rules.shapes import by_type, choice, distinct, fields, flag, many, number, string, whole

RAW_TEXT = fields({"type": choice("raw_text"), "text": string(3000)})
RAW_NUMBER = fields({"type": choice("raw_number"), "value": number}, {"text": string(3000)})

CELL = by_type({"raw_text": RAW_TEXT, "rich_text": RICH_TEXT})
DATA_CELL = by_type({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
COLUMN = fields({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})


def column(value: Any, at: Place) -> Findings:
    """`null` leaves a column as it is."""
    if value is not None:
        yield from COLUMN(value, at)


def plain_header(value: Mapping[str, Any], at: Place) -> Findings:
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            yield Finding("unsupported type: rich_text", at / "rows" / 0 / index / "type")
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        yield Finding("must be the index of a column", at / "row_header_column_index")


CATEGORY = string(20)
SERIES = fields({"name": string(20), "data": many(fields({"label": CATEGORY, "value": number}), 20)})
AXES = fields({"categories": distinct(CATEGORY, 20)}, {"x_label": string(50), "y_label": string(50)})


def positive(value: Any, at: Place) -> Findings:
    yield from number(value, at)
    if isinstance(value, int | float) and value <= 0:
        yield Finding("must be greater than 0", at)


def a_point_a_category(value: Mapping[str, Any], at: Place) -> Findings:
    categories = sorted(value["axis_config"]["categories"])
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield Finding("must have exactly one item for each category", at / "series" / index / "data")
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        yield Finding("must provide unique items", at / "series")


def cartesian(kind: str) -> Rule:
    return fields({"type": choice(kind), "series": many(SERIES, 6), "axis_config": AXES}, {}, [a_point_a_category])


SLICE = fields({"label": CATEGORY, "value": positive})
CHARTS: dict[str, Rule] = {
    "line": cartesian("line"),
    "bar": cartesian("bar"),
    "area": cartesian("area"),
    "pie": fields({"type": choice("pie"), "segments": many(SLICE, 6)}),
}

TABLES: dict[str, Rule] = {
    "table": block("table", {"rows": many(many(CELL, 20), 100)}, {"column_settings": many(column, 20)}),
    "data_table": block(
        "data_table",
        {"caption": string(3000), "rows": many(many(DATA_CELL, 20), 101, least=2)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
        plain_header,
    ),
    "data_visualization": block("data_visualization", {"title": string(50), "chart": by_type(CHARTS)}),
}
