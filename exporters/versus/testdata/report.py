"""The report with reportlab: platypus, with the texts, type sizes, measures and order of
Muster's PDF. Call with the JSON of content_test.go and what to do another way than the
quickest that is platypus' own:

  paragraphs  table cells are Paragraphs, as the user guide shows, not strings broken to
              lines beforehand
  once        one layout instead of multiBuild's two: pages are held back, and contents
              and numbers of pages drawn into them at the end. It works since the contents
              are known to take a page; platypus has no such way of its own

See rounds.py for what is timed."""
import io
import sys

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (BaseDocTemplate, CondPageBreak, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate,
                                Paragraph, Spacer, Table, TableStyle)
from reportlab.platypus.tableofcontents import TableOfContents

import rounds

PARAGRAPHS, ONCE = "paragraphs" in sys.argv[2:], "once" in sys.argv[2:]

rl_config.useA85 = 0  # Muster does not write its streams as ASCII either

MM = 72 / 25.4
MARGIN, BAND = 20 * MM, 9 * MM
A4 = 210 * MM, 297 * MM
BODY, SMALL, CELL, PAD = 10, 8, 9, 1.6 * MM
LEADING = 1.4

# Loading: fonts, colours, styles, and the texts as this library takes them. None of it is timed.

content = rounds.content()["report"]
for font in ("regular", "bold", "fallback"):
    pdfmetrics.registerFont(TTFont(font, content[font]))
has = {font: pdfmetrics.getFont(font).face.charToGlyph for font in ("regular", "bold")}
icon = ImageReader(content["icon"])
icon.getRGBData()  # decoded once for all rounds
palette = {}


def color(hex):
    if hex not in palette:
        palette[hex] = HexColor("#" + hex)
    return palette[hex]


colors = content["colors"]
TEXT, MUTED, ACCENT, BORDER, BACKGROUND = (color(colors[k]) for k in ("text", "muted", "accent", "border", "background"))


def style(name, size, font="regular", ink=TEXT, **more):
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * LEADING, textColor=ink, **more)


body = style("body", BODY, spaceAfter=3 * MM)
bullet = style("bullet", BODY, leftIndent=5 * MM, bulletIndent=0.6 * MM, spaceAfter=1.2 * MM)
heading = style("heading", 13, "bold", spaceBefore=2.5 * MM, spaceAfter=1.5 * MM)
chapter = style("chapter", 18, "bold", spaceAfter=2 * MM)
lead = style("lead", 11.5, ink=ACCENT, spaceAfter=4 * MM)
caption = style("caption", SMALL, ink=MUTED, spaceAfter=5 * MM)
note = style("note", SMALL)
entry = style("entry", BODY)
cells = style("cell", CELL)
right = style("right", CELL, alignment=TA_RIGHT)
heads = style("head", CELL, "bold", MUTED)
headsRight = style("headRight", CELL, "bold", MUTED, alignment=TA_RIGHT)
bands = style("band", CELL, "bold")
cardTitle = style("card", 11, "bold")
cardName = style("name", CELL, ink=MUTED)
cover = style("cover", 26, "bold", spaceAfter=4 * MM)


def runs(text, font="regular"):
    """The text in pieces of one font each: Noto Sans lacks some signs."""
    out = []
    for c in text:
        f = font if ord(c) in has[font] else "fallback"
        if out and out[-1][0] == f:
            out[-1][1] += c
        else:
            out.append([f, c])
    return [tuple(r) for r in out]


def markup(text, font="regular"):
    parts = []
    for f, s in runs(text.replace("\n", "\v"), font):
        s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\v", "<br/>")
        parts.append(s if f == font or s == "<br/>" else '<font name="fallback">%s</font>' % s)
    return "".join(parts)


def prepareScene(s):
    for sh in s["shapes"]:
        if "points" in sh:
            p = sh["points"]
            sh["points"] = list(zip(p[::2], p[1::2]))
            sh["fill"] = color(sh["fill"]) if "fill" in sh and sh.get("closed") else None
            sh["stroke"] = color(sh["stroke"]) if "stroke" in sh and sh.get("width") else None
        else:
            sh["runs"] = runs(sh.get("text", ""), "bold" if sh.get("bold") else "regular")
            sh["color"] = color(sh["color"])


