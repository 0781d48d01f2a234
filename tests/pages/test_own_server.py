"""Logging in through the organisation's own server: what is sent, what is believed, and what is not (ASVS 6.8, 10)."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from samenspel.accounts.own_server import NotAgreed, OwnServer

from .conftest import PASSWORD
from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
LOGIN, BACK = "/inloggen/oidc/organisatie/login/", "/inloggen/oidc/organisatie/login/callback/"


class Desk(HTTPServer):
    """A login server whose answers a test can bend."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server_port}/desk"
        self.says: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []
        self.sub = "7c1e"
        self.key = rsa.generate_private_key(65537, 2048)
        self.signed: dict[str, Any] = {"key": self.key, "algorithm": "RS256", "headers": {"kid": "one"}}


class Answer(BaseHTTPRequestHandler):
    server: Desk

    def log_message(self, *args: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        desk = self.server
        if self.path.endswith("openid-configuration"):
            if "detour" in desk.says:
                self.send_response(302)
                self.send_header("Location", desk.says["detour"])
                self.end_headers()
                return
            ends = {f"{name}_endpoint": f"{desk.url}/{name}" for name in ("authorization", "token", "userinfo")}
            self.tell({"issuer": desk.url, "jwks_uri": f"{desk.url}/keys", **ends, **desk.says})
        elif self.path.endswith("/keys"):
            key = RSAAlgorithm.to_jwk(desk.key.public_key(), as_dict=True)
            self.tell({"keys": [{**key, "kid": "one", "alg": "RS256"}]})
        else:
            self.tell({"sub": desk.sub, "name": "Fatima", "preferred_username": "fatima", "email": "f@voorbeeld.nl"})

    def do_POST(self) -> None:
        desk = self.server
        desk.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        now = int(time.time())
        claims = {"iss": desk.url, "aud": "samenspel", "sub": desk.sub, "iat": now, "exp": now + 60, **desk.claims}
        self.tell({"access_token": "a", "token_type": "bearer", "id_token": jwt.encode(claims, **desk.signed)})

    def tell(self, answer: dict[str, Any]) -> None:
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture
def desk(settings: Any) -> Iterator[Desk]:
    server = Desk()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    app = {
        "provider_id": "organisatie",
        "name": "Wilgenstad",
        "client_id": "samenspel",
        "secret": "s",
        "settings": {"server_url": server.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    settings.SAMENSPEL_OPENID_SERVER_URL = server.url
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def sent_away(client: Client) -> dict[str, str]:
    answer = client.post(LOGIN)
    assert answer.status_code == 302, answer.content
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def comes_back(client: Client, state: str) -> bool:
    client.get(BACK, {"code": "c0de", "state": state})
    return "_auth_user_id" in client.session


def test_a_login_begins_with_a_proof_of_its_own_and_asks_no_more_than_it_needs(desk: Desk) -> None:
    client = Client()
    assert client.get(LOGIN).status_code == 200, "a link alone logs nobody in"
    one, two = sent_away(client), sent_away(client)
    assert one["response_type"] == "code" and one["code_challenge_method"] == "S256"
    assert one["state"] != two["state"] and one["code_challenge"] != two["code_challenge"]
    assert set(one["scope"].split()) <= {"openid", "profile", "email"}
    assert comes_back(client, two["state"])
    asked = desk.asked[-1]
    shown = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"][0].encode()).digest()).decode().rstrip("=")
    assert shown == two["code_challenge"] and asked["code"] == ["c0de"]
    assert not SocialToken.objects.exists(), "tokens are not kept, and never reach the browser"


def test_an_answer_counts_in_the_browser_that_asked_and_once(desk: Desk) -> None:
    here, elsewhere = Client(), Client()
    state = sent_away(here)["state"]
    assert not comes_back(elsewhere, state)
    assert not comes_back(here, "x" + state[1:])
    assert comes_back(here, state)
    here.post("/uitloggen")
    assert not comes_back(here, state)


@pytest.mark.parametrize("claims", [{"aud": "another"}, {"iss": "https://elsewhere.example"}, {"exp": 1}])
def test_a_token_for_another_service_or_time_is_refused(desk: Desk, claims: dict[str, Any]) -> None:
    client = Client()
    desk.claims = claims
    assert not comes_back(client, sent_away(client)["state"])
    assert not User.objects.exists()


OTHER_KEY = rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize(
    "signed",
    [
        {"key": OTHER_KEY, "algorithm": "RS256", "headers": {"kid": "one"}},
        {"key": OTHER_KEY, "algorithm": "RS256", "headers": {"kid": "other"}},
        {"key": "k" * 32, "algorithm": "HS256", "headers": {"kid": "one"}},
        {"key": None, "algorithm": "none", "headers": {"kid": "one"}},
        {"key": OTHER_KEY, "algorithm": "RS256"},
    ],
)
def test_an_answer_without_the_servers_own_signature_is_refused(desk: Desk, signed: dict[str, Any]) -> None:
    client = Client()
    desk.signed = signed
    assert not comes_back(client, sent_away(client)["state"])
    assert not User.objects.exists()


def test_an_answer_about_two_people_is_refused(desk: Desk) -> None:
    client = Client()
    desk.claims = {"sub": "somebody else"}
    assert not comes_back(client, sent_away(client)["state"])


def test_who_somebody_is_hangs_on_the_servers_own_id(desk: Desk) -> None:
    mine = User.objects.create_user("fatima", "f@voorbeeld.nl", PASSWORD)
    client = Client()
    comes_back(client, sent_away(client)["state"])
    assert client.session.get("_auth_user_id") != str(mine.pk), "the same name or address is not the same person"
    assert not SocialAccount.objects.filter(user=mine).exists()


def test_the_same_person_is_known_again(desk: Desk) -> None:
    for _ in range(2):
        client = Client()
        assert comes_back(client, sent_away(client)["state"])
    desk.sub = "other"
    assert SocialAccount.objects.count() == 1


def test_the_own_second_step_is_asked_unless_the_organisation_always_asks_one(desk: Desk, settings: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert comes_back(client, sent_away(client)["state"])
    assert client.get("/bijeenkomsten/").headers["Location"] == "/account/beveiliging"
    settings.SAMENSPEL_OPENID_SECOND_STEP = True
    assert client.get("/bijeenkomsten/").status_code == 200


def test_a_server_that_says_it_is_another_is_not_believed(desk: Desk) -> None:
    desk.says = {"issuer": "https://elsewhere.example"}
    with pytest.raises(NotAgreed):
        OwnServer().get(f"{desk.url}/.well-known/openid-configuration")
    answer = Client().post(LOGIN)
    assert answer.status_code == 503 and "Location" not in answer.headers


def test_no_detour_is_followed_and_nothing_goes_unencrypted(desk: Desk) -> None:
    desk.says = {"detour": f"{desk.url}/userinfo"}
    with pytest.raises(NotAgreed, match="a detour"):
        OwnServer().get(f"{desk.url}/.well-known/openid-configuration", allow_redirects=True)
    with pytest.raises(NotAgreed):
        OwnServer().get("http://login.voorbeeld.nl/")
    assert OwnServer().verify is True


def test_without_that_server_the_rest_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "request", down)
    answer = Client().post(LOGIN)
    assert answer.status_code == 503
    check(answer.content.decode())
    assert Client().get("/inloggen").status_code == 200
