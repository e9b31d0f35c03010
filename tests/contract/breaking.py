"""Whether an OpenAPI document breaks the clients of an earlier one.

    python3 tests/contract/breaking.py openapi/released.json openapi/openapi.json

A request that was valid must stay valid, and an answer must be one that the earlier document describes. What breaks a
client is listed, and fails unless the version says so: a new major version, or a new minor one below 1.0.
It knows JSON Schema as far as the document uses it, and takes what it does not know for a break where it has changed.
"""

import json
import sys

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# Words of a schema that say nothing about which values are valid.
SILENT = {
    "description", "title", "example", "examples", "default", "deprecated", "format", "discriminator", "xml",
    "externalDocs", "readOnly", "writeOnly", "$comment", "contentMediaType",
}
# Words that are compared one by one below.
KNOWN = {
    "type", "enum", "const", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
    "maxLength", "minItems", "maxItems", "uniqueItems", "items", "properties", "required", "additionalProperties",
    "propertyNames", "oneOf", "anyOf", "allOf", "$ref", "multipleOf", "minProperties", "maxProperties",
}
ALL_TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})

# Upper and lower limits: the word, and whether more of it is narrower.
LIMITS = [
    ("minimum", True), ("exclusiveMinimum", True), ("minLength", True), ("minItems", True), ("minProperties", True),
    ("maximum", False), ("exclusiveMaximum", False), ("maxLength", False), ("maxItems", False),
    ("maxProperties", False),
]


class Schemas:
    """Whether each value of one schema is a value of another, in two documents."""

    def __init__(self, narrow, wide):
        self.narrow, self.wide = narrow, wide
        self.open = set()

    def outside(self, narrow, wide, place):
        """Why a value of `narrow` may be none of `wide`: sentences; none where it always is one."""
        narrow, wide = resolved(self.narrow, narrow), resolved(self.wide, wide)
        if wide is True or wide == {} or narrow is False:
            return []
        narrow = {} if narrow is True else narrow
        if wide is False:
            return [f"{place}: nothing is valid any more"]
        pair = (id(narrow), id(wide))
        if pair in self.open:
            return []
        self.open.add(pair)
        try:
            return self.compared(narrow, wide, place)
        finally:
            self.open.discard(pair)

    def compared(self, narrow, wide, place):
        for word in ("oneOf", "anyOf"):
            if word in narrow:
                rest = {key: value for key, value in narrow.items() if key not in (word, *SILENT)}
                found = []
                for branch in narrow[word]:
                    branch = resolved(self.narrow, branch)
                    if rest and isinstance(branch, dict):
                        branch = {**rest, **branch}
                    found += self.outside(branch, wide, place)
                return found
        for word in ("oneOf", "anyOf"):
            if word in wide:
                best = None
                for branch in wide[word]:
                    found = self.outside(narrow, branch, place)
                    if best is None or len(found) < len(best):
                        best = found
                    if not found:
                        break
                return best or []
        found = []
        for part in wide.get("allOf", []):
            found += self.outside(narrow, part, place)
        if "allOf" in narrow:
            narrow = merged(self.narrow, narrow)
        if "allOf" in wide:
            wide = {key: value for key, value in wide.items() if key != "allOf"}
        return found + self.plain(narrow, wide, place)

    def plain(self, narrow, wide, place):
        found = []
        types, known = type_set(narrow), type_set(wide)
        new = types - known - ({"integer"} if "number" in known else set())
        if new:
            found.append(f"{place}: type {word_list(new)} is not among {word_list(known)}")
        values = allowed(narrow)
        known_values = allowed(wide)
        if known_values is not None:
            if values is None:
                found.append(f"{place}: any value, where only {word_list(known_values)} is known")
            elif values - known_values:
                found.append(f"{place}: value {word_list(values - known_values)} is not among the known ones")
        if "pattern" in wide and wide["pattern"] != narrow.get("pattern") and values is None:
            found.append(f"{place}: the pattern is another one")
        for word, more_is_narrower in LIMITS:
            if word not in wide or values is not None:
                continue
            limit, given = wide[word], narrow.get(word)
            if given is None or (given < limit if more_is_narrower else given > limit):
                found.append(f"{place}: {word} is {given}, where {limit} is known")
        if "items" in wide and "array" in types & known:
            found += self.outside(narrow.get("items", {}), wide["items"], f"{place}[]")
        found += self.objects(narrow, wide, place) if "object" in types & known else []
        for word in sorted((narrow.keys() | wide.keys()) - SILENT - KNOWN):
            if narrow.get(word) != wide.get(word):
                found.append(f"{place}: {word} is not the same")
        for word in ("uniqueItems", "multipleOf", "propertyNames"):
            if word in wide and narrow.get(word) != wide[word]:
                found.append(f"{place}: {word} is not the same")
        return found

    def objects(self, narrow, wide, place):
        found = []
        given, known = narrow.get("properties", {}), wide.get("properties", {})
        for name in sorted(set(wide.get("required", [])) - set(narrow.get("required", []))):
            found.append(f"{place}.{name}: may be left out, where it is always there")
        for name in sorted(given):
            if name in known:
                found += self.outside(given[name], known[name], f"{place}.{name}")
            elif wide.get("additionalProperties") is False:
                found.append(f"{place}.{name}: is not known")
        others, known_others = narrow.get("additionalProperties", True), wide.get("additionalProperties", True)
        if isinstance(known_others, dict):
            if others not in (False, True):
                found += self.outside(others, known_others, f"{place}.*")
            elif others is True:
                found.append(f"{place}.*: may be anything")
        if known_others is False and others is not False:
            found.append(f"{place}.*: fields that are not known may be there")
        return found


