"""The organisation's own name, logo, colours, Word template and texts: for administrators, checked before use."""

import struct
import zlib
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samenspel.organisation import logo, look, texts, theme
from samenspel.organisation.models import Organisation, OwnText
from samenspel.reports.models import WordTemplate

from .conftest import PASSWORD, Scene
from .test_html import check
from .test_people import logged_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
BASE = "/beheer/organisatie/"
SECRET = b"Gemaakt door Jan Jansen"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    look.forget()
    yield
    look.forget()


@pytest.fixture
def admin() -> Client:
    User.objects.create_superuser("beheerder", password=PASSWORD)
    return logged_in("beheerder")


def png(wide: int = 32, high: int = 16, *more: tuple[bytes, bytes]) -> bytes:
    rows = b"".join(b"\x00" + b"\x10\x20\x30" * wide for _ in range(high))
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), *more, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return logo.START + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_only_administrators_get_in(admin: Client) -> None:
    User.objects.create_user("joost", password=PASSWORD)
    paths = [BASE, f"{BASE}logo", f"{BASE}kleuren", f"{BASE}sjabloon", f"{BASE}teksten/case_reconstruction/guide/"]
    for client in (logged_in("joost"), Client(HTTP_HOST="localhost")):
        for path in paths:
            for send in (client.get, client.post):
                answer = send(path, {"tokens": "--samenspel-ink: #000"})
                assert answer.status_code in (403, 405) or answer.headers["Location"].startswith("/inloggen"), path
    assert not Organisation.objects.exclude(theme={}).exists()
    assert BASE not in logged_in("joost").get("/bijeenkomsten/").content.decode()
    assert BASE in admin.get("/bijeenkomsten/").content.decode()


def test_name_and_form_of_address_are_kept(admin: Client) -> None:
    check(admin.get(BASE).content.decode())
    assert admin.post(BASE, {"name": " Gemeente \u202e Duinrade ", "address": "u"}).status_code == 302
    found = look.look()
    assert (found.name, found.formal) == ("Gemeente Duinrade", True)
    answer = admin.post(BASE, {"name": "x" * 81, "address": "gij"})
    assert answer.status_code == 422 and "Kies je of u" in answer.content.decode()


def test_a_logo_is_taken_apart_and_served_as_a_picture_only(admin: Client) -> None:
    data = png(32, 16, (b"tEXt", b"Author\x00" + SECRET), (b"eXIf", SECRET))
    answer = admin.post(f"{BASE}logo", {"logo": upload(data)}, follow=True)
    check(answer.content.decode())
    url = answer.content.decode().split('class="page-header__logo" src="')[1].split('"')[0]
    got = Client().get(url)
    assert got.headers["Content-Type"] == "image/png" and got.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        "immutable" in got.headers["Cache-Control"] and "default-src 'none'" in got.headers["Content-Security-Policy"]
    )
    assert SECRET not in got.content and b"IDAT" in got.content
    assert admin.post(f"{BASE}logo", {"remove": "ja"}).status_code == 302
    assert Client().get("/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Kies eerst een bestand"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "geen png"),
        (b"\xff\xd8\xff" + b"x" * 100, "geen png"),
        (logo.START + b"IHDR" * 5, "beschadigd"),
        (png()[:-6], "beschadigd"),
        (png().replace(b"IDAT", b"IDAX"), "beschadigd"),
        (png(8, 8), "tussen 16 en 2000"),
        (png(20, 2001), "tussen 16 en 2000"),
        (png(32, 16, (b"tEXt", b"x" * 300_000)), "te groot"),
    ],
    ids=["none", "svg", "jpg", "noise", "cut off", "wrong sum", "small", "large", "heavy"],
)
def test_b8_a_file_that_is_no_logo_is_refused(admin: Client, data: bytes, said: str) -> None:
    answer = admin.post(f"{BASE}logo", {"logo": upload(data)} if data else {})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not look.row().logo


