"""B18: security headers on every kind of answer, and a clean deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings

PAGES = ("/health", "/bestaat-niet", "/.well-known/security.txt")


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.parametrize("page", PAGES)
def test_headers_are_strict(client: Client, page: str) -> None:
    headers = client.get(page).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    for loose in ("unsafe", "data:", "http:", "https:", "*"):
        assert loose not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.django_db(databases=["default", "keys"])
@override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_SSL_REDIRECT=True)
def test_https_is_held_to(client: Client) -> None:
    answer = client.get("/health", secure=True)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert client.get("/bestaat-niet").status_code == 301


@pytest.mark.django_db
@override_settings(SAMENSPEL_SECURITY_CONTACT="veilig@voorbeeld.nl", SAMENSPEL_PUBLIC_URL="https://voorbeeld.nl")
def test_security_txt_names_the_contact_and_an_end(client: Client) -> None:
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:veilig@voorbeeld.nl\n" in text
    assert "Expires: 20" in text
    assert "Canonical: https://voorbeeld.nl/.well-known/security.txt\n" in text


@pytest.mark.django_db
def test_the_page_for_what_is_not_there_is_dutch(client: Client) -> None:
    answer = client.get("/bestaat-niet")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()
    assert "bestaat-niet" not in answer.content.decode()


def test_check_deploy_is_clean(root: Path, tmp_path: Path) -> None:
    # As on a server of its own: browser tests before this one loosen a check for themselves.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = inherited | {
        "SAMENSPEL_DATA": str(tmp_path / "data"),
        "SAMENSPEL_HTTPS": "ja",
        "SAMENSPEL_PUBLIC_URL": "https://samenspel.voorbeeld.nl",
        "SAMENSPEL_SECURITY_CONTACT": "beveiliging@voorbeeld.nl",
        "DJANGO_SETTINGS_MODULE": "samenspel.project.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
