"""The nginx example: sound TLS only, plain http only to say where to go, addresses told by nginx (ASVS 12, 4.1)."""

import re

from samenspel.project.tls import CIPHERS
from tests.conftest import ROOT

TEXT = re.sub(r"#.*", "", (ROOT / "deploy/nginx.conf").read_text())
SERVERS = TEXT.split("server {")[1:]


def value(name: str) -> list[str]:
    return [found.strip() for found in re.findall(rf"^\s*{name}\s+([^;]+);", TEXT, re.MULTILINE)]


def test_only_tls_1_2_and_1_3() -> None:
    assert value("ssl_protocols") == ["TLSv1.2 TLSv1.3"]


def test_only_ciphers_with_forward_secrecy_and_a_seal_the_strongest_first() -> None:
    ciphers = value("ssl_ciphers")[0].split(":")
    assert len(ciphers) >= 4
    for cipher in ciphers:
        assert re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)", cipher), cipher
    assert "AES256" in ciphers[0] and "AES128" in ciphers[-1]


def test_plain_http_only_says_where_to_go() -> None:
    plain = [server for server in SERVERS if re.search(r"listen\s+80;", server)]
    assert len(plain) == 1 and "return 301 https://" in plain[0] and "proxy_pass" not in plain[0]
    assert all("ssl_certificate" in server for server in SERVERS if "proxy_pass" in server)


def test_what_a_visitor_says_about_addresses_is_written_over() -> None:
    told = dict(line.split(None, 1) for line in value("proxy_set_header"))
    assert told["X-Forwarded-For"] == "$remote_addr" and told["X-Forwarded-Proto"] == "$scheme"
    assert "$proxy_add_x_forwarded_for" not in TEXT


def test_nothing_is_kept_listed_or_told_about_the_server() -> None:
    assert "proxy_cache " not in TEXT and "autoindex" not in TEXT and "gzip on" not in TEXT
    assert set(value("server_tokens")) == {"off"} and len(value("server_tokens")) == len(SERVERS)
    assert re.search(r"location = /metrics\s*{\s*return 404;", TEXT)
    forms = value("log_format")
    assert len(forms) == 1 and not re.search(r"remote|uri|request\b|args|cookie|agent|referer", forms[0])


def test_the_line_to_samenspel_is_sound_and_believes_one_authority_and_one_name() -> None:
    text = re.sub(r"#.*", "", (ROOT / "deploy/nginx-tls.conf").read_text())
    told = dict(re.findall(r"^(proxy_\w+)\s+([^;]+);", text, re.MULTILINE))
    assert told["proxy_pass"] == "https://samenspel"
    assert told["proxy_ssl_verify"] == told["proxy_ssl_server_name"] == "on" and told["proxy_ssl_name"]
    assert told["proxy_ssl_trusted_certificate"].startswith("/etc/ssl/samenspel-intern/")
    assert told["proxy_ssl_protocols"] == "TLSv1.2 TLSv1.3"
    assert told["proxy_ssl_ciphers"] == CIPHERS
    assert "proxy_pass http://samenspel;" in TEXT, "what docs/operate.md says to replace"
