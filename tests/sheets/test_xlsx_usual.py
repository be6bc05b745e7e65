"""Sheets in the shape that nearly all programs write are read in another way: what they say must not depend on it."""

from __future__ import annotations

import io
import random
import re

import pytest

from goodterms.faults.causes import Damaged
from goodterms.sheets.books import formats_of
from goodterms.sheets.xlsx_cells import CellReader
from goodterms.sheets.xlsx_strings import read_strings

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BY_PARSER = "<!-- a part that begins with a comment is in no usual shape -->"
ROWS = (
    '<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>2.5</v></c><c r="C1" s="2"/><c r="D1"/></row>'
    '<row r="2"/><row r="3"><c r="A3" s="2" t="str"><f>B1+"x"</f><v>foo</v></c><c r="B3"><f>1+1</f><v>2</v></c></row>'
    '<row r="5" ht="15" customHeight="1"><c r="AB5" t="e"><v>#N/A</v></c><c r="C5" t="b"><v>1</v></c></row>'
    '<row r="6"><c r="A6" t="inlineStr"><is><t xml:space="preserve"> Čeh </t></is></c><c r="B6" s="3"><v>46000.5</v></c>'
    '<c r="C6" s="1"><f t="shared" si="0"/><v>0</v></c><c r="D6" s="1"><v></v></c></row>'
)
STRINGS = (
    '<si><t>Ana</t></si><si><t xml:space="preserve"> B &amp; C </t></si><si><t>_x0041_ &lt;amp;&gt;</t></si><si><t/></si>'
    '<si><r><t>Spo</t></r><r><t>nza</t></r></si><si><t>東京</t><rPh sb="0" eb="1"><t>とうきょう</t></rPh></si><si><t>z</t></si>'
)
FORMATS = formats_of({164: "#,##0.00", 165: '0;-0;0;"R-"@'}, [0, 164, 165, 14], epoch_1904=False)


def sheet(rows: str, head: str = HEAD) -> bytes:
    """The part of a worksheet."""
    text = f'{head}<worksheet xmlns="http://example.com/main"><sheetData>{rows}</sheetData><pageMargins/></worksheet>'
    return text.encode("utf-8", "surrogatepass")


def shared(items: str, head: str = HEAD) -> bytes:
    """The part of the shared texts."""
    return f'{head}<sst xmlns="http://example.com/main" count="7">{items}</sst>'.encode()


def outcome(part: bytes) -> object:
    """The rows of a sheet, with the types of their values, or why it is refused."""
    try:
        reader = CellReader(["Ana", "Zala", "&<"], FORMATS, is_uncalculated=False)
        return [
            (row, {column: repr(cell) for column, cell in cells.items()})
            for row, cells in reader.read(io.BytesIO(part))
        ]
    except Damaged as damaged:
        return str(damaged)
    except ValueError as error:
        return type(error)
    except Exception as error:  # noqa: BLE001 — the parser's own error, with a place that a comment changes
        return str(error).partition(":")[0]


def strings(part: bytes) -> object:
    """The shared texts, or why they are refused."""
    try:
        return read_strings(io.BytesIO(part))
    except Exception as error:  # noqa: BLE001 — as above
        return str(error).partition(":")[0]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ('<row r="1"><c r="A1" s="1"><v>2.5</v></c></row>', "<row><c s='1'><v>2.5</v></c></row>"),
        ('<row r="1"><c r="B1"><v>2</v></c></row>', '<row r="1"><c r="B1"><v><![CDATA[2]]></v></c></row>'),
        ('<row r="1"><c r="B1"><v>2</v></c></row>', '<row r="1"><!-- </row> --><c r="B1"><v>2</v></c></row>'),
        ('<row r="1"><c r="B1"><v>2</v></c></row>', '<row r="1"><?a </row> ?><c r="B1"><v>2</v></c></row>'),
        ('<row r="1"><c r="B1"><v>2</v></c></row>', '<row r="1"><c r="B1"><v>&#50;</v></c></row>'),
        ('<row r="1"><c r="B1"><v>2</v></c></row>', '<row r="1">\n\t<c r="B1">\n<v>2</v>\r\n</c>\n</row>\n'),
        ('<row r="1"><c r="B1" t="str"><v>é</v></c></row>', '<row r="1"><c r="B1" t="str"><v>&#xE9;</v></c></row>'),
        ('<row r="1"><c r="B1" t="str"><v>a\nb</v></c></row>', '<row r="1"><c r="B1" t="str"><v>a\r\nb</v></c></row>'),
        ('<row r="1"><c r="B1" t="s"><v>1</v></c></row>', '<row r="1"><c t="s" cm="1" r="B1"><v>1</v></c></row>'),
        ('<row r="1"><c r="B1"><v>1</v></c></row>', '<row r="1"><c r="b1" ><v >1</v ></c></row>'),
    ],
)
def test_another_shape_says_the_same(usual: str, other: str) -> None:
    read = outcome(sheet(usual))
    assert isinstance(read, list)
    assert read
    assert outcome(sheet(other)) == read
    # Also behind rows and before rows in the usual shape.
    around = '<row r="{}"><c r="A1"><v>7</v></c></row>'
    for one in (usual, other):
        after = outcome(sheet(one + around.format(9)))
        assert after == [*read, (9, {1: "7"})]