def prepare():
    has["regular"][ord("\v")] = has["bold"][ord("\v")] = 0  # stands for a line break above
    for ch in content["chapters"]:
        ch["title"], ch["plain"], ch["lead"] = markup(ch["title"], "bold"), ch["title"], markup(ch["lead"])
        for b in ch["blocks"]:
            b["text"] = markup(b.get("text", ""), "bold" if b["kind"] == "heading" else "regular")
            b["caption"] = markup(b.get("caption", ""))
            b["items"] = [markup(s) for s in b.get("items", [])]
            for col in b.get("columns", []):
                col["title"] = markup(col["title"], "bold")
            b["rows"] = [[markup(s, "bold" if len(r) == 1 < len(b["columns"]) else "regular") for s in r] for r in b.get("rows", [])]
            if "scene" in b:
                prepareScene(b["scene"])
            for v in b.get("badges", []):
                prepareScene(v["mark"])
                v["subject"], v["word"], v["detail"] = runs(v["subject"]), runs(v["word"], "bold"), markup(v["detail"])
                v["color"], v["tint"] = color(v["color"]), color(v["tint"])
            if "card" in b:
                c = b["card"]
                prepareScene(c["mark"])
                c["title"], c["word"], c["color"] = markup(c["title"], "bold"), runs(c["word"], "bold"), color(c["color"])
                c["parts"] = [(runs(name), markup(text)) for name, text in c["parts"]]
    del has["regular"][ord("\v")], has["bold"][ord("\v")]


prepare()

# Drawing.


def draw(canv, x, y, pieces, size, ink, align=0):
    """One line with its baseline at y; align 1 is centred on x, 2 ends there."""
    canv.setFillColor(ink)
    if align:
        w = sum(pdfmetrics.stringWidth(s, f, size) for f, s in pieces)
        x -= w / 2 if align == 1 else w
    for i, (f, s) in enumerate(pieces):
        canv.setFont(f, size)
        canv.drawString(x, y, s)
        if i + 1 < len(pieces):
            x += pdfmetrics.stringWidth(s, f, size)


def drawScene(canv, s, x, y, scale):
    """The scene with its top left at (x, y): here y grows upwards."""
    for sh in s["shapes"]:
        if "points" not in sh:
            draw(canv, x + sh.get("x", 0) * scale, y - sh.get("y", 0) * scale, sh["runs"], sh["size"] * scale, sh["color"], sh.get("align", 0))
            continue
        fill, stroke = sh["fill"], sh["stroke"]
        if fill:
            canv.setFillColor(fill)
        if stroke:
            canv.setStrokeColor(stroke)
            canv.setLineWidth(sh["width"] * scale)
            if sh.get("dash"):
                canv.setDash(4 * scale, 3 * scale)
        if not fill and not stroke:
            continue
        path = canv.beginPath()
        to = path.moveTo
        for px, py in sh["points"]:
            to(x + px * scale, y - py * scale)
            to = path.lineTo
        if sh.get("closed"):
            path.close()
        canv.drawPath(path, stroke=1 if stroke else 0, fill=1 if fill else 0)
        if sh.get("dash"):
            canv.setDash()


class Figure(Flowable):
    """A picture as vectors, at most as large as it was built for."""

    def __init__(self, s):
        super().__init__()
        self.scene, self.spaceAfter = s, 2 * MM

    def wrap(self, width, height):
        s = self.scene
        self.left = width
        self.scale = min(width / s["width"], 0.32 * MM)
        if height < s["height"] * self.scale and height > s["height"] * self.scale * 0.7:
            self.scale = (height - 12 * MM) / s["height"]  # rather a little smaller than on a page of its own
        return width, s["height"] * self.scale

    def draw(self):
        s = self.scene
        drawScene(self.canv, s, (self.left - s["width"] * self.scale) / 2, s["height"] * self.scale, self.scale)