def test_b8_a_picture_that_swells_is_refused() -> None:
    bomb = png(16, 16).split(b"IDAT")[0]
    body = zlib.compress(b"\x00" * 30_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    with pytest.raises(logo.NotALogo, match="beschadigd"):
        logo.picture(bomb[:-4] + chunk + end)


def test_colours_reach_pages_and_screens_through_one_stylesheet(admin: Client, scene: Scene) -> None:
    tokens = "/* eigen */ :root { --samenspel-action: #123; --samenspel-ink: rgb(0, 0, 40); --x: url(//kwaad.example) }"
    answer = admin.post(f"{BASE}kleuren", {"tokens": tokens}, follow=True)
    assert "kent ze niet: --x" in answer.content.decode()
    owner = logged_in("marieke")
    for path in ("/bijeenkomsten/", f"/s/{scene.id}/regie"):
        text = owner.get(path).content.decode()
        url = text.split('<link rel="stylesheet" href="/huisstijl.css')[1].split('"')[0]
        got = Client().get(f"/huisstijl.css{url}")
        assert got.headers["Content-Type"].startswith("text/css") and got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"] == "frame-ancestors 'none'", "as every stylesheet (B16)"
        assert got.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert got.content.decode() == ":root {\n  --samenspel-action: #112233;\n  --samenspel-ink: #000028;\n}\n"
    admin.post(f"{BASE}kleuren", {"tokens": " "})
    assert "huisstijl.css" not in owner.get("/bijeenkomsten/").content.decode()


@pytest.mark.parametrize(
    "value",
    [
        "red;} body{display:none", "url(https://kwaad.example/x)", "expression(alert(1))", "#12345", "rgb(0,0,256)",
        "var(--samenspel-ink)", "#fff</style><script>alert(1)</script>", "\\75rl(x)", "#ffffff!important", "",
    ],
)  # fmt: skip
def test_b8_a_value_that_is_no_colour_never_reaches_the_stylesheet(admin: Client, value: str) -> None:
    answer = admin.post(f"{BASE}kleuren", {"tokens": f"--samenspel-action: {value};"})
    assert answer.status_code == 422 and "Er is niets veranderd" in answer.content.decode()
    assert look.row().theme == {}
    Organisation.objects.update(theme={"--samenspel-action": value, "body{}": "#000000"})
    look.forget()
    assert Client().get("/huisstijl.css").content == b"", "not even when it got into the table"


def test_colours_that_cannot_be_read_get_a_warning(admin: Client) -> None:
    assert theme.warnings({}) == [], "ours can be read"
    answer = admin.post(f"{BASE}kleuren", {"tokens": "--samenspel-action: #9fd6d6;"}, follow=True)
    text = answer.content.decode()
    assert "tekst op een knop" in text and "4,5 op 1 is nodig" in text
    assert round(theme.contrast("#000000", "#ffffff"), 1) == 21.0 and theme.contrast("#777777", "#777777") == 1.0


def test_our_own_tokens_are_those_of_the_stylesheet() -> None:
    from tests.conftest import ROOT

    said = theme.read((ROOT / "web/src/theme/tokens.css").read_text().split("--basis")[0])
    assert {name: said.tokens[name] for name in theme.OURS} == theme.OURS and not said.faults


def test_a_word_template_with_errors_is_refused_with_what_is_wrong(admin: Client) -> None:
    answer = admin.post(f"{BASE}sjabloon", {"template": upload(b"geen docx", "sjabloon.docx")})
    assert answer.status_code == 422 and "niet bewaard" in answer.content.decode()
    check(answer.content.decode())
    assert admin.post(f"{BASE}sjabloon", {}).status_code == 422 and not WordTemplate.objects.exists()


def test_an_own_text_lies_over_ours_everywhere_until_it_is_emptied(admin: Client) -> None:
    path = f"{BASE}teksten/case_reconstruction/steps/"
    check(admin.get(path).content.decode())
    ours = {line.place: line.ours for line in texts.lines("case_reconstruction", "steps")}
    assert "sounding.why" in ours and "\n" in ours["sounding.how"]
    form = {"t:sounding.why": "Onze <b>eigen</b> reden.", "t:sounding.how": "Een.\nTwee.\n"}
    assert admin.post(path, form).status_code == 302
    live = Client().get("/teksten/case_reconstruction?deel=steps").json()["sounding"]
    assert live["why"] == "Onze <b>eigen</b> reden." and live["how"] == ["Een.", "Twee."]
    assert "&lt;b&gt;eigen" in admin.get(path).content.decode()
    OwnText.objects.filter(place="sounding.why").update(over="een-andere")
    assert "Onze tekst is sindsdien veranderd" in admin.get(path).content.decode()
    assert admin.post(path, {}).status_code == 302
    assert Client().get("/teksten/case_reconstruction?deel=steps").json()["sounding"]["why"] == ours["sounding.why"]


def test_texts_that_cannot_be_are_refused(admin: Client) -> None:
    path = f"{BASE}teksten/case_reconstruction/steps/"
    answer = admin.post(path, {"t:sounding.why": "x" * 3_001})
    assert answer.status_code == 422 and "Er is niets bewaard" in answer.content.decode()
    assert not OwnText.objects.exists()
    with pytest.raises(texts.Unknown):
        texts.save("case_reconstruction", "steps", {"bestaat.niet": "x"})
    for unknown in ("case_reconstruction/geheim", "geheim/steps"):
        assert admin.get(f"{BASE}teksten/{unknown}/").status_code == 404


def test_every_text_has_a_place_of_its_own() -> None:
    for instrument, _, file, _, _ in texts.files():
        places = [line.place for line in texts.lines(instrument, file)]
        assert len(places) == len(set(places)), (instrument, file)
