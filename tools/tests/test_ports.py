"""Ports that are given to one program only."""

import socket

from tools.ports import FIRST, HELD, LAST, free_port


def test_a_port_is_given_once_while_it_is_held() -> None:
    ports = [free_port() for _ in range(HELD)]

    assert len(set(ports)) == HELD
    assert all(FIRST <= port <= LAST for port in ports)


def test_another_process_does_not_get_a_port_that_is_held() -> None:
    port = free_port()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as twin:
        try:
            twin.bind(("127.0.0.1", port))
        except OSError:
            return
    raise AssertionError("the twin of a port that was given is free")


def test_a_program_can_listen_on_its_port() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", free_port()))
        listening.listen()
