"""Reads workbooks with openpyxl and compares each with the first: what is in every cell, how
it looks, and how sheets show and print. Prints what each holds and how it differs as JSON."""
import json
import math
import sys
import warnings

from openpyxl import load_workbook

warnings.simplefilter("ignore")  # about workbooks without a default style


def same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-300)
    return a == b


def rgb(color):
    return color.rgb[-6:] if color is not None and color.type == "rgb" else None


def look(c):
    f, a = c.font, c.alignment
    return [f.name, f.sz, bool(f.b), bool(f.i), rgb(f.color), rgb(c.fill.fgColor) if c.fill.fill_type else None, a.horizontal, a.vertical,
            bool(a.wrap_text), int(a.indent), rgb(c.border.bottom.color) if c.border.bottom.style else None, c.number_format]


def held(cell):
    return cell.value is not None and cell.value != ""


def shape(w):
    """What a sheet has beside its cells; widths without the padding that XlsxWriter adds."""
    page = w.page_setup
    return {
        "frozen": w.freeze_panes, "filter": (w.auto_filter.ref or "").replace("$", ""), "grid": w.sheet_view.showGridLines in (None, True), "orientation": page.orientation or "portrait",
        "paper": int(page.paperSize), "fit": [w.sheet_properties.pageSetUpPr.fitToPage] + [1 if n is None else int(n) for n in (page.fitToWidth, page.fitToHeight)],
        "titles": (w.print_title_rows or "").replace("$", ""), "header": [w.oddHeader.left.text, w.oddHeader.right.text],
        "footer": [w.oddFooter.left.text, w.oddFooter.right.text], "merged": sorted(str(m) for m in w.merged_cells.ranges),
        "breaks": [b.id for b in w.row_breaks.brk], "choices": sorted((str(v.sqref), v.formula1) for v in w.data_validations.dataValidation),
        "rules": sorted((str(r.sqref), len(r.rules)) for r in w.conditional_formatting), "charts": len(w._charts),
        "heights": {i: d.height for i, d in w.row_dimensions.items() if d.height},
        "widths": {c: int(d.width) for d in w.column_dimensions.values() for c in range(d.min, d.max + 1)},
    }


def compare(name, first, other, out):
    """Without the values of formulas, which openpyxl does not store."""
    if first.sheetnames != other.sheetnames:
        out.append("%s: sheets %s" % (name, other.sheetnames))
        return
    for a, b in zip(first, other):
        x, y = shape(a), shape(b)
        out += ["%s: %s: %s is %s, not %s" % (name, a.title, k, y[k], x[k]) for k in x if x[k] != y[k]]
        for row in a.iter_rows(max_row=max(a.max_row, b.max_row), max_col=max(a.max_column, b.max_column)):
            for c in row:
                d = b[c.coordinate]
                if held(c) != held(d) or held(c) and not same(c.value, d.value):
                    out.append("%s: %s!%s holds %r, not %r" % (name, a.title, c.coordinate, d.value, c.value))
                elif held(c) and look(c) != look(d):
                    out.append("%s: %s!%s looks %s, not %s" % (name, a.title, c.coordinate, look(d), look(c)))


def values(path):
    return {(w.title, c.coordinate): c.value for w in load_workbook(path, data_only=True) for row in w.iter_rows() for c in row if held(c)}


books = [load_workbook(path) for path in sys.argv[1:]]
differences, count = [], []
for path, book in zip(sys.argv[1:], books):
    if book is not books[0]:
        compare(path, books[0], book, differences)
    cells = [c for w in book for row in w.iter_rows() for c in row if held(c)]
    count.append({"cells": len(cells), "formulas": sum(c.data_type == "f" for c in cells), "charts": sum(len(w._charts) for w in book)})
    stored = values(path)
    count[-1]["values"] = len(stored)
    if book is books[0]:
        mine = stored
    elif len(stored) == len(mine):  # formulas with their values
        differences += ["%s: %s!%s shows %r, not %r" % (path, *k, stored.get(k), v) for k, v in mine.items() if not same(v, stored.get(k))]
print(json.dumps({"books": count, "differences": differences}))
