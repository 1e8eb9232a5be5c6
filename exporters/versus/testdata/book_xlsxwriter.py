"""The cells of Muster's workbook with XlsxWriter: values, formulas with their values,
formats, views, print set-up, choices, rules and charts. Call with the JSON of
content_test.go; see rounds.py for what is timed."""
import io
import itertools

from xlsxwriter import Workbook

import rounds

book = rounds.content()["workbook"]


def look(s):
    """The properties of a format."""
    out = {"font_name": s["font"], "font_size": s["size"], "font_color": "#" + s["color"], "valign": "top"}
    out.update({name: True for name, on in (("bold", s["bold"]), ("italic", s["italic"]), ("text_wrap", s["wrap"])) if on})
    if s["align"]:
        out["align"] = s["align"]
    if s["indent"]:
        out["indent"] = s["indent"]
    if s["fill"]:
        out.update(pattern=1, fg_color="#" + s["fill"])
    if s["rule"]:
        out.update(bottom=1, bottom_color="#" + s["rule"])
    if s["format"]:
        out["num_format"] = s["format"]
    return out


# Loading: the arguments of the library's calls, in the order of the sheet.
looks = [look(s) for s in book["styles"]]
for sheet in book["sheets"]:
    merged = {(m[0], m[1]): m for m in sheet["merged"]}
    sheet["heights"] = [(r["at"] - 1, r["height"]) for r in sheet["rows"] if r["height"]]
    sheet["cells"], sheet["areas"] = [], []
    for r in sheet["rows"]:
        for column, kind, value, formula, style in r["cells"]:
            area = merged.get((r["at"] - 1, column))
            if area:
                sheet["areas"].append((*area, value, style))
            else:
                sheet["cells"].append((r["at"] - 1, column, "f" if formula else kind, value, formula, style))
    sheet["columns"] = []
    for width, same in itertools.groupby(enumerate(sheet["widths"]), lambda x: x[1]):  # equal neighbours in one call
        same = list(same)
        if width:
            sheet["columns"].append((same[0][0], same[-1][0], width))


def write(b, sheet, formats):
    w = b.add_worksheet(sheet["name"])
    for first, last, width in sheet["columns"]:
        w.set_column(first, last, width)
    for at, height in sheet["heights"]:
        w.set_row(at, height)
    number, text, formula, blank = w.write_number, w.write_string, w.write_formula, w.write_blank
    for row, column, kind, value, f, style in sheet["cells"]:
        if kind == "s":
            text(row, column, value, formats[style])
        elif kind == "n":
            number(row, column, value, formats[style])
        elif kind == "f":
            formula(row, column, f, formats[style], value)
        else:
            blank(row, column, None, formats[style])
    for *area, value, style in sheet["areas"]:
        w.merge_range(*area, value, formats[style])
    if sheet["below"] or sheet["beside"]:
        w.freeze_panes(sheet["below"], sheet["beside"])
    if sheet["filter"]:
        w.autofilter(sheet["filter"])
    if not sheet["grid"]:
        w.hide_gridlines(2)
    if sheet["landscape"]:
        w.set_landscape()
    w.set_paper(sheet["paper"])
    w.fit_to_pages(sheet["wide"], sheet["high"])
    w.set_header(sheet["header"])
    w.set_footer(sheet["footer"])
    if sheet["repeat"]:
        w.repeat_rows(0, sheet["repeat"] - 1)
    if sheet["breaks"]:
        w.set_h_pagebreaks(sheet["breaks"])
    for c in sheet["choices"]:
        w.data_validation(c["cells"], {"validate": "list", "source": c["words"], "show_error": False})
    for r in sheet["rules"]:
        w.conditional_format(r["cells"], {"type": "cell", "criteria": "==", "value": r["word"], "format": b.add_format(
            {"bold": r["bold"], "font_color": "#" + r["color"], "bg_color": "#" + r["fill"]})})
    for c in sheet["charts"]:
        chart = b.add_chart({"type": c["kind"]})
        for s in c["series"]:
            parts = (("name", s["name"]), ("categories", s["labels"]), ("values", s["values"]))
            chart.add_series({k: "=" + v for k, v in parts if v})
        w.insert_chart(c["at"], chart)


def work():
    buffer = io.BytesIO()
    b = Workbook(buffer, {"in_memory": True})  # no temporary files
    b.set_properties({"title": book["title"], "author": "Muster"})
    b.set_calc_mode("auto")
    formats = [b.add_format(x) for x in looks]
    for sheet in book["sheets"]:
        write(b, sheet, formats)
    b.close()
    return buffer.getvalue()


rounds.serve(work)
