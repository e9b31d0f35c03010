"""Writes the bill of materials of the program, CycloneDX 1.5 in JSON, from what cargo has resolved.

    python3 .ci/sbom.py FILE

Every crate that the program is built from is in it, with its licence, its package URL and the checksum of Cargo.lock; those
that only take part in building have the scope "excluded". Crates that tests alone need are not in it. The same Cargo.lock
gives the same file, byte for byte.
"""

import json
import pathlib
import re
import subprocess
import sys
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[1]
TARGET = "x86_64-unknown-linux-gnu"


def checksums():
    text = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
    entry = re.compile(r'name = "([^"]+)"\nversion = "([^"]+)"\nsource = "[^"]+"\nchecksum = "([0-9a-f]{64})"')
    return {(name, version): checksum for name, version, checksum in entry.findall(text)}


def metadata():
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def reached(nodes, root, kinds):
    """The packages that are reached from one through dependencies of some kinds."""
    found, open_ones = set(), [root]
    while open_ones:
        one = open_ones.pop()
        if one in found:
            continue
        found.add(one)
        for other in nodes[one]["deps"]:
            if any(kind["kind"] in kinds for kind in other["dep_kinds"]):
                open_ones.append(other["pkg"])
    return found


def component(package, known, scope):
    name, version = package["name"], package["version"]
    entry = {
        "type": "library",
        "bom-ref": f"pkg:cargo/{name}@{version}",
        "name": name,
        "version": version,
        "scope": scope,
        "purl": f"pkg:cargo/{name}@{version}",
    }
    if package.get("description"):
        entry["description"] = " ".join(package["description"].split())
    if package.get("license"):
        entry["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if (name, version) in known:
        entry["hashes"] = [{"alg": "SHA-256", "content": known[name, version]}]
    if package.get("repository"):
        entry["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return entry


def bill():
    data, known = metadata(), checksums()
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    root = next(one for one, package in packages.items() if package["name"] == "plantrack")
    shipped = reached(nodes, root, {None})
    built = reached(nodes, root, {None, "build"})
    ordered = sorted(built - {root}, key=lambda one: (packages[one]["name"], packages[one]["version"]))
    ref = lambda one: f"pkg:cargo/{packages[one]['name']}@{packages[one]['version']}"
    components = [
        component(packages[one], known, "required" if one in shipped else "excluded") for one in ordered
    ]
    dependencies = [
        {"ref": ref(one), "dependsOn": sorted({ref(other["pkg"]) for other in nodes[one]["deps"] if other["pkg"] in built})}
        for one in [root, *ordered]
    ]
    program = component(packages[root], known, "required")
    program["type"] = "application"
    del program["scope"]
    seed = json.dumps(components, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}",
        "version": 1,
        "metadata": {"component": program},
        "components": components,
        "dependencies": dependencies,
    }


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    document = bill()
    parts = document["components"]
    lacking = [part["name"] for part in parts if "licenses" not in part]
    unsigned = [part["name"] for part in parts if "hashes" not in part and part["name"] != "migrations"]
    if lacking or unsigned:
        print(f"without a licence: {lacking}; without a checksum: {unsigned}")
        return 1
    path = pathlib.Path(arguments[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    shipped = sum(part["scope"] == "required" for part in parts)
    print(f"{path}: {len(parts)} components, {shipped} of them in the program")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
