"""A print of a page covers everything the page resolves to, not how that was saved, at a bounded cost."""

import io
import json
import zlib
from collections.abc import Callable
from functools import cache

import numpy as np
import pikepdf
import pytest
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image
from pypdf import PdfWriter

from hea.paper import prints_of
from hea.pdf_objects import MAX_UNPACKED, MAX_VALUES, Objects
from hea.pdf_packing import EACH_STREAM
from hea.prints import MAX_PAINTED, TIMES_PAINTED, Prints

PAINTED = b"""
/GS gs q 1 0 0 1 0 0 cm /Form Do Q
/Pattern cs /Tiles scn 0 0 9 9 re f
/Sh sh
/Own cs 1 scn 0 0 9 9 re f
/OC /Layer BDC 0 0 9 9 re f EMC
BT /Drawn 9 Tf (a) Tj ET
q 9 0 0 9 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x01\x02\x03\x04 EI Q
"""


def picture(mode: str, kind: str) -> io.BytesIO:
    shades = np.random.default_rng(1).integers(0, 255, (8, 8, len(mode)), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(shades, mode).save(out, kind)
    out.seek(0)
    return out


@cache
def drawn() -> bytes:
    """A page with pictures as fpdf2 writes them, and one of everything else that can stand behind a name."""
    paper = FPDF()
    paper.add_page()
    paper.image(picture("RGBA", "PNG"), 10, 10, 20, 20)
    paper.image(picture("RGB", "JPEG"), 40, 10, 20, 20)
    with Pdf.open(io.BytesIO(bytes(paper.output()))) as pdf:
        equipped(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def equipped(pdf: Pdf) -> None:
    page = pdf.pages[0]
    box, made = Array([0, 0, 9, 9]), pdf.make_stream
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
    mask = made(b"1 g 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box)
    tiles = made(b"0 0 3 3 re f", PatternType=1, PaintType=1, TilingType=1, BBox=box, XStep=3, YStep=3)
    tiles.Resources = Dictionary()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="layer"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=box, FirstChar=97, LastChar=97)
    font.update({"/FontMatrix": Array([0.001, 0, 0, 0.001, 0, 0]), "/Widths": Array([9])})
    font.update({"/CharProcs": Dictionary(a=made(b"9 0 d0 0 0 9 9 re f")), "/Resources": Dictionary()})
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a]))
    page.Resources.update(
        {
            "/ExtGState": Dictionary(
                GS=Dictionary(ca=1, SMask=Dictionary(S=Name.Luminosity, G=mask), TR=ramp)
            ),
            "/Pattern": Dictionary(Tiles=tiles),
            "/Shading": Dictionary(Sh=Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Function=ramp)),
            "/ColorSpace": Dictionary(Own=Array([Name.Separation, Name.Ink, Name.DeviceGray, ramp])),
            "/Properties": Dictionary(Layer=layer),
            "/Font": Dictionary(Drawn=pdf.make_indirect(font)),
        }
    )
    page.Resources.XObject.Form = made(b"/I1 Do", Type=Name.XObject, Subtype=Name.Form, BBox=box)
    shown = made(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box)
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box, AP=Dictionary(N=shown))
    page.Annots = Array([pdf.make_indirect(note)])
    page.contents_add(made(PAINTED))


def saved(*steps: Callable[[Pdf], None], **saving: object) -> bytes:
    with Pdf.open(io.BytesIO(drawn())) as pdf:
        for step in steps:
            step(pdf)
        out = io.BytesIO()
        pdf.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def prints(content: bytes) -> list[str]:
    with Pdf.open(io.BytesIO(content)) as pdf:
        return list(json.loads(prints_of(pdf))["pages"])


def at(pdf: Pdf, path: str) -> pikepdf.Object:
    found = pdf.pages[0].obj
    for key in path.split():
        found = found[int(key)] if key.isdigit() else found["/" + key]
    return found


def other_bytes(path: str) -> Callable[[Pdf], None]:
    def step(pdf: Pdf) -> None:
        stream = at(pdf, path)
        content = stream.read_raw_bytes() if stream.get("/Filter") == "/DCTDecode" else stream.read_bytes()
        stream.write(content[:-3] + bytes(255 - item for item in content[-3:]))

    return step


def other_entry(path: str, key: str, value: object) -> Callable[[Pdf], None]:
    return lambda pdf: at(pdf, path).__setitem__("/" + key, value)


def other_pixel_within(pdf: Pdf) -> None:
    page = pdf.pages[0]
    found = b"".join(part.read_bytes() + b"\n" for part in page.Contents)
    page.Contents = pdf.make_stream(found.replace(b"\x01\x02\x03\x04", b"\x01\x02\x03\x05"))


def other_layer(pdf: Pdf) -> None:
    pdf.Root.OCProperties.D = Dictionary(OFF=pdf.Root.OCProperties.OCGs)


