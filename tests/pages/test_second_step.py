"""The second step: where its secrets come from, how they are kept, how long a code lives (ASVS 6.5)."""

import inspect
import re

import pytest
from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core.cache import cache

from samenspel.accounts.emergency_codes import EmergencyCodes

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def user() -> User:
    cache.clear()
    return User.objects.create_user("joost", password=PASSWORD)


def test_secrets_come_from_the_dice_of_the_system_and_are_long_enough() -> None:
    for maker in (totp.generate_totp_secret, EmergencyCodes.mark_as_viewed):
        assert re.search(r"\bsecrets\.|\bos\.urandom|SystemRandom", inspect.getsource(maker)), maker
    made = {totp.generate_totp_secret() for _ in range(20)}
    assert len(made) == 20 and min(map(len, made)) >= 32, "160 bits in base32"


def test_a_code_of_the_app_lives_half_a_minute(user: User) -> None:
    assert app_settings.TOTP_PERIOD == 30 and app_settings.TOTP_TOLERANCE == 0
    step = totp.TOTP.activate(user, SECRET)
    now = next(totp.yield_hotp_counters_from_time())
    for counter in (now - 1, now + 2):
        assert not step.validate_code(totp.format_hotp_value(totp.hotp_value(SECRET, counter)))


def test_what_was_sealed_elsewhere_or_changed_opens_nothing() -> None:
    from samenspel.accounts import secret

    sealed = secret.seal("geheim")
    assert secret.unseal(sealed) == "geheim" and secret.seal("geheim") != sealed
    for other in (sealed[:-6] + "AAAAAA", sealed.replace("s1.", "s2."), "geheim"):
        with pytest.raises(secret.Unreadable):
            secret.unseal(other)
