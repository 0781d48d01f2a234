"""R8: the threads of the store do what they are asked, in order, and say so, whatever becomes of who asked."""

from __future__ import annotations

import asyncio
import threading

import pytest

from samenspel.room.writers import Writers


async def test_r8_one_writer_does_one_thing_at_a_time_in_the_order_in_which_it_was_asked() -> None:
    writers = Writers(1, "one")
    done: list[int] = []
    threads: set[str] = set()

    def work(number: int) -> int:
        threads.add(threading.current_thread().name)
        done.append(number)
        return number

    answers = await asyncio.gather(*(writers.run(lambda number=number: work(number)) for number in range(50)))
    assert answers == done == list(range(50))
    assert len(threads) == 1 and threading.current_thread().name not in threads
    writers.shutdown()


async def test_r2_what_goes_wrong_is_told_to_who_asked() -> None:
    writers = Writers(2, "two")

    def work() -> None:
        raise LookupError("nowhere")

    with pytest.raises(LookupError):
        await writers.run(work)
    with pytest.raises(LookupError):
        writers.submit(work).result()
    assert await writers.run(lambda: "still here") == "still here"
    writers.shutdown()


async def test_r2_who_stops_waiting_does_not_stop_what_is_being_written() -> None:
    writers = Writers(1, "one")
    begun, go, done = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait(10)
        done.set()

    task = asyncio.create_task(writers.run(work))
    await asyncio.get_running_loop().run_in_executor(None, begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go.set()
    assert await writers.run(done.is_set)
    writers.shutdown()


def test_r2_what_was_asked_is_done_before_the_threads_end() -> None:
    writers = Writers(1, "one")
    asked = [writers.submit(lambda number=number: number) for number in range(20)]
    writers.shutdown()
    assert [each.result(0) for each in asked] == list(range(20))
