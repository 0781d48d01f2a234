"""The engine as shell commands and pages use it; see `samenspel.trajects.engine`."""

from samenspel.trajects.engine import cipher, command, handed, instruments, run, state_of, store

__all__ = ["cipher", "command", "handed", "instruments", "run", "state_of", "store"]
