"""What the children of these tests do; a module of its own, so that a child imports nothing else."""

import os
import time


def count(payload, line):
    for number in range(payload):
        line.say(number)
    return payload


def hang(payload, line):
    line.say(payload)
    while True:
        time.sleep(60)


def die(payload, line):
    line.say(payload)
    time.sleep(0.05)
    os._exit(7)


def fail(payload, line):
    raise ValueError(payload)


def square(payload, line):
    while True:
        line.say(line.hear() ** 2)


def hang_on_seed_13(payload, line):
    line.say((None,))
    while True:
        task = line.hear()
        while task.seed == 13:
            time.sleep(60)
        line.say((None,))