class Badges(Flowable):
    """Verdicts, two in a row."""

    def __init__(self, badges):
        super().__init__()
        self.badges, self.spaceAfter = badges, 5 * MM

    def wrap(self, width, height):
        self.w = (width - 3 * MM) / 2
        self.details = [Paragraph(b["detail"], note) for b in self.badges]
        self.h = 12.8 * MM + max(p.wrap(self.w - 15 * MM, height)[1] for p in self.details)
        self.total = (len(self.badges) + 1) // 2 * (self.h + 3 * MM) - 3 * MM
        return width, self.total

    def draw(self):
        c = self.canv
        for i, (b, p) in enumerate(zip(self.badges, self.details)):
            x, top = i % 2 * (self.w + 3 * MM), self.total - i // 2 * (self.h + 3 * MM)
            c.setFillColor(b["tint"])
            c.rect(x, top - self.h, self.w, self.h, stroke=0, fill=1)
            c.setFillColor(b["color"])
            c.rect(x, top - self.h, 1.2 * MM, self.h, stroke=0, fill=1)
            drawScene(c, b["mark"], x + 4 * MM, top - 3.6 * MM, 6 * MM / 20)
            draw(c, x + 12 * MM, top - 5 * MM, b["subject"], SMALL, MUTED)
            draw(c, x + 12 * MM, top - 9.8 * MM, b["word"], 11, b["color"])
            p.drawOn(c, x + 12 * MM, top - 11.4 * MM - p.height)


class Card(Flowable):
    """A finding, kept on one page."""

    def __init__(self, card):
        super().__init__()
        self.card, self.spaceAfter = card, 4 * MM

    def wrap(self, width, height):
        c, w = self.card, width - 10 * MM
        self.w = width
        self.title = Paragraph(c["title"], cardTitle)
        self.parts = [(name, Paragraph(text, cells)) for name, text in c["parts"]]
        self.h = self.title.wrap(w - 32 * MM, height)[1] + 6 * MM
        for _, p in self.parts:
            self.h += p.wrap(w - 30 * MM, height)[1] + 1.2 * MM
        self.h += 2 * MM
        return width, self.h

    def draw(self):
        c, y = self.canv, self.h
        c.setFillColor(BACKGROUND)
        c.rect(0, 0, self.w, self.h, stroke=0, fill=1)
        c.setFillColor(self.card["color"])
        c.rect(0, 0, 1.2 * MM, self.h, stroke=0, fill=1)
        y -= 3 * MM
        drawScene(c, self.card["mark"], self.w - 22.5 * MM, y - 0.6 * MM, 4 * MM / 20)
        draw(c, self.w - 4 * MM, y - 3.7 * MM, self.card["word"], CELL, self.card["color"], 2)
        y -= self.title.height
        self.title.drawOn(c, 6 * MM, y)
        y -= 1 * MM
        for name, p in self.parts:
            if name:
                draw(c, 6 * MM, y - CELL, name, CELL, MUTED)
            y -= p.height
            p.drawOn(c, 36 * MM, y)
            y -= 1.2 * MM


ALL = (0, 0), (-1, -1)
base = [("VALIGN", *ALL, "TOP"), ("LEFTPADDING", *ALL, PAD), ("RIGHTPADDING", *ALL, PAD), ("TOPPADDING", *ALL, PAD), ("BOTTOMPADDING", *ALL, PAD),
        ("FONT", *ALL, "regular", CELL, CELL * LEADING), ("TEXTCOLOR", *ALL, TEXT), ("LINEBELOW", *ALL, 0.2 * MM, BORDER)]


def cell(text, width, look):
    """A cell as lines of one font where the text has no other sign, which saves more than a third of the time, else as a Paragraph."""
    if PARAGRAPHS or "<" in text or "&" in text:
        return Paragraph(text, look)
    return "\n".join(simpleSplit(text, look.fontName, CELL, width - 2 * PAD)) if text else ""


