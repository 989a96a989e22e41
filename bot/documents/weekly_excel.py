"""The weekly summary as an Excel workbook."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.documents.weekly_report import BREAKDOWNS, FIGURES, WeeklyReport, report_words
from bot.words import clock_time, long_date, word
from handlers.bangkok_time import bangkok_date

FONT = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
# Excel's own Thai dates in the Buddhist era: 25 พ.ย. 69, and still dates to sort by.
DAY = "[$-107041E]d mmm yy;@"
FORMATS: dict[str, dict[str, Any]] = {
    "text": {},
    "long": {"text_wrap": True},
    "number": {"num_format": "#,##0"},
    "hours": {"num_format": "#,##0.0"},
    "change": {"num_format": "+#,##0;-#,##0;0"},
    "day": {"num_format": DAY, "align": "left"},
    "heading": {"bold": True, "text_wrap": True, "bg_color": "#E6ECEF", "bottom": 1, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 20},
    "note": {"font_color": "#56616D"},
}
MOST_BARS = 15

Columns = Sequence[tuple[int, str]]
"""Of each column its width in characters and its format."""
Line = tuple[Sequence[Any], Sequence[str]]
"""The cells of a row and their formats."""


class WeeklyWorkbook:
    """Writes one sheet after the other; every text is written as a text, so that none can act as a formula."""

    def __init__(self, report: WeeklyReport) -> None:
        self.report, self.words, self.file = report, report_words(), BytesIO()
        self.book = Workbook(self.file, {"in_memory": True, "default_format_properties": FONT})
        self.formats: dict[str, Format] = {name: self.book.add_format(FONT | look) for name, look in FORMATS.items()}

    def write(self, register: list[dict[str, Any]]) -> bytes:
        self.book.set_properties({"title": self.words["title"]["heading"], "author": self._municipality.name})
        self._summary()
        for breakdown in BREAKDOWNS:
            self._breakdown(breakdown)
        self._overdue()
        self._suggestions()
        self._register(register)
        self.book.close()
        return self.file.getvalue()

    @property
    def _municipality(self) -> Any:
        return self.report.town.folder.municipality

    def _summary(self) -> None:
        sheet = self._sheet("summary")
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 14)
        lines = [*self._title(), ([], []), *self._totals(), ([], []), *self._measures(), ([], [])]
        lines += [([line], ["note"]) for line in self.words["notes"]["lines"]]
        for row, (cells, looks) in enumerate(lines):
            self._row(sheet, row, cells, looks)

    def _totals(self) -> list[Line]:
        headings = self.words["columns"]["totals"]
        lines: list[Line] = [(headings, ["heading"] * len(headings))]
        for figure in FIGURES:
            now, before = self.report.summary[figure]["total"], self.report.summary["previous"][figure]["total"]
            cells = [self.words["figure"][figure], now, before, self.report.change(figure)]
            lines.append((cells, ["text", "number", "number", "change"]))
        return lines

    def _measures(self) -> list[Line]:
        labels, summary, lines = self.words["row"], self.report.summary, []
        for name in ("hours_to_first_action", "hours_to_resolve"):
            for part in ("median", "p90"):
                hours = summary[name][part]
                cells = [f"{labels[name]} ({labels[part]})", labels["not_measured"] if hours is None else hours]
                lines.append((cells, ["text", "hours"]))
        return [*lines, ([labels["without_case"], summary["without_case"]["total"]], ["text", "number"])]

    def _title(self) -> list[Line]:
        report, title = self.report, self.words["title"]
        period = {"from": long_date(report.summary["from"]), "to": long_date(report.summary["to"])}
        made_at = {"day": long_date(report.made_at), "time": clock_time(report.made_at)}
        lines = [self._municipality.name, title["period"].format(**period), title["week"].format(week=report.week.name)]
        lines += [title["made_at"].format(**made_at)] + [title["runs"]] * report.week.runs
        lines += [title["sample"]] * self._municipality.sample
        return [([title["heading"]], ["title"]), *(([line], ["text"]) for line in lines)]

    def _breakdown(self, breakdown: str) -> None:
        rows = self.report.rows(breakdown)
        name, headings = self.words["breakdown"][breakdown], self.words["columns"]["breakdown"]
        sheet = self._table(breakdown, [name, *headings], [(36, "text")] + [(15, "number")] * len(headings), [
            [row.name, row.received, row.previous, row.resolved, row.reopened, row.open, row.overdue] for row in rows
        ])  # fmt: skip
        shown = min(len(rows), MOST_BARS)
        if not shown:
            return
        chart = self.book.add_chart({"type": "bar"})
        place = [self.words["sheet"][breakdown], 1]
        chart.add_series({
            "name": headings[0], "categories": [*place, 0, shown, 0], "values": [*place, 1, shown, 1],
            "fill": {"color": self._municipality.brand_colour}, "data_labels": {"value": True}, "gap": 40,
        })  # fmt: skip
        chart.set_title({"name": f"{headings[0]} · {name}"})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_size({"width": 760, "height": 120 + 32 * shown})
        sheet.insert_chart(len(rows) + 2, 0, chart, {"description": f"{headings[0]} · {name}"})

    def _overdue(self) -> None:
        columns = [(20, "text"), (18, "text"), (26, "text"), (26, "text"), (16, "day"), (12, "number"), (22, "text")]
        cells = [
            [department, case["reference"], self._topics(case), self._community(case), case["due_on"],
             case["days_late"], word("status", case["status"])]
            for department, cases in self.report.overdue_by_department for case in cases
        ]  # fmt: skip
        self._table("overdue", self.words["columns"]["overdue"], columns, cells)

    def _suggestions(self) -> None:
        columns = [(16, "text"), (18, "text"), (30, "text"), (26, "text"), (80, "long")]
        yes = {True: self.words["row"]["yes"], False: ""}
        cells = [
            [yes[case["local_economy"]], case["reference"], self._topics(case), self._community(case), case["summary"]]
            for case in self.report.summary["suggestions"]
        ]
        self._table("suggestions", self.words["columns"]["suggestions"], columns, cells)

    def _register(self, register: list[dict[str, Any]]) -> None:
        columns = [
            (8, "number"), (18, "text"), (13, "day"), (11, "text"), (10, "text"), (14, "text"), (26, "text"),
            (70, "long"), (26, "text"), (20, "text"), (16, "day"), (16, "day"), (12, "number"), (22, "text"),
            (28, "text"),
        ]  # fmt: skip
        cells = [[number, *self._registered(case)] for number, case in enumerate(register, 1)]
        self._table("register", self.words["columns"]["register"], columns, cells)

    def _registered(self, case: dict[str, Any]) -> list[Any]:
        written = bangkok_date(case["written_at"])
        closed = bangkok_date(case["closed_at"]) if case["closed_at"] else None
        return [
            case["reference"], written, clock_time(case["written_at"]),
            self.words["channel"].get(case["channel"], case["channel"]), word("kind", case["kind"]),
            self._topics(case), case["summary"], self._community(case),
            self.report.name("department", case["department"]), case["due_on"], closed,
            (closed - written).days if closed else None, word("status", case["status"]),
            word("rejection", case["status_reason"]),
        ]  # fmt: skip

    def _topics(self, case: dict[str, Any]) -> str:
        return ", ".join(self.report.name("topic", code) for code in case["topics"] or [None])

    def _community(self, case: dict[str, Any]) -> str:
        return self.report.name("community", case["community"])

    def _table(self, name: str, headings: list[str], columns: Columns, rows: list[list[Any]]) -> Worksheet:
        """A sheet with a frozen heading that stays in sight on screen and comes again on every printed page."""
        sheet = self._sheet(name)
        for column, (width, look) in enumerate(columns):
            sheet.set_column(column, column, width, self.formats[look])
        self._row(sheet, 0, headings, ["heading"] * len(headings))
        for number, cells in enumerate(rows, 1):
            self._row(sheet, number, cells, [look for _, look in columns])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        return sheet

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(self.words["sheet"][name])
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def _row(self, sheet: Worksheet, row: int, cells: Sequence[Any], looks: Sequence[str]) -> None:
        for column, (value, look) in enumerate(zip(cells, looks, strict=True)):
            if isinstance(value, str):
                sheet.write_string(row, column, value, self.formats[look])
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, self.formats[look])
            elif value is not None:
                sheet.write_number(row, column, value, self.formats[look])


def weekly_workbook(report: WeeklyReport, register: list[dict[str, Any]]) -> bytes:
    """The workbook's file: the title and totals, a sheet for each breakdown, and the week's lists."""
    return WeeklyWorkbook(report).write(register)
