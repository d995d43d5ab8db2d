"""Set up, run and test citybid with one command, on Linux, macOS and Windows.

    python tasks.py setup    make .venv and install everything, from the lock file
    python tasks.py run      compare the regimes of the worked case
    python tasks.py test     the checks, then the tests
    python tasks.py check    lint, format and types
    python tasks.py bench    measure how fast it is, some minutes; writes docs/performance.md
    python tasks.py lock     refresh requirements.lock (add --upgrade for newer releases)
    python tasks.py clean    remove caches and builds (add --all for .venv as well)

Further arguments go to the command that is run. ``VENV`` names another folder for the
environment, ``PYTHON`` another interpreter to make it with. Where ``make`` exists,
``make setup`` and so on do the same.

Only the standard library is used, and only syntax that Python 3.6 reads: whatever
interpreter starts this file, it looks for one that is new enough, and says so in
English and Chinese if there is none. Exit codes: that of the command that was run;
2 wrong usage; 4 the machine lacks something; 130 interrupted.
"""

import glob
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import Dict, Iterator, List, Optional, Tuple

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.abspath(os.path.join(ROOT, os.environ.get("VENV") or ".venv"))
LOCK = os.path.join(ROOT, "requirements.lock")
OLDEST = (3, 12)
ENVIRONMENT = 4
INTERRUPTED = 130
BUSY = "busy"

PROBE = (
    "import importlib.util, sys; "
    "print('%d.%d.%d' % sys.version_info[:3]); "
    "print(getattr(sys, '_base_executable', None) or sys.executable); "
    "print(importlib.util.find_spec('ensurepip') is not None)"
)


class Refusal(Exception):
    """A reason to stop that the user can do something about, in English and Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english + "\n" + chinese)


def say(text: str) -> None:
    """Print one line of progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


# ---------------------------------------------------------------- running commands


