"""Two databases that never meet: keys in one, everything else in the other."""

from typing import Any

KEYS = "keys"


def _database(app_label: str) -> str:
    return KEYS if app_label == KEYS else "default"


class KeysApart:
    """Sends the app `keys` to the database `keys` and every other app to `default`; relations never cross."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The database a model is read from."""
        return _database(model._meta.app_label)

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The database a model is written to."""
        return _database(model._meta.app_label)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Whether two objects may refer to each other: only within one database."""
        return _database(one._meta.app_label) == _database(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Whether an app's tables belong in this database."""
        return _database(app_label) == db
