"""Charts as Office draws them, alike in a presentation and in a document.

No picture is rendered here: a chart goes into the file as numbers with a look, and
whoever opens, prints or turns it into PDF draws it sharp. So a server needs neither a
browser nor a plotting library, the numbers can be opened and checked, and the same
figures are the same bytes. Before and after differ in lightness, so that a grey print
still tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml import parse_xml as parse_chart_xml
from pptx.util import Pt

from dashboard import numbers
from dashboard.report.parts import Chart
from dashboard.theme import ACCENT, BEFORE, INK

FORMATS = {"count": "#,##0", "share": "0.0%"}
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEAST_GAP, FULL = 60, 6
"""Gap of a chart of so many groups or more; of fewer it is wider."""
_BLANK = 6
"""The empty layout of python-pptx's own template."""
_FRAME = """\
<w:drawing
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="Chart {number}"/>
<wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>"""

_TARGET = """\
<c:look xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<c:spPr><a:ln w="15875" cap="flat"><a:solidFill>
<a:srgbClr val="{colour}"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr>
<c:marker><c:symbol val="{symbol}"/></c:marker><c:smooth val="0"/><c:lineChart>
<c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/></c:lineChart>
</c:look>"""
# The line of a target passes behind the numbers.
_PAPER = """\
<c:spPr xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>"""
# Half of a bar lies on its dark column: the grey is seen there and on paper.
_BARS = """\
<c:errBars xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>{lengths}
<c:spPr><a:ln w="25400"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>
</c:spPr></c:errBars>"""
_VARY_COLOURS = 1
"""Place of `varyColors` in the chart of lines: the series follows it."""

# The libraries of Office files type their shapes, charts and colours only in part.
_Office = Any
_ChartData: Any = CategoryChartData
_Rgb: Any = RGBColor
Box = tuple[int, int, int, int]