RAMP = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
CHANGES: dict[str, Callable[[Pdf], None]] = {
    "pixels": other_bytes("Resources XObject I1"),
    "transparency of pixels": other_bytes("Resources XObject I1 SMask"),
    "colours of pixels": other_entry("Resources XObject I1", "Decode", Array([1, 0, 1, 0, 1, 0])),
    "a photograph": other_bytes("Resources XObject I2"),
    "a drawing": lambda pdf: at(pdf, "Resources XObject Form").write(b"/I2 Do"),
    "a drawing in a layer": other_entry("Resources XObject Form", "OC", Dictionary(Type=Name.OCG)),
    "a setting": other_bytes("Resources ExtGState GS SMask G"),
    "ink": other_entry("Resources ExtGState GS", "TR", RAMP),
    "tiles": other_bytes("Resources Pattern Tiles"),
    "a shade": other_entry("Resources Shading Sh", "Function", RAMP),
    "a colour": lambda pdf: at(pdf, "Resources ColorSpace Own").__setitem__(3, RAMP),
    "a drawn letter": other_bytes("Resources Font Drawn CharProcs a"),
    "the size of letters": other_entry(
        "Resources Font Drawn", "FontMatrix", Array([0.0014, 0, 0, 0.001, 0, 0])
    ),
    "a stamp": other_bytes("Annots 0 AP N"),
    "a pixel within the page": other_pixel_within,
    "a hidden layer": other_layer,
}


@pytest.mark.parametrize("what", CHANGES)
def test_everything_behind_a_name_counts(what: str) -> None:
    assert prints(saved(CHANGES[what])) != prints(drawn())


def by_pypdf() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(drawn()))
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def renamed(pdf: Pdf) -> None:
    """Other names for the same things, as programs choose that put pages together."""
    page = pdf.pages[0]
    found = b"".join(part.read_bytes() + b"\n" for part in page.Contents)
    page.Contents = pdf.make_stream(found.replace(b"/Drawn", b"/F77").replace(b"/GS ", b"/G1 "))
    page.Resources.Font = Dictionary(F77=page.Resources.Font.Drawn)
    page.Resources.ExtGState = Dictionary(G1=page.Resources.ExtGState.GS)


SAVED: dict[str, Callable[[], bytes]] = {
    "linearised": lambda: saved(linearize=True),
    "without compression": lambda: saved(
        compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized
    ),
    "packed again": lambda: saved(recompress_flate=True),
    "with object streams": lambda: saved(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "with other names": lambda: saved(renamed),
    "by pypdf": by_pypdf,
}


@pytest.mark.parametrize("how", SAVED)
def test_how_a_file_was_saved_does_not_count(how: str) -> None:
    content = SAVED[how]()
    assert content != drawn()
    assert prints(content) == prints(drawn())


def bomb(pdf: Pdf, size: int) -> Stream:
    return Stream(pdf, zlib.compress(bytes(size), 9), Filter=Name.FlateDecode)


def test_what_unpacks_without_end_is_refused_once_for_all_pages() -> None:
    with Pdf.new() as pdf:
        objects = Objects()
        with pytest.raises(ValueError, match="too large"):
            objects.as_text(bomb(pdf, MAX_UNPACKED + 1))
        for _ in range(2):
            objects.as_text(bomb(pdf, MAX_UNPACKED // 3))
        with pytest.raises(ValueError, match="too large"):
            objects.as_text(bomb(pdf, MAX_UNPACKED // 2))


def test_rows_of_a_picture_cannot_be_longer_than_the_picture() -> None:
    with Pdf.new() as pdf:
        stream = bomb(pdf, 1000)
        stream.DecodeParms = Dictionary(Predictor=15, Columns=2_000_000_000, Colors=3, BitsPerComponent=8)
        with pytest.raises(ValueError, match="rows"):
            Objects().as_text(stream)


def test_what_holds_itself_or_holds_too_much_is_refused() -> None:
    with Pdf.new() as pdf:
        inner = pdf.make_indirect(Dictionary())
        inner.Again = Array([inner])
        with pytest.raises(ValueError, match="within"):
            Objects().as_text(inner)
        many = Array([Array([1] * 1000)] * (MAX_VALUES // 1000 + 1))
        with pytest.raises(ValueError, match="values"):
            Objects().as_text(many)


def test_a_small_file_cannot_ask_for_much_content() -> None:
    with Pdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"q Q " * 30_000)
        with pytest.raises(ValueError, match="too large"):
            Prints(pdf, size=120_000 // TIMES_PAINTED - 1).of(page)
        assert Prints(pdf, size=120_000).of(page)


def test_drawings_without_content_are_not_free() -> None:
    with Pdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Resources = Dictionary(XObject=Dictionary())
        for at in range(20):
            page.Resources.XObject[f"/X{at}"] = pdf.make_stream(b"", Subtype=Name.Form)
        page.Contents = pdf.make_stream(b" ".join(b"/X%d Do" % at for at in range(20)))
        prints = Prints(pdf)
        cost = 21 * EACH_STREAM + len(page.Contents.read_bytes())
        assert len({prints.of(page) for _ in range(MAX_PAINTED // cost)}) == 1
        with pytest.raises(ValueError, match="too large"):
            prints.of(page)


@pytest.mark.parametrize(
    ("painted", "doubted"), [(b"1 g 0 0 9 9 re f", False), (b"1 g 0 0 0009\f9 re f", True)]
)
def test_a_drawing_that_other_readers_may_paint_otherwise_makes_its_page_doubtful(
    painted: bytes, doubted: bool
) -> None:
    with Pdf.new() as pdf:
        pages = [pdf.add_blank_page() for _ in range(2)]
        inner = pdf.make_stream(painted, Subtype=Name.Form)
        outer = pdf.make_stream(
            b"/B Do", Subtype=Name.Form, Resources=Dictionary(XObject=Dictionary(B=inner))
        )
        pages[0].Resources = Dictionary(XObject=Dictionary(A=outer))
        pages[0].Contents = pdf.make_stream(b"/A Do")
        prints = Prints(pdf)
        first, _ = [prints.of(page) for page in pages]
        assert prints.doubtful == ({first} if doubted else set())
