"""Holds the running service against its own document with schemathesis: every check, for each role, on each database.

    python3 tests/contract/check.py [--cases N] [--databases sqlite,postgres] [--roles anonymous,...,admin] [--seed N]

Each role on each database gets a service of its own. Rounds with other seeds follow until so many cases were sent.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from service import DATABASES, ROLES, running

HERE = pathlib.Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20000, help="how many cases are sent at least, in all")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--roles", default=",".join(ROLES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=40, help="how many cases an operation gets at most, a phase")
    parser.add_argument("--jobs", type=int, default=1, help="how many runs at a time")
    parser.add_argument("--keep", help="a folder for the reports of what failed")
    return parser.parse_args()


def schemathesis():
    """The command, from the folder of the Python that runs this, else from the path."""
    beside = pathlib.Path(sys.executable).parent / "schemathesis"
    return str(beside) if beside.is_file() else "schemathesis"


def one_run(service, role, seed, examples, folder):
    """One run; how many cases it sent, whether all went well, and what it printed."""
    command = [
        schemathesis(), "--config-file", str(HERE / "schemathesis.toml"), "run", f"{service.base}/openapi.json",
        "--checks", "all", "--max-examples", str(examples), "--seed", str(seed), "--continue-on-failure",
        "--suppress-health-check", "all", "--generation-database", "none", "--no-color", "--request-timeout", "30",
    ]
    for name, value in service.headers(role).items():
        command += ["--header", f"{name}: {value}"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE),
                   "KEY_IN_USE": service.key_id(role) or ""}
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    text = ended.stdout + ended.stderr
    count = re.search(r"^\s+(\d+) generated", text, re.MULTILINE)
    return int(count.group(1)) if count else 0, ended.returncode == 0 and count is not None, text


def failures_in_log(service):
    """Answers of the service that failed by its own log."""
    text = service.log.read_text(encoding="utf-8", errors="replace")
    # The HTTP library calls a request that cannot be read an error; it is the client's.
    return [line for line in text.splitlines() if '"level":"ERROR"' in line and '"actix_http' not in line]


def checked(asked, database, role, seed):
    """A service for one role on one database, and a run against it; how many cases it sent, and whether all went well."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running(database) as service:
        cases, is_well, text = one_run(service, role, seed, asked.examples, folder)
        faults = failures_in_log(service)
        # A key that was revoked on the way would make the rest of the run say nothing.
        if not service.takes(role):
            faults.append(f"the key of {role} is taken no more")
    is_well = is_well and not faults
    lines = [f"{'ok    ' if is_well else 'FAILED'} {database:8} {role:9} seed {seed}: {cases} cases, "
             f"{time.monotonic() - begun:.0f} s"]
    if not is_well:
        lines += [text, *faults[:20]]
        if asked.keep:
            kept = pathlib.Path(asked.keep)
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"{database}-{role}-{seed}.txt").write_text(text)
    print("\n".join(lines), flush=True)
    return cases, is_well


def main():
    asked = arguments()
    pairs = [(database, role) for database in asked.databases.split(",") for role in asked.roles.split(",")]
    failed, seed = 0, asked.seed
    by_pair = collections.Counter()
    started = time.monotonic()
    while by_pair.total() < asked.cases and not failed:
        with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
            runs = [pool.submit(checked, asked, database, role, seed) for database, role in pairs]
            try:
                for pair, run in zip(pairs, runs):
                    cases, is_well = run.result()
                    by_pair[pair] += cases
                    failed += not is_well
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        seed += 1
    print(json.dumps({
        "cases": by_pair.total(), "failed_runs": failed, "seconds": round(time.monotonic() - started),
        "by_database_and_role": {" ".join(pair): count for pair, count in by_pair.items()},
    }, indent=2))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
