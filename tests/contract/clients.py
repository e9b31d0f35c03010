"""Generates the typed clients of the document, compiles them, and takes one way through a running service with each.

    python3 tests/contract/clients.py [--only typescript|python]

Node (20 or later) and npm are needed, and openapi-python-client, mypy and ruff beside this Python or on the path.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from service import ROOT, running

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = ROOT / "openapi" / "openapi.json"


def run(*command, **options):
    print("+", *(str(part) for part in command), flush=True)
    subprocess.run([str(part) for part in command], check=True, **options)


def python_environment():
    """The environment with the tools of this Python on the path."""
    beside = str(pathlib.Path(sys.executable).parent)
    return {**os.environ, "PATH": beside + os.pathsep + os.environ["PATH"]}


def typescript(folder, service):
    """openapi-typescript and the compiler, strict; then the program."""
    for name in ("package.json", "package-lock.json", "tsconfig.json", "walk.ts"):
        shutil.copy(HERE / "typescript" / name, folder / name)
    run("npm", "ci", "--no-audit", "--no-fund", "--silent", cwd=folder)
    run("npx", "--no-install", "openapi-typescript", DOCUMENT, "--output", "schema.d.ts", cwd=folder)
    run("npx", "--no-install", "tsc", "--project", "tsconfig.json", cwd=folder)
    run("node", "built/walk.js", cwd=folder, env={**os.environ, **addressed(service)})


def python(folder, service):
    """openapi-python-client and mypy; then the program."""
    environment = python_environment()
    run("openapi-python-client", "generate", "--path", DOCUMENT, "--config", HERE / "python" / "config.yaml", "--meta", "none",
        "--output-path", folder / "plantrack_client", env=environment, stdout=subprocess.DEVNULL)
    shutil.copy(HERE / "python" / "walk.py", folder / "walk.py")
    run(sys.executable, "walk.py", cwd=folder, env={**environment, **addressed(service)})


def addressed(service):
    found = {"PLANTRACK": service.base}
    if service.keys.get("admin"):
        found["PLANTRACK_KEY"] = service.keys["admin"]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["typescript", "python"])
    only = parser.parse_args().only
    with running("sqlite") as service:
        for way in (typescript, python):
            if only in (None, way.__name__):
                with tempfile.TemporaryDirectory(prefix="plantrack-client-") as folder:
                    way(pathlib.Path(folder), service)


if __name__ == "__main__":
    main()
