"""The product's own settings, on databases and keys in a folder of this test run only."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="samenspel-test-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
KEPT = ("SAMENSPEL_LONG", "SAMENSPEL_FIGURES")
for name in [name for name in os.environ if name.startswith("SAMENSPEL_") and name not in KEPT]:
    del os.environ[name]
os.environ["SAMENSPEL_DATA"] = f"{FOLDER}/data"
if os.environ.get("DATABASE") == "postgresql":
    # The same tests on the other database; Django makes the databases, each with `test_` before its name.
    from tests.services import Postgres

    server = Postgres()
    atexit.register(server.__exit__)
    server.start()
    os.environ["SAMENSPEL_DATABASE_URL"] = server.url("samenspel")
    os.environ["SAMENSPEL_KEYS_DATABASE_URL"] = server.url("keys")

from samenspel.project.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
# Argon2 is slow on purpose; tests of logging in do not need that.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
