"""What a browser says about a passkey comes from a stranger: whatever it is, it is refused on a page (B7)."""

import base64
import json

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from .conftest import PASSWORD, Scene

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def credential(**changed: object) -> dict[str, object]:
    """As a browser sends it, about a key that nobody has."""
    said = json.dumps({"type": "webauthn.get", "challenge": packed(b"c" * 32), "origin": "http://localhost"})
    response = {
        "clientDataJSON": packed(said.encode()), "authenticatorData": packed(b"a" * 37), "signature": packed(b"s"),
        "userHandle": packed(b"1"),
    }  # fmt: skip
    whole = {"id": packed(b"k"), "rawId": packed(b"k"), "type": "public-key", "response": response}
    inner = {name[2:]: value for name, value in changed.items() if name.startswith("r_")}
    return {
        **whole, **{n: v for n, v in changed.items() if not n.startswith("r_")}, "response": {**response, **inner}
    }  # fmt: skip


ODD = ("", "x", None, 5, [], {}, True, packed(b"\xff\xfe"), packed(b"9" * 40), packed(b"\x00"), "é", "=",
    packed(b"null"),
       packed(b"[]"), packed(b"{}"), packed(b'{"challenge": 5, "type": [], "origin": {}}'))  # fmt: skip
NAMES = ("id", "rawId", "type", "r_clientDataJSON", "r_authenticatorData", "r_signature", "r_userHandle")
BODIES = [
    "9" * 6000, "[" * 200_000, '{"a":' * 5000, "null", "[]", '""', "1e999", "NaN", '"\\ud800"', "true", "{}",
    '{"id": 1}',
    json.dumps(credential()),
    *(json.dumps(credential(**{name: odd})) for name in NAMES for odd in ODD),
    *(json.dumps({**credential(), "response": odd}) for odd in ODD),
    *(json.dumps({**credential(), "authenticatorAttachment": odd, "clientExtensionResults": odd}) for odd in ODD),
]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/inloggen/sleutel", "/account/bevestigen/sleutel", "/account/beveiliging/sleutels/nieuw"]
)
def test_b7_no_passkey_of_whatever_shape_breaks_a_page(scene: Scene, path: str) -> None:
    wrong = []
    for challenged in (False, True):
        for body in BODIES:
            cache.clear()
            client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1", raise_request_exception=False)
            if path.startswith("/account"):
                client.post("/inloggen", {"login": "marieke", "password": PASSWORD})
            if challenged:
                client.get(path, headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"})
            answer = client.post(path, {"credential": body, "name": "x"})
            if answer.status_code >= 500:
                wrong.append(
                    f"{answer.status_code} {challenged} {body[:300]} {answer.exc_info and answer.exc_info[1]!r}"
                )
    assert not wrong, "\n".join(wrong)
    assert User.objects.count() == 1