def table(b, width):
    columns = b["columns"]
    total = sum(c["share"] for c in columns)
    widths = [width * c["share"] / total for c in columns]
    looks, data, commands = [right if c["right"] else cells for c in columns], [], list(base)
    commands += [("ALIGN", (i, 0), (i, -1), "RIGHT") for i, c in enumerate(columns) if c["right"]]

    def row(command, *values):
        return (command, (0, len(data)), (-1, len(data)), *values)

    head = any(c["title"] for c in columns)
    if head:
        commands += [row("FONT", "bold", CELL, CELL * LEADING), row("TEXTCOLOR", MUTED), row("LINEBELOW", 0.2 * MM, MUTED)]
        data.append([cell(c["title"], w, headsRight if c["right"] else heads) for c, w in zip(columns, widths)])
    for r in b["rows"]:
        if len(r) == 1 < len(columns):
            commands += [row("FONT", "bold", CELL, CELL * LEADING), row("SPAN"), row("BACKGROUND", BACKGROUND)]
            data.append([cell(r[0], width, bands)] + [""] * (len(columns) - 1))
        else:
            data.append([cell(s, w, look) for s, w, look in zip(r, widths, looks)] + [""] * (len(columns) - len(r)))
    return Table(data, colWidths=widths, style=TableStyle(commands), repeatRows=1 if head else 0)


def story():
    f = content
    out = [Spacer(1, 63 * MM), Paragraph(f["subtitle"], style("subtitle", 12, ink=MUTED, spaceAfter=3 * MM)), Paragraph(markup(f["title"], "bold"), cover)]
    out.append(Paragraph(markup(f["client"]), style("client", 15, spaceAfter=18 * MM)))
    for name, value in f["facts"]:
        if value:
            out.append(Fact(name, value))
    out += [NextPageTemplate("portrait"), PageBreak(), Paragraph("Contents", chapter)]
    out.append(Spacer(1, 1) if ONCE else TableOfContents(levelStyles=[entry], dotsMinLevel=0))
    before = None
    for i, ch in enumerate(f["chapters"]):
        width = (A4[1] if ch["landscape"] else A4[0]) - 2 * MARGIN
        if ch["follows"] and before and before["landscape"] == ch["landscape"]:
            out += [CondPageBreak(60 * MM), Spacer(1, 6 * MM)]
        else:
            out += [NextPageTemplate("landscape" if ch["landscape"] else "portrait"), PageBreak()]
        before = ch
        title = Paragraph(ch["title"], chapter)
        title.chapter, title.key = ch["plain"], "chapter%d" % i
        out.append(title)
        if ch["lead"]:
            out.append(Paragraph(ch["lead"], lead))
        for b in ch["blocks"]:
            kind = b["kind"]
            if kind == "heading":
                out += [CondPageBreak(30 * MM), Paragraph(b["text"], heading)]
            elif kind == "paragraph":
                out.append(Paragraph(b["text"], body))
            elif kind == "bullets":
                out += [Paragraph(s, bullet, bulletText="\u2022") for s in b["items"]]
                out.append(Spacer(1, 2 * MM))
            elif kind == "badges":
                out.append(Badges(b["badges"]))
            elif kind == "figure":
                out += [Figure(b["scene"]), Paragraph(b["caption"], caption)]
            elif kind == "card":
                out.append(Card(b["card"]))
            elif b["rows"]:
                out.append(table(b, width))
                out.append(Paragraph(b["caption"], caption) if b["caption"] else Spacer(1, 5 * MM))
    return out


class Fact(Flowable):
    def __init__(self, name, value):
        super().__init__()
        self.name, self.value = name, value

    def wrap(self, width, height):
        return width, 6.5 * MM

    def draw(self):
        draw(self.canv, 0, 2 * MM, [("regular", self.name)], BODY, MUTED)
        draw(self.canv, 34 * MM, 2 * MM, runs(self.value), BODY, TEXT)


