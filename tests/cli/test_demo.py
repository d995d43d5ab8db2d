"""`citybid demo`: what it refuses, how it ends, and that it leaves nothing behind."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from demo.serve import POLICY, address, free_port
from demo.settings import Settings
from tests.cli.conftest import environment

ROOT = Path(__file__).parents[2]


def test_without_the_extra_it_says_how_to_install_it(here, monkeypatch):
    monkeypatch.setattr("experiments.cli.demo.find_spec", lambda name: None)
    for language, word in (("en", "needs"), ("zh", "需要")):
        done = here("demo", "--lang", language)
        assert done.code == 4
        assert "pip install 'citybid[demo]'" in done.err
        assert word in done.err
        assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--scenario", "rongchang_longchan"], 2, "rongchang_longchang"),
        (["--scenario", "no/such/file.yaml"], 2, "no/such/file.yaml"),
        (["--host", "no such host"], 2, "127.0.0.1"),
        (["--lesson", "race-to-the-botom"], 2, "race-to-bottom"),
        (["--port", "70000"], 2, "65535"),
    ],
)
def test_what_it_refuses(here, arguments, code, says):
    done = here("demo", "--no-browser", *arguments)
    assert done.code == code
    assert says in done.err


def test_a_port_that_is_taken_is_refused_and_a_free_one_is_found():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "experiments.cli", "demo", "--no-browser", "--port", str(port)],
            cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 4
        assert str(port) in done.stderr
        assert free_port("127.0.0.1", port) not in (0, port)


def test_a_port_that_another_program_takes_meanwhile_is_told_too():
    """It was free when it was chosen, and is not when the server begins to listen."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        program = (
            f"import sys, demo.serve; demo.serve.free_port = lambda host: {port}; from experiments.cli import main; "
            "sys.exit(main(['demo', '--no-browser', '--lang', 'en']))"
        )
        variables = environment()
        variables.pop("PYTEST_CURRENT_TEST", None)  # NiceGUI behaves otherwise inside a test
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True,
                              encoding="utf-8", timeout=60, check=False)  # fmt: skip
    assert done.returncode == 4
    assert f"port {port}: another program" in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_address_that_is_told_can_be_opened_from_this_machine():
    assert address(Settings(host="0.0.0.0", port=8123), "/lesson/x", {"lang": "zh"}) == (
        "http://127.0.0.1:8123/lesson/x?lang=zh"
    )
    assert address(Settings(host="::1", port=8123)) == "http://[::1]:8123/"
    assert Settings(host="127.0.0.1").local
    assert not Settings(host="0.0.0.0").local


def test_it_answers_with_its_policy_refuses_other_names_and_ends_when_it_is_told():
    variables = {**environment(), "PYTHONUNBUFFERED": "1"}
    variables.pop("PYTEST_CURRENT_TEST", None)  # NiceGUI behaves otherwise inside a test
    process = subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", "demo", "--no-browser", "--lang", "en"],
        cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        with urllib.request.urlopen(url, timeout=30) as answer:
            assert answer.headers["Content-Security-Policy"] == POLICY
            text = answer.read().decode("utf-8")
        assert "citybid" in text
        assert "//cdn" not in text
        asked = urllib.request.Request(url, headers={"Host": "elsewhere.example"})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(asked, timeout=30)
        assert caught.value.code == 400
        below = children(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        until = time.monotonic() + 10
        while any(alive(pid) for pid in below) and time.monotonic() < until:
            time.sleep(0.1)
        assert not [pid for pid in below if alive(pid)]
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            assert "Traceback" not in process.stderr.read()


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
