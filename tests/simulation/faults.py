"""The network between laptops and central: messages wait, get lost, come twice or out of order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import random

    from tests.simulation.central import Central
    from tests.simulation.device import Device

LOSE = 0.12
TWICE = 0.12

Way = Literal["push", "pull", "pushed", "pulled"]


@dataclass(frozen=True)
class Message:
    """One request or answer under way; `life` is the run of the program that it belongs to."""

    way: Way
    device: str
    life: int
    data: bytes


class Network:
    """Holds what is under way; the world decides when anything arrives."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.waiting: list[Message] = []
        self.calm = False
        self.delivered = 0

    def send(self, message: Message) -> None:
        if not self.calm and self.rng.random() < LOSE:
            return
        self.waiting.append(message)
        if not self.calm and self.rng.random() < TWICE:
            self.waiting.append(message)

    def deliver(self, central: Central, devices: dict[str, Device]) -> None:
        """Let one message arrive: any of them, for they overtake each other."""
        if not self.waiting:
            return
        place = 0 if self.calm else self.rng.randrange(len(self.waiting))
        message = self.waiting.pop(place)
        device = devices[message.device]
        self.delivered += 1
        if message.way == "push":
            answer = central.push(message.data)
            self.send(Message("pushed", message.device, message.life, answer))
        elif message.way == "pull":
            answer = central.pull(message.data)
            self.send(Message("pulled", message.device, message.life, answer))
        elif message.life == device.life:
            device.receive(message.way, message.data)