class Document(BaseDocTemplate):
    """The first of multiBuild's two passes tells the second the pages of the chapters and how many there are."""

    def __init__(self, file):
        super().__init__(file, pagesize=A4, title=content["title"], author=content["facts"][1][1], invariant=1)
        self.pages, self.chapters = 0, []

        def template(name, size, before):
            frame = Frame(MARGIN, MARGIN + BAND, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN - 2 * BAND, 0, 0, 0, 0)
            return PageTemplate(name, [frame], onPage=before, pagesize=size)

        self.addPageTemplates([template("cover", A4, self.front), template("portrait", A4, self.head), template("landscape", A4[::-1], self.head)])

    def front(self, canv, doc):
        canv.setFillColor(ACCENT)
        canv.rect(0, 0, 7 * MM, A4[1], stroke=0, fill=1)
        canv.drawImage(icon, MARGIN, A4[1] - MARGIN - 22 * MM, 18 * MM, 18 * MM, mask="auto")
        draw(canv, MARGIN + 23 * MM, A4[1] - MARGIN - 15.5 * MM, [("bold", "Muster")], 16, TEXT)
        draw(canv, A4[0] - MARGIN, MARGIN, runs(content["classification"], "bold"), 12, TEXT, 2)

    def head(self, canv, doc):
        w, h = canv._pagesize
        draw(canv, MARGIN, h - MARGIN, runs(content["title"]), SMALL, MUTED)
        draw(canv, w - MARGIN, h - MARGIN, runs(content["classification"], "bold"), SMALL, TEXT, 2)
        canv.setStrokeColor(BORDER)
        canv.setLineWidth(0.2 * MM)
        canv.line(MARGIN, h - MARGIN - 2.2 * MM, w - MARGIN, h - MARGIN - 2.2 * MM)
        canv.line(MARGIN, MARGIN + 4.5 * MM, w - MARGIN, MARGIN + 4.5 * MM)
        draw(canv, MARGIN, MARGIN, runs(content["client"] + " \u00b7 " + content["date"]), SMALL, MUTED)
        if not ONCE:
            self.foot(canv, self.page, self.pages)

    def foot(self, canv, page, pages):
        draw(canv, canv._pagesize[0] - MARGIN, MARGIN, [("regular", "page %d of %d" % (page, pages))], SMALL, MUTED, 2)

    def afterFlowable(self, flowable):
        title = getattr(flowable, "chapter", None)
        if not title:
            return
        key = flowable.key
        self.canv.addOutlineEntry(title, key)
        if ONCE:
            self.chapters.append((title, self.page, key))
        else:
            self.canv.bookmarkPage(key)
            self.notify("TOCEntry", (0, title, self.page, key))

    def afterPage(self):
        self.last = self.page

    def _allSatisfied(self):
        done = super()._allSatisfied() and self.pages == self.last
        self.pages = self.last
        return done


class Held(Canvas):
    """Holds pages back until all is known."""

    def __init__(self, doc, *args, **more):
        super().__init__(*args, **more)
        self.doc, self.held = doc, []

    def showPage(self):
        self.held.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        pages, chapters = self.held, self.doc.chapters
        for i, state in enumerate(pages):
            self.__dict__.update(state)
            if i > 0:
                self.doc.foot(self, i + 1, len(pages))
            if i == 1:
                self.contents(chapters)
            for _, page, key in chapters:
                if page == i + 1:
                    self.bookmarkPage(key)
            super().showPage()
        super().save()

    def contents(self, chapters):
        y, dot = A4[1] - MARGIN - BAND - 50, pdfmetrics.stringWidth(" .", "regular", BODY)
        for title, page, key in chapters:
            width, number = pdfmetrics.stringWidth(title, "regular", BODY), pdfmetrics.stringWidth(str(page), "regular", BODY)
            draw(self, MARGIN, y, [("regular", title)], BODY, TEXT)
            draw(self, A4[0] - MARGIN, y, [("regular", " ." * int((A4[0] - 2 * MARGIN - width - number) / dot - 1) + " " + str(page))], BODY, TEXT, 2)
            self.linkRect("", key, (MARGIN, y - 3, A4[0] - MARGIN, y + BODY))
            y -= BODY * LEADING


def work():
    buffer = io.BytesIO()
    doc = Document(buffer)
    if ONCE:
        doc.build(story(), canvasmaker=lambda *args, **more: Held(doc, *args, **more))
    elif doc.multiBuild(story()) != 2:
        raise SystemExit("more layouts than two")
    return buffer.getvalue()


rounds.serve(work)
