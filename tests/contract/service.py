"""Starts the service for the contract's checks: on a database of its own, with the real demonstration plan and a key for
each role, and ends it again. It does not know what is checked.
"""

import contextlib
import glob
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROLES = ("anonymous", "read", "report", "plan", "admin")
DATABASES = ("sqlite", "postgres")


def program():
    """The program: PLANTRACK_PROGRAM, else the one that cargo has built."""
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    path = pathlib.Path(os.environ.get("PLANTRACK_PROGRAM", pathlib.Path(target) / "debug" / "plantrack"))
    if not path.is_file():
        raise SystemExit(f"{path} is not there; build it: cargo build")
    return str(path)


@contextlib.contextmanager
def postgres(folder):
    """A PostgreSQL server on a free port, with an empty database; its address."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb")]
    if not found[-1]:
        raise SystemExit("PostgreSQL's server programs are not installed: apt-get install postgresql")
    binaries = pathlib.Path(found[-1]).parent
    data = pathlib.Path(folder) / "pg"
    data.mkdir()
    user = None
    if os.getuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(data, user)
        os.chmod(folder, 0o755)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": user, "cwd": "/"}
    subprocess.run([binaries / "initdb", "-D", data, "-U", "plantrack", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
                   check=True, **quiet)
    port = free_port()
    server = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data, "-c", "max_connections=60"],
        **quiet)
    try:
        for _ in range(300):
            ready = subprocess.run([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
            if ready.returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgres://plantrack@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Service:
    """A running service: its address, and a key for each role (none for anonymous)."""

    def __init__(self, base, keys, log):
        self.base, self.keys, self.log = base, keys, log

    def headers(self, role):
        return {"Authorization": f"Bearer {self.keys[role]}"} if self.keys.get(role) else {}

    def key_id(self, role):
        """The part of the role's key that may be shown; None for anonymous."""
        key = self.keys.get(role)
        return key and key.removeprefix("plantrack_")[:12]

    def takes(self, role):
        """Whether the role's key is taken."""
        try:
            self.get("/api/v1/plans", role)
        except urllib.error.HTTPError:
            return False
        return True

    def get(self, path, role="admin"):
        request = urllib.request.Request(self.base + path, headers=self.headers(role))
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()


def create_keys(command, environment):
    keys = {"anonymous": None}
    for role in ROLES[1:]:
        made = subprocess.run([*command, "keys", "create", "--name", f"contract {role}", "--scope", role],
                              env=environment, capture_output=True, text=True, check=True)
        keys[role] = made.stdout.strip()
    return keys


@contextlib.contextmanager
def running(database="sqlite", settings=None):
    """A service on an empty database of that kind; `settings` are variables of its environment."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="plantrack-contract-"))
        if database == "postgres":
            url = stack.enter_context(postgres(folder))
        else:
            url = f"sqlite://{folder}/plantrack.db"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PLANTRACK")}
        environment = {**clean, "PLANTRACK__DATABASE__URL": url, **(settings or {})}
        command = [program()]
        subprocess.run([*command, "migrate", "up"], env=environment, check=True, capture_output=True)
        keys = create_keys(command, environment)
        log = pathlib.Path(folder) / "service.log"
        with open(log, "wb") as out:
            server = subprocess.Popen([*command, "serve", "--demo", "--port", "0"], env=environment, cwd=folder,
                                      stdout=out, stderr=out)
        try:
            yield Service(address(server, log), keys, log)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                raise SystemExit("the service did not stop within 30 s") from None


def address(server, log):
    for _ in range(600):
        text = log.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"plantrack serves at (http://[^/\s]+)/", text)
        if found:
            return found.group(1)
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"the service did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