def resolved(document, schema):
    """A schema with the reference at its top followed."""
    seen = set()
    while isinstance(schema, dict) and "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        target = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if part not in target:
                raise SystemExit(f"{schema['$ref']} is referred to and not there")
            target = target[part]
        schema = target
    return schema


def merged(document, schema):
    """A schema with the parts of its allOf put together."""
    whole = {key: value for key, value in schema.items() if key != "allOf"}
    for part in schema["allOf"]:
        part = resolved(document, part)
        if "allOf" in part:
            part = merged(document, part)
        for key, value in part.items():
            if key == "properties":
                whole[key] = {**value, **whole.get(key, {})}
            elif key == "required":
                whole[key] = sorted(set(value) | set(whole.get(key, [])))
            else:
                whole.setdefault(key, value)
    return whole


def type_set(schema):
    kind = schema.get("type")
    if kind is not None:
        return frozenset([kind] if isinstance(kind, str) else kind)
    values = allowed(schema)
    if values is not None:
        kinds = {"s": "string", "t": "boolean", "f": "boolean", "n": "null"}
        return frozenset({'"': "string", **kinds}.get(text[0], "number") for text in values)
    if "properties" in schema or "additionalProperties" in schema:
        return frozenset({"object"})
    return ALL_TYPES


def allowed(schema):
    """The values that alone are valid, as JSON texts; None where any is."""
    if "const" in schema:
        return {json.dumps(schema["const"], ensure_ascii=False)}
    if "enum" in schema:
        return {json.dumps(value, ensure_ascii=False) for value in schema["enum"]}
    return None


def word_list(words):
    return ", ".join(sorted(words))


def dropped(old_document, new_document, old, new, place, seen=None):
    """Fields that an object had and has no more: a client that reads or sends them loses something."""
    seen = set() if seen is None else seen
    old, new = resolved(old_document, old), resolved(new_document, new)
    if not (isinstance(old, dict) and isinstance(new, dict)) or (id(old), id(new)) in seen:
        return []
    seen.add((id(old), id(new)))
    old = merged(old_document, old) if "allOf" in old else old
    new = merged(new_document, new) if "allOf" in new else new
    found = []
    new_fields = new.get("properties", {})
    for name, schema in sorted(old.get("properties", {}).items()):
        if name in new_fields:
            found += dropped(old_document, new_document, schema, new_fields[name], f"{place}.{name}", seen)
        elif not ("oneOf" in new or "anyOf" in new):
            found.append(f"{place}.{name}: the field is gone")
    if "items" in old and "items" in new:
        found += dropped(old_document, new_document, old["items"], new["items"], f"{place}[]", seen)
    for word in ("oneOf", "anyOf"):
        # A field that may be null is a choice between null and the thing itself.
        pairs = zip(old.get(word, []), new.get(word, []))
        for one, other in pairs:
            found += dropped(old_document, new_document, one, other, place, seen)
    return found


def operations(document):
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield (path, method), {"parameters": item.get("parameters", []), "item": item[method]}


def parameters(document, operation):
    listed = operation["parameters"] + operation["item"].get("parameters", [])
    return {(one["in"], one["name"].lower() if one["in"] == "header" else one["name"]): one
            for one in (resolved(document, parameter) for parameter in listed)}


def security(document, operation):
    """The ways in: sets of schemes with scopes, any of which is enough; an empty set is an open door."""
    ways = operation["item"].get("security", document.get("security"))
    if not ways:
        return [frozenset()]
    return [frozenset((name, scope) for name, scopes in way.items() for scope in (scopes or [""])) for way in ways]


