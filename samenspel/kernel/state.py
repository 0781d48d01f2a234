"""The state of one session as rules and views see it: read-only, with a layer for what is not committed yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.record import Body, Instance, Record

B = TypeVar("B", bound=Body)


class State:
    """Stand van zaken: all records of one session by id, by type and by scope."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        """Start from these records."""
        self._records: dict[str, Record] = {}
        self._by_type: dict[str, dict[str, None]] = {}
        self._by_scope: dict[str, dict[str, None]] = {}
        self._by_author: dict[tuple[str, str | None], dict[str, None]] = {}
        for record in records:
            self._put(record)

    def __len__(self) -> int:
        """How many records."""
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        """Every record, in no promised order."""
        return iter(list(self._records.values()))

    def get(self, record_id: str | None) -> Record | None:
        """The record, or None."""
        return self._records.get(record_id) if record_id else None

    def _children(self, above: str) -> list[Record]:
        return [self._records[i] for i in self._by_scope.get(above, ())]

    def of(self, kind: type[Body] | str, instance: str | None = None) -> list[Record]:
        """Records of one type, of one instance where given."""
        name = kind if isinstance(kind, str) else kind.TYPE
        found = (self._records[i] for i in self._by_type.get(name, ()))
        return [record for record in found if instance is None or record.instance == instance]

    def bodies(self, kind: type[B], instance: str | None = None) -> list[B]:
        """The bodies of one type."""
        return [cast(B, record.body) for record in self.of(kind, instance)]

    def count(self, kind: str) -> int:
        """How many records of one type the session holds."""
        return len(self._by_type.get(kind, ()))

    def count_by(self, kind: str, author: str | None) -> int:
        """How many of those have this author."""
        return len(self._by_author.get((kind, author), ()))

    def by(self, kind: str, author: str | None) -> list[Record]:
        """Those records: without looking at what others wrote."""
        return [self._records[i] for i in self._by_author.get((kind, author), ())]

    def inside(self, scope: str) -> list[Record]:
        """Every record whose scope is this record, and theirs, all the way down (R6)."""
        found: list[Record] = []
        todo = [scope]
        while todo:
            for record in self._children(todo.pop()):
                found.append(record)
                todo.append(record.id)
        return found

    def chain(self, record: Record) -> tuple[Record, ...]:
        """The scopes of a record from near to far; the last one is its instance record, if there is one."""
        found: list[Record] = []
        step = self.scope_of(record)
        while step is not None and step not in found:
            found.append(step)
            step = self.scope_of(step)
        return tuple(found)

    def scope_of(self, record: Record) -> Record | None:
        """The record that opens or hides this one."""
        above = record.scope or record.instance
        return None if above == record.id else self.get(above)

    def instance(self, instance_id: str) -> tuple[Record, Instance] | None:
        """The instance record with its body, or None."""
        record = self.get(instance_id)
        if record is None or not isinstance(record.body, Instance):
            return None
        return record, record.body

    def layer(self) -> Layer:
        """A layer on top, in which a batch is decided before it is committed (R2)."""
        return Layer(self)

    def apply(self, changes: Iterable[Change]) -> None:
        """Take over committed changes."""
        for change in changes:
            if isinstance(change, Put):
                self._put(change.record)
            else:
                self._remove(change.record_id)

    def _put(self, record: Record) -> None:
        self._remove(record.id)
        self._records[record.id] = record
        self._by_type.setdefault(record.type, {})[record.id] = None
        self._by_author.setdefault((record.type, record.author), {})[record.id] = None
        above = record.scope or record.instance
        if above != record.id:
            self._by_scope.setdefault(above, {})[record.id] = None

    def _remove(self, record_id: str) -> None:
        old = self._records.pop(record_id, None)
        if old is not None:
            self._by_type[old.type].pop(record_id, None)
            self._by_author[(old.type, old.author)].pop(record_id, None)
            self._by_scope.get(old.scope or old.instance, {}).pop(record_id, None)


class Layer(State):
    """Laag: a state on top of another; the one below is not touched."""

    def __init__(self, below: State) -> None:
        """Start equal to `below`."""
        super().__init__()
        self._below = below
        self._hidden: set[str] = set()
        self._hidden_types: dict[str, int] = {}
        self._hidden_by: dict[tuple[str, str | None], int] = {}

    def __len__(self) -> int:
        """How many records."""
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Record]:
        """Every record, in no promised order."""
        for record in self._below:
            if record.id not in self._hidden:
                yield record
        yield from list(self._records.values())

    def get(self, record_id: str | None) -> Record | None:
        """The record, or None."""
        if record_id in self._hidden:
            return self._records.get(record_id) if record_id else None
        return self._below.get(record_id)

    def of(self, kind: type[Body] | str, instance: str | None = None) -> list[Record]:
        """Records of one type, of one instance where given."""
        below = self._below.of(kind, instance)
        if self._hidden:
            below = [record for record in below if record.id not in self._hidden]
        return below + super().of(kind, instance)

    def count(self, kind: str) -> int:
        """How many records of one type."""
        return self._below.count(kind) - self._hidden_types.get(kind, 0) + super().count(kind)

    def count_by(self, kind: str, author: str | None) -> int:
        """How many of those have this author."""
        hidden = self._hidden_by.get((kind, author), 0)
        return self._below.count_by(kind, author) - hidden + super().count_by(kind, author)

    def by(self, kind: str, author: str | None) -> list[Record]:
        """Those records."""
        below = [record for record in self._below.by(kind, author) if record.id not in self._hidden]
        return below + super().by(kind, author)

    def _children(self, above: str) -> list[Record]:
        below = [record for record in self._below._children(above) if record.id not in self._hidden]
        return below + super()._children(above)

    def _remove(self, record_id: str) -> None:
        super()._remove(record_id)
        if record_id in self._hidden:
            return
        self._hidden.add(record_id)
        old = self._below.get(record_id)
        if old is not None:
            self._hidden_types[old.type] = self._hidden_types.get(old.type, 0) + 1
            name = old.type, old.author
            self._hidden_by[name] = self._hidden_by.get(name, 0) + 1


def removals(state: State, record_id: str) -> list[Remove]:
    """A removal with everything in its scope, deepest first (R6)."""
    below = [Remove(record.id) for record in reversed(state.inside(record_id))]
    return [*below, Remove(record_id)]
