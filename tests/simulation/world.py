"""One small world from one seed: people, laptops, a bad network, central; and its oracle.

python -m tests.simulation.world SEED          replay one seed, printing every step
python -m tests.simulation.world --hunt COUNT  run seeds until one fails (for planted faults)
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

from tests.simulation.central import Central
from tests.simulation.device import Device
from tests.simulation.faults import Network
from tests.simulation.oracle import Broken, Oracle
from tests.simulation.people import Person

if TYPE_CHECKING:
    from app.records.record import RecordId

RECORDS = ("r1", "r2")
ROUNDS_TO_DRAIN = 200
KNOWN_BEFORE = 0.8


class World:
    """Everything that happens follows from the seed."""

    def __init__(self, seed: int, steps: int | None = None, *, trace: bool = False) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a world must come out the same again
        self.network = Network(self.rng)
        self.central = Central()
        count = self.rng.choice((2, 2, 3, 3, 4))
        names = "ABCD"[:count]
        self.devices = {name: Device(name, self.rng, self.network) for name in names}
        self.people = {name: Person(name, self.rng) for name in names}
        self.records = RECORDS[: self.rng.choice((1, 1, 2))]
        self.oracle = Oracle(self.central, self.devices)
        self.steps = steps or self.rng.randint(80, 180)
        self.eager = self.rng.choice((0.3, 0.6, 0.9))  # how good the connection is
        self.trace = trace

    def run(self) -> None:
        if self.rng.random() < KNOWN_BEFORE:
            self._known_to_all()
        self.network.calm = False
        for step in range(self.steps):
            self._step(step)
            self.oracle.look()
        self._settle()
        self.oracle.look()
        self.oracle.look_at_rest()

    def _known_to_all(self) -> None:
        """Begin with records that everybody has: there people get in each other's way."""
        first = self.devices["A"]
        person = self.people["A"]
        for record in self.records:
            for change in person.first_account():
                first.write(record, change, {})
        self._settle()
        first.forms.clear()

    def _step(self, step: int) -> None:
        device = self.devices[self.rng.choice(sorted(self.devices))]
        chance = self.rng.random()
        if chance < 0.35:
            done = self._write(device)
        elif chance < 0.40:
            done = "opens" if self._open(device) else "closes"
        elif chance < 0.46:
            device.refresh(self._record())
            done = "puts on screen"
        elif chance < 0.48:
            device.crash()
            done = "crashes"
        else:
            done = self._sync(device)
        self._say(step, f"{device.name} {done}")

    def _record(self) -> RecordId:
        return self.rng.choice(self.records)

    def _write(self, device: Device) -> str:
        record = self._record()
        form = device.form(record)
        person = self.people[device.name]
        open_here = [
            conflict
            for _, conflict in sorted(device.conflicts.items())
            if conflict.open and conflict.about == record
        ]
        if open_here and self.rng.random() < 0.4:
            change, named = person.decide(form.view, self.rng.choice(open_here))
        else:
            change, named = person.act(form.view), {}
        device.write(record, change, named)
        return f"writes {record} base {form.base.base} {change} {named}"

    def _open(self, device: Device) -> bool:
        record = self._record()
        if device.forms.pop(record, None) is not None:
            return False
        device.form(record)
        return True

    def _sync(self, device: Device) -> str:
        if self.rng.random() > self.eager:
            return "is offline"
        chance = self.rng.random()
        if chance < 0.4:
            device.send()
            return "sends"
        if chance < 0.6:
            device.ask()
            return "asks"
        for _ in range(self.rng.randint(1, 4)):
            self.network.deliver(self.central, self.devices)
        return "(network delivers)"

    def _settle(self) -> None:
        """Faults stop; everything must drain and everybody agree."""
        self.network.calm = True
        for _ in range(ROUNDS_TO_DRAIN):
            while self.network.waiting:
                self.network.deliver(self.central, self.devices)
                self.oracle.look()
            for device in self.devices.values():
                device.send()
                device.ask()
            if self._at_rest():
                return
        raise Broken("I14 never at rest")

    def _at_rest(self) -> bool:
        while self.network.waiting:
            self.network.deliver(self.central, self.devices)
            self.oracle.look()
        behind = len(self.central.log)
        return all(
            not device.outbox and device.cursor == behind for device in self.devices.values()
        )

    def _say(self, step: int, what: str) -> None:
        if self.trace:
            print(f"{step:3} log {len(self.central.log):3}  {what}", file=sys.stderr)  # noqa: T201


def failure_of(seed: int, *, trace: bool = False) -> str | None:
    """Run one world; what broke, or None. Anything the code throws counts as breaking."""
    try:
        World(seed, trace=trace).run()
    except Broken as broken:
        return str(broken)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def hunt(count: int) -> int:
    """The number of seeds it takes until a world breaks, 0 when none does."""
    for seed in range(1, count + 1):
        if failure_of(seed):
            return seed
    return 0


def _main() -> int:
    if sys.argv[1] == "--hunt":
        found = hunt(int(sys.argv[2]))
        print(found, failure_of(found) if found else "")  # noqa: T201
        return 0
    broken = failure_of(int(sys.argv[1]), trace=True)
    print(broken or "holds")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(_main())