def breaks(old, new):
    """What in `new` breaks a client of `old`, as sentences."""
    found = []
    new_operations = dict(operations(new))
    for key, before in operations(old):
        at = f"{key[1].upper()} {key[0]}"
        after = new_operations.get(key)
        if after is None:
            found.append(f"{at}: the operation is gone")
            continue
        if before["item"].get("operationId") != after["item"].get("operationId"):
            found.append(f"{at}: the operationId was {before['item'].get('operationId')}")
        found += parameter_breaks(old, new, before, after, at)
        found += body_breaks(old, new, before, after, at)
        found += answer_breaks(old, new, before, after, at)
        was, now = security(old, before), security(new, after)
        for way in was:
            if not any(other <= way for other in now):
                shown = " and ".join(" ".join(part).strip() for part in sorted(way)) or "no key"
                found.append(f"{at}: {shown} is not enough any more")
    return list(dict.fromkeys(found))


def parameter_breaks(old, new, before, after, at):
    was, now = parameters(old, before), parameters(new, after)
    found = []
    for key, parameter in was.items():
        place = f"{at}: {key[0]} parameter {key[1]}"
        if key not in now:
            found.append(f"{place} is gone")
            continue
        if now[key].get("required") and not parameter.get("required"):
            found.append(f"{place} is required now")
        for word in ("style", "explode"):
            if parameter.get(word) != now[key].get(word):
                found.append(f"{place}: {word} is not the same")
        found += Schemas(old, new).outside(parameter.get("schema", {}), now[key].get("schema", {}), place)
    for key in now.keys() - was.keys():
        if now[key].get("required"):
            found.append(f"{at}: {key[0]} parameter {key[1]} is new and required")
    return found


def body_breaks(old, new, before, after, at):
    was = resolved(old, before["item"].get("requestBody"))
    now = resolved(new, after["item"].get("requestBody"))
    if was is None:
        return [f"{at}: a body is required now"] if now is not None and now.get("required") else []
    if now is None:
        return [f"{at}: no body is taken any more"]
    found = [f"{at}: a body is required now"] if now.get("required") and not was.get("required") else []
    for media_type, content in was["content"].items():
        place = f"{at}: body {media_type}"
        if media_type not in now["content"]:
            found.append(f"{place} is not taken any more")
            continue
        schemas = content.get("schema", {}), now["content"][media_type].get("schema", {})
        found += dropped(old, new, *schemas, place)
        found += Schemas(old, new).outside(*schemas, place)
    return found


def answer_breaks(old, new, before, after, at):
    found = []
    was, now = before["item"]["responses"], after["item"]["responses"]
    for status, response in was.items():
        response = resolved(old, response)
        place = f"{at}: answer {status}"
        if status not in now:
            # An error that cannot come any more breaks nobody.
            if not status.startswith(("4", "5")):
                found.append(f"{place} is gone")
            continue
        other = resolved(new, now[status])
        for name in response.get("headers", {}):
            if name.lower() not in {known.lower() for known in other.get("headers", {})}:
                found.append(f"{place}: the header {name} is gone")
        contents = other.get("content", {})
        for media_type, content in response.get("content", {}).items():
            if media_type not in contents:
                found.append(f"{place}: {media_type} is gone")
                continue
            schemas = content.get("schema", {}), contents[media_type].get("schema", {})
            found += dropped(old, new, *schemas, f"{place} {media_type}")
            found += Schemas(new, old).outside(schemas[1], schemas[0], f"{place} {media_type}")
    for status in now.keys() - was.keys():
        if status.startswith("2"):
            found.append(f"{at}: answer {status} is new")
    return found


def version(document):
    numbers = document["info"]["version"].split("-")[0].split(".")
    return tuple(int(number) for number in (numbers + ["0", "0"])[:3])


def may_break(old, new):
    """Whether the version says that clients may break."""
    before, after = version(old), version(new)
    return after[0] > before[0] or (before[0] == after[0] == 0 and after[1] > before[1])


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    old, new = (json.load(open(path, encoding="utf-8")) for path in arguments)
    shown = f"{old['info']['version']} to {new['info']['version']}"
    if version(new) < version(old):
        print(f"the version goes back, from {shown}")
        return 1
    found = breaks(old, new)
    for line in found:
        print(line)
    if not found:
        print(f"nothing breaks a client, from {shown}")
        return 0
    if may_break(old, new):
        print(f"{len(found)} breaks, and the version says so: from {shown}")
        return 0
    print(f"{len(found)} breaks, from {shown}: take them back, or let the version say so")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
