"""Runs of every kind, the worst included; workers import them from here."""

import ctypes
import inspect
import os
import struct
import threading
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, order=True)
class Spec:
    """A run: its number, and what it does."""

    number: int
    what: str = "draws"


class Unreadable:
    """Something that can be pickled and not be unpickled."""

    def __reduce__(self):
        return _refuse, ()


def _refuse():
    raise ValueError("not to be read")


class NeverArrives:
    """Work that no worker can take in."""

    def __reduce__(self):
        return _refuse, ()

    def __call__(self, spec):
        return None


def carry_out(spec: Spec):
    """Do what the run says."""
    return ACTIONS[spec.what](spec.number)


def draws(number):
    return number, np.random.default_rng(number).normal(size=8).tolist()


def prints(number):
    print("from Python")
    os.write(1, b"from below\n")
    return number


def raises(number):
    raise RuntimeError(f"planned {number}")


def raises_oddly(number):
    raise RuntimeError("half a character: \ud800" + "x" * 100_000 + " at the end")


def exits(number):
    raise SystemExit(f"planned {number}")


def interrupts(number):
    raise KeyboardInterrupt


def eats(number):
    eaten = []
    while True:
        eaten.append(np.empty(16_000_000))


def hangs(number):
    threading.Event().wait()


def hangs_and_keeps_the_interpreter(number):
    ctypes.PyDLL(None).sleep(1000)


def answers_by_half(number):
    """Write the beginning of a message into the pipe that leads back, and die."""
    frame = inspect.currentframe()
    while "results" not in frame.f_locals or "groups" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["results"].fileno(), struct.pack("!i", 1000) + b"half")
    os._exit(9)


ACTIONS = {
    "answers by half": answers_by_half,
    "draws": draws,
    "long": lambda number: (os.getpid(), bytes(3_000_000)),
    "kilobytes": lambda number: (number, bytes(8_000)),
    "prints": prints,
    "process": lambda number: os.getpid(),
    "raises": raises,
    "raises oddly": raises_oddly,
    "exits": exits,
    "interrupts": interrupts,
    "unsendable": lambda number: lambda: number,
    "unreadable": lambda number: Unreadable(),
    "eats": eats,
    "leaves": lambda number: os._exit(3),
    "crashes": lambda number: ctypes.string_at(0),
    "hangs": hangs,
    "hangs and keeps the interpreter": hangs_and_keeps_the_interpreter,
}