@pytest.mark.parametrize(
    "head",
    [BY_PARSER, HEAD + BY_PARSER, "", "\ufeff", "\n", HEAD.replace('"', "'"), HEAD.replace("UTF-8", "utf-8")],
    ids=repr,
)
def test_the_beginning_of_a_part_changes_nothing(head: str) -> None:
    assert outcome(sheet(ROWS, head)) == outcome(sheet(ROWS))
    assert strings(shared(STRINGS, head)) == ["Ana", " B & C ", "A <amp;>", "", "Sponza", "東京", "z"]


def test_an_encoding_is_respected() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    part = sheet('<row r="1"><c r="A1" t="str"><v>é</v></c></row>', head).decode().encode("latin-1")
    assert outcome(part) == [(1, {1: "'é'"})]


@pytest.mark.parametrize(
    "part",
    [
        sheet('<row r="1"><c r="A1" t="str"><v>a\x01</v></c></row>'),
        sheet('<row r="1"><c r="A1" t="str"><v>a\uffff</v></c></row>'),
        sheet('<row r="1"><c r="A1" t="str"><v>a\ud800</v></c></row>'),
        sheet('<row r="1"><c r="A1" t="str"><v>a]]&gt;</v></c></row>').replace(b"&gt;", b">"),
        sheet('<row r="1"><c r="A1" t="str"><v>a&b</v></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>').removesuffix(b"</worksheet>"),
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(b"</sheetData>", b"</sheet>"),
    ],
)
def test_what_is_not_well_formed_is_refused(part: bytes) -> None:
    assert isinstance(outcome(part), str)
    assert outcome(part) == outcome(part.replace(b"<worksheet", BY_PARSER.encode() + b"<worksheet"))


_PIECES = (
    *("<c ", "</c>", "<v>", "</v>", "<f>", "</f>", "<is><t>", "</t></is>", "</row>", '<row r="9"/>', "<!--", "-->"),
    *(
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#65;",
        "&x;",
        "<?p ?>",
        '"',
        "'",
        "<",
        ">",
        "/",
        " ",
        "\n",
        "\r",
        "\x01",
        "\uffff",
    ),
    *('t="s"', 't="e"', 's="1"', "-", "9", "A", "x:", "</sheetData>", "<si>", "</si>", "<t>", "<rPh>", "_x0041_"),
)
_VALUES = (
    *(
        "1_0",
        " 5 ",
        "1e5",
        "nan",
        "-0",
        "-1",
        "00",
        "",
        " ",
        "&amp;",
        "&#49;",
        "\u0661",
        "²",
        "1,5",
        "9999999",
        "_x000D_",
    ),
    *("XFE1", "a1", "5A", "$A$1", "d", "n", "s", "str", "e", "b", "inlineStr", "2020-01-01", "true", ">", "#REF!", "4"),
)


def changed(part: str, chance: random.Random) -> str:
    """A part with some changes: values in it, or pieces of markup."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        if chance.random() < 0.7:
            span = chance.choice(
                [match.span(match.lastindex or 0) for match in re.finditer('"([^"]*)"|>([^<]*)<', part)]
            )
            part = part[: span[0]] + chance.choice(_VALUES) + part[span[1] :]
        else:
            at = chance.randrange(len(part))
            part = part[:at] + chance.choice(_PIECES) + part[at + chance.choice((0, 0, 1, 5)) :]
    return part


@pytest.mark.parametrize("seed", range(10))
def test_changed_parts_are_read_as_the_parser_reads_them(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 — no secret
    for _ in range(60):
        rows, items = changed(ROWS, chance), changed(STRINGS, chance)
        assert outcome(sheet(rows)) == outcome(sheet(rows, HEAD + BY_PARSER)), rows
        assert strings(shared(items)) == strings(shared(items, HEAD + BY_PARSER)), items
