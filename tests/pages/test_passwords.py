"""Which passwords may be chosen, and how the fields for them behave (ASVS 6.2)."""

import re

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings

from samenspel.accounts import password_rules
from samenspel.project import settings as product

from .conftest import PASSWORD


def refused(password: str) -> bool:
    try:
        validate_password(password, User(username="joost", first_name="Joost"))
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password", ["motherfucker", "QwertyQwerty", "leavemealone", "123qweasdzxc", "1Q2W3E4R5T6Y", "passwordpassword"]
)
def test_a_leaked_password_is_refused_in_any_case(password: str) -> None:
    assert refused(password)


def test_the_list_holds_far_more_than_three_thousand_that_are_long_enough() -> None:
    known = password_rules.LEAKED.read_bytes()
    prints = [known[n : n + password_rules.SIZE] for n in range(0, len(known), password_rules.SIZE)]
    assert len(prints) > 40_000 and prints == sorted(set(prints))


@pytest.mark.parametrize(
    "password",
    [
        "Samenspel2026!",
        "welkomgemeente",
        "Wachtwoord-12345678",
        "herfst 2026 herfst",
        "bijeenkomst-regie",
        "samenspel-abc12",
    ],
)
def test_words_of_this_place_are_not_enough(password: str) -> None:
    assert refused(password)


@override_settings(SAMENSPEL_PUBLIC_URL="https://samenspel.wilgenstad.nl")
def test_the_name_in_the_address_is_such_a_word() -> None:
    assert refused("Wilgenstad-2026")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "alleen kleine letters",
        "ALLEENGROTELETTERS",
        "902871564093",
        "ééndüñîçødë 🚲",
        "samenspel tussen vier gele stoelen",
        "x7#" * 40,
        "woord " * 200,
    ],
)
def test_any_composition_and_any_length_from_twelve_may(password: str) -> None:
    assert not refused(password)


def test_shorter_than_twelve_may_not() -> None:
    assert refused("kort-9f$Q1z") and refused("joostjoost12")


def test_a_password_is_kept_with_argon2_exactly_as_typed() -> None:
    with override_settings(PASSWORD_HASHERS=product.PASSWORD_HASHERS):
        kept = make_password("  Paarse Fiets " + "x" * 100)
        hasher = identify_hasher(kept)
        assert hasher.algorithm == "argon2"
        assert hasher.verify("  Paarse Fiets " + "x" * 100, kept)
        for other in ("Paarse Fiets " + "x" * 100, "  paarse fiets " + "x" * 100, "  Paarse Fiets " + "x" * 99):
            assert not hasher.verify(other, kept)
        parts = hasher.decode(kept)
        assert parts["variety"] == "argon2id" and parts["memory_cost"] >= 19 * 1024 and parts["time_cost"] >= 2


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_fields_hide_the_password_and_let_managers_and_pasting_do_their_work() -> None:
    User.objects.create_user("joost", password=PASSWORD)
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    expected = {
        "/inloggen": {"password": "current-password"},
        "/account/wachtwoord": {
            "oldpassword": "current-password",
            "password1": "new-password",
            "password2": "new-password",
        },
    }
    for page, fields in expected.items():
        if page != "/inloggen":
            client.post("/inloggen", {"login": "joost", "password": PASSWORD})
        text = client.get(page).content.decode()
        assert "onpaste" not in text
        for name, meaning in fields.items():
            control = next(found for found in re.findall(r"<input[^>]*>", text) if f'name="{name}"' in found)
            assert 'type="password"' in control and f'autocomplete="{meaning}"' in control, control
            assert "maxlength" not in control.lower(), "a password that is cut off is another one"
    page = Client().get("/inloggen").content.decode()
    assert 'autocomplete="username' in page or 'autocomplete="email' in page


def test_there_are_no_hints_no_questions_and_no_forced_renewal() -> None:
    names = " ".join(str(each["NAME"]) for each in product.AUTH_PASSWORD_VALIDATORS).lower()
    assert not re.search(r"expir|history|upper|symbol|number", names)
    fields = {field.name for field in User._meta.get_fields()}
    assert not fields & {"question", "answer", "hint", "password_expires"}