def environment() -> Dict[str, str]:
    """The variables a child process gets: UTF-8, no window, bytecode kept."""
    env = dict(os.environ)
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "__PYVENV_LAUNCHER__"):
        env.pop(name, None)
    env.update(MPLBACKEND="Agg", PYTHONUTF8="1", PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    env.update(VIRTUAL_ENV=VENV, UV_PYTHON_DOWNLOADS="never")
    return env


def execute(command: List[str], extra: Optional[Dict[str, str]] = None) -> int:
    """Run a command in the project folder and return its exit code.

    The first Ctrl-C reaches the command as well, which then ends in its own way; the second
    ends it at once. A request to terminate is handed on.
    """
    env = environment()
    env.update(extra or {})
    child = subprocess.Popen(command, cwd=ROOT, env=env)
    before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    interrupted = False
    try:
        while True:
            try:
                code = child.wait()
                break
            except KeyboardInterrupt:
                if interrupted:
                    child.kill()
                interrupted = True
    finally:
        signal.signal(signal.SIGTERM, before)
    if interrupted:
        raise KeyboardInterrupt
    return code if code >= 0 else 128 - code


def output(command: List[str], timeout: float = 30) -> Optional[str]:
    """What a command prints, or None if it cannot be started, fails or hangs."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            universal_newlines=True,  # noqa: UP021 - Python 3.6 has no text=
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


# ---------------------------------------------------------------- finding a Python


def candidates() -> List[List[str]]:
    """Commands that may start a Python, the preferred ones first."""
    found = []  # type: List[List[str]]
    if os.environ.get("PYTHON"):
        found.append([os.environ["PYTHON"]])
    found.append([sys.executable])
    found += [["python3.13"], ["python3.12"], ["python3"], ["python"], ["python3.14"]]
    if os.name == "nt":
        found += [["py", "-3.13"], ["py", "-3.12"], ["py", "-3"]]
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    managed = os.path.join(home, ".local", "share", "uv", "python")
    for minor in ("3.13", "3.12"):
        for pattern in (
            os.path.join(pyenv, "versions", minor + "*", "bin", "python"),
            os.path.join(managed, "cpython-" + minor + "*", "bin", "python3"),
            os.path.join("/opt", "homebrew", "bin", "python" + minor),
            os.path.join("/usr", "local", "bin", "python" + minor),
        ):
            found += [[path] for path in sorted(glob.glob(pattern), reverse=True)]
    return found


def probe(command: List[str]) -> Optional[Tuple[Tuple[int, ...], str, bool]]:
    """Start an interpreter: its version, its program file, whether it can make environments.

    Only running it tells: a pyenv shim may exist and fail.
    """
    lines = (output([*command, "-c", PROBE]) or "").split("\n")
    if len(lines) < 3 or not lines[1]:
        return None
    return tuple(int(part) for part in lines[0].split(".")), lines[1].strip(), lines[2].strip() == "True"


def find_python() -> str:
    """The first interpreter that runs, is new enough and can make environments.

    Raises:
        Refusal: if there is none; it lists what was found instead.
    """
    seen = {}  # type: Dict[str, str]
    for command in candidates():
        answer = probe(command)
        if answer is None:
            continue
        version, program, able = answer
        text = ".".join(str(part) for part in version)
        if version[:2] >= OLDEST and able:
            return program
        seen[program] = text if able else text + " (no ensurepip; on Debian or Ubuntu: python3-venv)"
    have = ", ".join(sorted(set(seen.values()))) or "-"
    raise Refusal(
        f"citybid needs Python 3.12 or newer; found: {have}. Install Python 3.13 and try again, "
        "or name an interpreter with the variable PYTHON.",
        f"citybid 需要 Python 3.12 或更高版本；找到的版本：{have}。请安装 Python 3.13 后重试，"
        "或用环境变量 PYTHON 指定解释器。",
    )


# ---------------------------------------------------------------- the environment


def program(name: str) -> str:
    """The path of a program inside the environment."""
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", name + ".exe")
    return os.path.join(VENV, "bin", name)


def stamp_path() -> str:
    """The file inside the environment that says whether it is finished, and from what."""
    return os.path.join(VENV, ".citybid-setup")


def read_stamp() -> str:
    """The stamp, or an empty text if there is none."""
    try:
        with open(stamp_path(), encoding="ascii") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


def write_stamp(text: str) -> None:
    """Replace the stamp in one move, so that it is never half written."""
    fresh = stamp_path() + ".new"
    with open(fresh, "w", encoding="ascii") as file:
        file.write(text + "\n")
    os.replace(fresh, stamp_path())


def fingerprint() -> str:
    """A hash of everything an environment depends on: this folder, the lock, the project file."""
    digest = hashlib.sha256(os.fsencode(ROOT))
    for name in ("requirements.lock", "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def ready() -> bool:
    """Whether the environment is complete and up to date."""
    return read_stamp() == fingerprint() and os.path.exists(program("python"))


def locked(name: str) -> str:
    """The lines of one package in the lock file, version and hashes."""
    lines = []  # type: List[str]
    with open(LOCK, encoding="utf-8") as file:
        for line in file:
            if not line.startswith(" "):
                if lines:
                    break
                if not line.startswith(name + "=="):
                    continue
            elif not lines:
                continue
            lines.append(line)
    return "".join(lines)


@contextmanager
def alone() -> Iterator[None]:
    """Hold back a second set-up of the same folder until the first is done (not on Windows)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(os.path.abspath(__file__), "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make an empty environment, or keep the one there is if it is sound."""
    stamp = read_stamp()
    if os.path.isdir(VENV) and os.listdir(VENV):
        if not stamp and not os.path.exists(os.path.join(VENV, "pyvenv.cfg")):
            raise Refusal(
                f"{VENV} exists and is not a Python environment; move it or set VENV.",
                f"{VENV} 已存在，但不是 Python 虚拟环境；请移走它，或设置 VENV。",
            )
        answer = probe([program("python")])
        if stamp != BUSY and answer is not None and answer[0][:2] >= OLDEST:
            write_stamp(BUSY)
            return
        if not stamp:
            raise Refusal(
                f"{VENV} is an environment that does not run Python 3.12 or newer; remove it or set VENV.",
                f"{VENV} 中的虚拟环境无法运行 Python 3.12 或更高版本；请删除它，或设置 VENV。",
            )
    base = find_python()
    say(f"Making {os.path.relpath(VENV, ROOT)} with {base}")
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    os.makedirs(VENV)
    write_stamp(BUSY)
    step([base, "-m", "venv", VENV])


def step(command: List[str], extra: Optional[Dict[str, str]] = None) -> None:
    """Run one command of the set-up; stop with a message if it fails."""
    code = execute(command, extra)
    if code:
        raise Refusal(
            "The set-up stopped: `{}` ended with {}. Run it again to continue.".format(" ".join(command[:5]), code),
            "安装中断：`{}` 的退出码为 {}。再次运行即可继续。".format(" ".join(command[:5]), code),
        )


def uv_index() -> Dict[str, str]:
    """Let uv use the package mirror that pip is set to, unless it has its own."""
    if any(os.environ.get(name) for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_NO_INDEX")):
        return {}
    url = os.environ.get("PIP_INDEX_URL")
    if not url:
        pip = [program("python"), "-m", "pip", "config", "get"]
        url = (output([*pip, "global.index-url"]) or output([*pip, "install.index-url"]) or "").strip()
    return {"UV_DEFAULT_INDEX": url} if url else {}


def install_uv() -> bool:
    """Put the locked uv into the environment; it installs several times faster than pip."""
    wanted = locked("uv")
    if not wanted:
        return False
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "uv.txt")
        with open(file, "w", encoding="utf-8") as out:
            out.write(wanted)
        pip = [program("python"), "-m", "pip", "install", "-qq"]
        return execute([*pip, "--require-hashes", "--no-deps", "--requirement", file]) == 0


def install() -> None:
    """Install the lock file, then the project itself, with uv or else with pip."""
    packages = ["--require-hashes", "--requirement", LOCK]
    project = ["--no-build-isolation", "--no-deps", "--editable", ROOT]
    if install_uv():
        uv = [program("uv"), "pip", "install", "--quiet"]
        mirror = uv_index()
        if execute([*uv, "--compile-bytecode", *packages], mirror) == 0:
            step([*uv, *project], mirror)
            return
        say("uv could not install the packages; trying pip.")
    pip = [program("python"), "-m", "pip", "install", "-qq"]
    step([*pip, *packages])
    step([*pip, *project])


def setup() -> None:
    """Make the environment complete; nothing to do if it is."""
    if ready():
        return
    with alone():
        if ready():
            return
        start = time.time()
        make_environment()
        say("Installing the locked packages; the first time takes about a minute.")
        install()
        write_stamp(fingerprint())
        say("Ready in {:.0f} s: {}".format(time.time() - start, program("python")))


# ---------------------------------------------------------------- the commands


def command_setup(arguments: List[str]) -> int:
    """Make the environment and install everything."""
    setup()
    say("The environment is up to date. / 环境已就绪。")
    return 0


def command_run(arguments: List[str]) -> int:
    """Compare the regimes of the worked case; a folder for each language."""
    setup()
    given = [arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == "--lang"]
    given += [word[len("--lang=") :] for word in arguments if word.startswith("--lang=")]
    spoken = given[-1:] or [os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)]
    folder = "rongchang_longchang" + ("_zh" if spoken and spoken[0].lower().startswith("zh") else "")
    case = ["compare", "rongchang_longchang", "--out", os.path.join("out", folder)]
    return execute([program("python"), "-m", "experiments.cli", *case, *arguments])


def command_check(arguments: List[str]) -> int:
    """Lint, format and types; all three, even if the first fails."""
    setup()
    python = program("python")
    failed = []
    first = 0
    for title, command in (
        ("lint: ruff check", [python, "-m", "ruff", "check", "."]),
        ("format: ruff format --check", [python, "-m", "ruff", "format", "--check", "."]),
        ("types: mypy", [python, "-m", "mypy"]),
    ):
        say("=== " + title)
        code = execute([*command, *arguments])
        if code:
            failed.append(title)
        first = first or code
    if failed:
        say("=== check failed: " + "; ".join(failed))
    return first


def command_test(arguments: List[str]) -> int:
    """The checks, then the tests; the arguments go to pytest."""
    first = command_check([])
    say("=== tests: pytest")
    named = any(os.path.exists(os.path.join(ROOT, word.split("::")[0])) for word in arguments)
    where = [] if named else ["tests"]
    code = execute([program("python"), "-m", "pytest", "-n", "2", *where, *arguments])
    if first:
        say("=== the checks before the tests failed, see above / 测试之前的检查未通过，见上文")
    return first or code


def command_bench(arguments: List[str]) -> int:
    """Measure runs, sizes, batches and start-up; the arguments go to benchmarks/performance.py."""
    setup()
    return execute([program("python"), "-m", "benchmarks.performance", *arguments])


def command_lock(arguments: List[str]) -> int:
    """Refresh the lock file: names, versions and hashes, no address and no path."""
    if not os.path.exists(program("uv")):
        with alone():
            make_environment()
            step([program("python"), "-m", "pip", "install", "-qq", "uv"])
    with tempfile.TemporaryDirectory() as folder:
        fresh = os.path.join(folder, "requirements.lock")
        if os.path.exists(LOCK):
            shutil.copyfile(LOCK, fresh)  # so that only what must change does
        how = ["--universal", "--python-version", "3.12", "--generate-hashes"]
        how += ["--no-header", "--no-annotate", "--quiet", "--extra", "dev", "--output-file", fresh]
        step(
            [program("uv"), "pip", "compile", *how, "pyproject.toml", "build.in", *arguments],
            uv_index(),
        )
        with open(fresh, encoding="utf-8") as file:
            text = file.read()
        if "://" in text:
            raise Refusal("The new lock file holds an address and was not kept.", "新的锁文件含有网址，未予保留。")
        with open(LOCK, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    say("requirements.lock: {} packages".format(sum(line[:1].isalnum() for line in text.split("\n"))))
    return 0


def command_clean(arguments: List[str]) -> int:
    """Remove caches and builds; results in out/ stay."""
    names = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "dist", "build"}
    for folder, folders, _ in os.walk(ROOT):
        for name in list(folders):
            path = os.path.join(folder, name)
            if path == VENV or name in (".git", ".venv", "out"):
                folders.remove(name)
            elif name in names:
                folders.remove(name)
                shutil.rmtree(path, ignore_errors=True)
    if "--all" in arguments and read_stamp():
        shutil.rmtree(VENV, ignore_errors=True)
    return 0


COMMANDS = {
    "setup": command_setup,
    "run": command_run,
    "test": command_test,
    "check": command_check,
    "bench": command_bench,
    "lock": command_lock,
    "clean": command_clean,
}


def main(arguments: List[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0 if arguments else 2
    if arguments[0] not in COMMANDS:
        say("Unknown command / 未知命令: {} ({})".format(arguments[0], ", ".join(COMMANDS)))
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Refusal as refusal:
        say(str(refusal))
        return ENVIRONMENT
    except OSError as error:
        say(f"The set-up stopped / 安装中断: {error}")
        return ENVIRONMENT
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
