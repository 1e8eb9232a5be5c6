"""The cells of Muster's workbook with openpyxl: values, formulas (it stores none of their
values), formats, views, print set-up, choices, rules and charts. It uses the write-only
mode, the quickest the library has, and sets a cell's look as a whole. Call with the JSON
of content_test.go and, for the way its tutorial shows, with

  ordinary  an ordinary workbook, each cell given font, alignment, fill, border and format

See rounds.py for what is timed."""
import io
import re
import sys

from openpyxl import Workbook, chart
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

import rounds

ORDINARY = "ordinary" in sys.argv[2:]

book = rounds.content()["workbook"]
kinds = {"column": chart.BarChart, "bar": chart.BarChart, "line": chart.LineChart, "area": chart.AreaChart, "pie": chart.PieChart,
         "doughnut": chart.DoughnutChart, "radar": chart.RadarChart, "scatter": chart.ScatterChart}


def parts(text):
    return dict(re.findall(r"&([LCR])((?:(?!&[LCR]).)*)", text))


# Loading: rows as lists with a place for every cell, None where there is none; empty rows too, as rows are only ever appended.
for sheet in book["sheets"]:
    sheet["heights"] = [(r["at"], r["height"]) for r in sheet["rows"] if r["height"]]
    lines = [[] for _ in range(max((r["at"] for r in sheet["rows"]), default=0))]
    for r in sheet["rows"]:
        line = lines[r["at"] - 1]
        for column, kind, value, formula, style in r["cells"]:
            line.extend([None] * (column + 1 - len(line)))
            line[column] = ("=" + formula if formula else value, style)
    sheet["lines"] = lines
    sheet["cells"] = [(i, j, *c) for i, line in enumerate(lines, 1) for j, c in enumerate(line, 1) if c]
    sheet["areas"] = ["%s%d:%s%d" % (get_column_letter(c0 + 1), r0 + 1, get_column_letter(c1 + 1), r1 + 1) for r0, c0, r1, c1 in sheet["merged"]]
    sheet["letters"] = [(get_column_letter(i + 1), width) for i, width in enumerate(sheet["widths"])]
    sheet["corner"] = get_column_letter(sheet["beside"] + 1) + str(sheet["below"] + 1)
    sheet["header"], sheet["footer"] = parts(sheet["header"]), parts(sheet["footer"])


def elements(s):
    """The objects that make up a look."""
    return (Font(name=s["font"], size=s["size"], bold=s["bold"], italic=s["italic"], color="FF" + s["color"]),
            Alignment(horizontal=s["align"] or None, vertical="top", wrap_text=s["wrap"] or None, indent=s["indent"]),
            PatternFill("solid", fgColor="FF" + s["fill"]) if s["fill"] else None,
            Border(bottom=Side("thin", color="FF" + s["rule"])) if s["rule"] else None,
            s["format"])


def dress(c, font, alignment, fill, border, form):
    c.font, c.alignment = font, alignment
    if fill:
        c.fill = fill
    if border:
        c.border = border
    if form:
        c.number_format = form


def look(w, s):
    """What a look comes to in a cell; cells that share it spare the library its search for equal looks."""
    c = WriteOnlyCell(w)
    dress(c, *elements(s))
    return c._style


def write(b, sheet, looks):
    w = b.create_sheet(sheet["name"])
    if not looks:
        looks += [elements(s) if ORDINARY else look(w, s) for s in book["styles"]]
    # Before the first row:
    w.sheet_view.showGridLines = sheet["grid"]
    if sheet["below"] or sheet["beside"]:
        w.freeze_panes = sheet["corner"]
    w.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for letter, width in sheet["letters"]:
        w.column_dimensions[letter].width = width
    for at, height in sheet["heights"]:
        w.row_dimensions[at].height = height
    if ORDINARY:
        for i, j, value, style in sheet["cells"]:
            dress(w.cell(i, j, value), *looks[style])
    else:
        for line in sheet["lines"]:
            out = []
            for c in line:
                if c:
                    value, style = c
                    c = WriteOnlyCell(w, value)
                    c._style = looks[style]
                out.append(c)
            w.append(out)
    # After the last:
    for area in sheet["areas"]:
        w.merged_cells.add(area)
    if sheet["filter"]:
        w.auto_filter.ref = sheet["filter"]
    if sheet["landscape"]:
        w.page_setup.orientation = "landscape"
    w.page_setup.paperSize, w.page_setup.fitToWidth, w.page_setup.fitToHeight = sheet["paper"], sheet["wide"], sheet["high"]
    for item, texts in ((w.oddHeader, sheet["header"]), (w.oddFooter, sheet["footer"])):
        item.left.text, item.center.text, item.right.text = texts.get("L"), texts.get("C"), texts.get("R")
    if sheet["repeat"]:
        w.print_title_rows = "1:%d" % sheet["repeat"]
    for after in sheet["breaks"]:
        w.row_breaks.append(Break(after))
    for c in sheet["choices"]:
        v = DataValidation("list", formula1='"%s"' % ",".join(c["words"]), allow_blank=True)
        v.add(c["cells"])
        w.data_validations.append(v)
    for r in sheet["rules"]:
        fill = PatternFill(bgColor="FF" + r["fill"])
        w.conditional_formatting.add(r["cells"], CellIsRule("equal", [r["word"]], font=Font(bold=r["bold"], color="FF" + r["color"]), fill=fill))
    for c in sheet["charts"]:
        g = kinds[c["kind"]]()
        if c["kind"] in ("bar", "column"):
            g.type = c["kind"][:3]
        for s in c["series"]:
            g.series.append(series(c["kind"], s))
        w.add_chart(g, c["at"])


def series(kind, s):
    if kind == "scatter":
        out = chart.Series(s["values"], s["labels"] or None)
    else:
        out = chart.Series(s["values"])
        if s["labels"]:
            out.cat = chart.data_source.AxDataSource(strRef=chart.data_source.StrRef(s["labels"]))
    if s["name"]:
        out.tx = chart.series.SeriesLabel(strRef=chart.data_source.StrRef(s["name"]))
    return out


def work():
    b = Workbook(write_only=not ORDINARY)
    if ORDINARY:
        b.remove(b.active)
    b.properties.title, b.properties.creator = book["title"], "Muster"
    looks = []
    for sheet in book["sheets"]:
        write(b, sheet, looks)
    buffer = io.BytesIO()
    b.save(buffer)
    return buffer.getvalue()


rounds.serve(work)
