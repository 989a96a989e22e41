"""`python -m bot.worker`: one process, or WORKERS of them on PostgreSQL."""

import logging
import multiprocessing
import signal
import sys
from types import FrameType

from bot.settings import Settings, SettingsMistake, read_settings
from bot.worker.process import AnotherWorker, Worker

RESTART_SECONDS = 1


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        settings = read_settings()
    except SettingsMistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    return _run_one(settings) if settings.workers == 1 else _run_several(settings)


def _run_one(settings: Settings) -> int:
    worker = Worker(settings)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: worker.stop())
    try:
        worker.run()
    except AnotherWorker as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _run_several(settings: Settings) -> int:
    """Keeps the processes running until told to stop; one that died is started again."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for process in processes:
            process.terminate()

    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_run_one, args=(settings,)) for _ in range(settings.workers)]
    for process in processes:
        process.start()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    while not stopping:
        for place, process in enumerate(processes):
            process.join(RESTART_SECONDS / len(processes))
            if process.exitcode is not None and not stopping:
                processes[place] = context.Process(target=_run_one, args=(settings,))
                processes[place].start()
    for process in processes:
        process.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