def add_chart(
    shapes: _Office,
    picture: Chart,
    box: Box,
    *,
    size: int,
    font: str,
    lang: str,
    is_captioned: bool = False,
) -> _Office:
    """Draws a chart among the shapes of a slide.

    A number format leaves the decimal sign to the program that opens the file, so each
    number is written out above its column: changed data need their label reset.

    Args:
        shapes: The shapes of the slide.
        picture: The figures.
        box: Left, top, width and height.
        size: Of the letters, in points.
        font: Their face.
        lang: Language the numbers are written in, whatever the reader's machine uses.
        is_captioned: A caption names a single series; else the legend does.
    """
    data = _ChartData(number_format=FORMATS[picture.form])
    data.categories = picture.named
    target = (picture.target,) if picture.target else ()
    for name, values in (*picture.series, *target):
        data.add_series(name, values)
    frame = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    chart = frame.chart
    chart.font.name, chart.font.size = font, Pt(size)
    chart.has_title = False
    chart.has_legend = not is_captioned or len(picture.series) > 1 or bool(target)
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    if picture.target:
        _draw_target(chart, picture.target[1])
    plot = chart.plots[0]
    has_intervals = any(picture.intervals)
    if has_intervals:
        _draw_intervals(plot.series[-1], picture)
    plot.gap_width, plot.overlap = _gap(len(picture.categories)), -5
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format = FORMATS[picture.form]
    labels.number_format_is_linked = False
    labels.position = _place(picture)
    colours = (BEFORE, ACCENT) if len(picture.series) > 1 else (ACCENT,)
    for series, colour in zip(plot.series, colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _Rgb.from_string(colour.lstrip("#"))
    axis = chart.value_axis
    axis.minimum_scale = 0
    _write_numbers(plot, picture, lang)
    lines = (*picture.series, *target)
    known = [v for _, values in lines for v in values if v is not None]
    known += [high for _, high in filter(None, picture.intervals)]
    # the number above the highest column has room, and so has a second line of names
    room = 1.4 if target else 1.05 if has_intervals else 1.2
    axis.maximum_scale = max(known, default=0) * room or 1
    axis.has_major_gridlines = False
    axis.visible = False
    return chart


def _draw_target(chart: _Office, values: Sequence[float | None]) -> None:
    """Makes the last series of columns a line over them.

    The library draws one kind of chart at a time: the series moves to a chart of lines
    on the same axes, without what only columns have (ECMA-376, 21.2.2.97). One month
    alone has no line, and a dash in its place.
    """
    columns = chart._chartSpace.chart.plotArea.xpath("c:barChart")[0]
    series = columns.xpath("c:ser")[-1]
    for name in ("c:invertIfNegative", "c:spPr", "c:dLbls"):
        for found in series.xpath(name):
            series.remove(found)
    columns.remove(series)
    is_one = sum(value is not None for value in values) == 1
    look = _TARGET.format(colour=INK.lstrip("#"), symbol="dash" if is_one else "none")
    shape, marker, smooth, lines = parse_chart_xml(look)
    name = series.xpath("c:tx")[0]
    for part in (marker, shape):
        name.addnext(part)
    series.append(smooth)
    lines[_VARY_COLOURS].addnext(series)
    lines.extend(deepcopy(axis) for axis in columns.xpath("c:axId"))
    columns.addnext(lines)


def _draw_intervals(series: _Office, picture: Chart) -> None:
    """Draws a bar over each column of a series, as far as its figure may lie.

    The library has no such bars (ECMA-376, 21.2.2.55); a column may stand outside its
    own, where several changes are looked at together: then one arm is of length 0.
    """
    _, values = picture.series[-1]
    pairs = list(zip(values, picture.intervals, strict=True))
    arms = {
        "plus": [max(end[1] - (v or 0), 0) if end else 0 for v, end in pairs],
        "minus": [max((v or 0) - end[0], 0) if end else 0 for v, end in pairs],
    }
    lengths = "".join(
        f"<c:{side}><c:numLit><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(of)}"/>'
        + "".join(f'<c:pt idx="{n}"><c:v>{v!r}</c:v></c:pt>' for n, v in enumerate(of))
        + f"</c:numLit></c:{side}>"
        for side, of in arms.items()
    )
    bars = parse_chart_xml(_BARS.format(lengths=lengths, colour=BEFORE.lstrip("#")))
    series._element.xpath("c:cat")[0].addprevious(bars)


def _place(picture: Chart) -> Any:
    """Where the numbers stand: above their columns, below bars that stand there."""
    places = XL_LABEL_POSITION
    return places.INSIDE_BASE if any(picture.intervals) else places.OUTSIDE_END


def _gap(n_categories: int) -> int:
    """Room between groups of columns, in % of a column: one is no wall of colour."""
    return LEAST_GAP * max(1, FULL // n_categories)


def _write_numbers(plot: _Office, picture: Chart, lang: str) -> None:
    """Writes each number of a chart as words of the language write it."""
    for series, (_, values) in zip(plot.series, picture.series, strict=True):
        for nth, value in enumerate(values):
            if value is not None:
                label = series.points[nth].data_label
                label.position = _place(picture)
                label.text_frame.text = _number(value, picture.form, lang)
                if picture.target or any(picture.intervals):
                    text = label._dLbl.xpath("c:tx")[0]
                    text.addnext(parse_chart_xml(_PAPER))


def _number(value: float, form: str, lang: str) -> str:
    if form == "share":
        return numbers.percent(value, lang)
    return numbers.count(value, lang)


class DocumentCharts:
    """Puts charts into one document, with their numbers as a workbook inside.

    Args:
        document: The document they go into.
        font: The face of their letters.
        lang: The language of their numbers.
    """

    def __init__(self, document: _Office, font: str, lang: str) -> None:
        self._document = document
        self._lang = lang
        self._font = font
        self._n = 0
        self._shapes: _Office = None

    def add(
        self, paragraph: _Office, picture: Chart, size_mm: tuple[int, int], *, size: int
    ) -> None:
        """Draws a chart in a line of a paragraph.

        Args:
            paragraph: Where it stands.
            picture: The figures.
            size_mm: Width and height in millimetres.
            size: Of the letters, in points.
        """
        if self._shapes is None:
            # a slide nobody keeps: it writes the chart that the document takes over
            deck = Presentation()
            self._shapes = deck.slides.add_slide(deck.slide_layouts[_BLANK]).shapes
        self._n += 1
        width, height = (int(Mm(side)) for side in size_mm)
        box = (0, 0, width, height)
        look: dict[str, Any] = {"size": size, "font": self._font, "lang": self._lang}
        chart = add_chart(self._shapes, picture, box, is_captioned=True, **look)
        relation = self._take_over(chart.part)
        frame = _FRAME.format(
            width=width, height=height, number=self._n, relation=relation
        )
        paragraph.add_run()._r.append(parse_xml(frame))

    def _take_over(self, drawn: _Office) -> str:
        package = self._document.part.package
        book = Part(
            PackURI(f"/word/embeddings/chart{self._n}.xlsx"),
            _BOOK,
            drawn.chart_workbook.xlsx_part.blob,
            package,
        )
        name = PackURI(f"/word/charts/chart{self._n}.xml")
        part = Part(name, _CHART, b"", package)
        relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        # the chart names its workbook by the relation it had in the presentation
        named = rb'(<c:externalData[^>]* r:id=")[^"]*'
        part._blob = re.sub(named, rb"\g<1>" + relation.encode(), drawn.blob)
        return str(self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
