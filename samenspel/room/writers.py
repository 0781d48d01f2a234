"""Writers: the threads in which the store works, asked and answered with as little in between as possible (R7, R8).

The executor of the standard library makes a future with a lock for every piece of work and wakes a thread by way of a
semaphore; in a quiet room, where the processor has to wake up for it, that costs more than deciding the change.
"""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
Work = Callable[[], None]


class Writers(Executor):
    """Schrijvers: so many threads that take work in the order in which it came. They end with the process."""

    def __init__(self, threads: int, name: str) -> None:
        """`name` is what the threads are called."""
        self._waiting: SimpleQueue[Work | None] = SimpleQueue()
        self._threads = [Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()
        # What was asked is carried out before the process ends.
        atexit.register(self.shutdown)

    async def run(self, work: Callable[[], T]) -> T:
        """What this gives, carried out in one of the threads. Who is cancelled meanwhile does not stop the work."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def carry_out() -> None:
            try:
                given = work()
            except BaseException as error:
                _tell(loop, _failed, answer, error)
            else:
                _tell(loop, _done, answer, given)

        self._waiting.put(carry_out)
        return await answer

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The same for who does not wait in an event loop."""
        future: Future[T] = Future()

        def carry_out() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(fn(*args, **kwargs))
                except BaseException as error:
                    future.set_exception(error)

        self._waiting.put(carry_out)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads after what was asked."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            work()


def _tell(loop: asyncio.AbstractEventLoop, how: Callable[..., None], answer: asyncio.Future[Any], what: Any) -> None:
    # The loop may have ended meanwhile: then there is nobody left to tell.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(how, answer, what)


def _done(answer: asyncio.Future[T], given: T) -> None:
    if not answer.done():
        answer.set_result(given)


def _failed(answer: asyncio.Future[T], error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)
