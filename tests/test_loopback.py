"""The tests' own fence: this machine can be reached, anything beyond it cannot."""

import socket

import pytest

from tests import loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "", None, b"::1"], ids=repr)
def test_this_machine_is_here(host):
    assert loopback.is_here(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "example.com", b"example.com"], ids=repr)
def test_anything_else_is_not(host):
    assert not loopback.is_here(host)


def test_a_connection_beyond_this_machine_is_refused():
    with socket.socket() as s, pytest.raises(loopback.BeyondThisMachine):
        s.connect(("192.0.2.1", 80))
    with pytest.raises(loopback.BeyondThisMachine):
        socket.getaddrinfo("example.com", 80)
    assert loopback.refused == ["192.0.2.1", "example.com"]
    loopback.refused.clear()  # it was the point of this test


def test_a_connection_to_this_machine_is_made():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
