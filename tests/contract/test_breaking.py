"""What breaks a client and what does not, one change at a time."""

import copy
import unittest

from breaking import breaks, may_break

ANSWER = {
    "type": "object",
    "required": ["code", "status"],
    "properties": {
        "code": {"$ref": "#/components/schemas/Code"},
        "status": {"type": "string", "enum": ["good", "bad"]},
        "note": {"type": ["string", "null"]},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Answer"}},
        "of": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Code"}]},
    },
}
ASKED = {
    "type": "object",
    "required": ["code"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 10},
        "kind": {"type": "string", "enum": ["one", "two"]},
        "size": {"type": "integer", "minimum": 0, "maximum": 9},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"version": "0.1.0"},
    "security": [{}],
    "paths": {
        "/things/{code}": {
            "get": {
                "operationId": "show_thing",
                "parameters": [
                    {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "lang", "in": "query", "schema": {"type": "string", "enum": ["zh", "en"]}},
                ],
                "responses": {
                    "200": {
                        "headers": {"ETag": {}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
                    },
                    "404": {"content": {"application/problem+json": {"schema": {"type": "object"}}}},
                },
            },
            "put": {
                "operationId": "set_thing",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}},
                },
                "responses": {"204": {}},
            },
        }
    },
    "components": {"schemas": {"Answer": ANSWER, "Asked": ASKED, "Code": {"type": "string", "maxLength": 10}}},
}
GET = ("paths", "/things/{code}", "get")
PUT = ("paths", "/things/{code}", "put")
ANSWERED = ("components", "schemas", "Answer", "properties")
GIVEN = ("components", "schemas", "Asked", "properties")


def changed(*changes):
    """The document with values set; a value of None takes the place away."""
    document = copy.deepcopy(DOCUMENT)
    for *way, last, value in changes:
        place = document
        for step in way:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return document


class Breaking(unittest.TestCase):
    def broken(self, wanted, *changes):
        found = breaks(DOCUMENT, changed(*changes))
        self.assertTrue(any(wanted in line for line in found), (wanted, found))

    def kept(self, *changes):
        self.assertEqual(breaks(DOCUMENT, changed(*changes)), [])

    def test_the_same_document_breaks_nothing(self):
        self.kept()

    def test_operations(self):
        self.broken("the operation is gone", ("paths", "/things/{code}", None))
        self.broken("the operation is gone", (*PUT, None))
        self.broken("the operationId was show_thing", (*GET, "operationId", "find_thing"))
        self.kept(("paths", "/more", {"get": {"operationId": "more", "responses": {}}}))
        self.kept((*GET, "description", "other words"), (*GET, "tags", ["x"]))

    def test_parameters(self):
        lang = (*GET, "parameters", 1)
        self.broken("query parameter lang is required now", (*lang, "required", True))
        self.broken('value "en" is not among the known ones', (*lang, "schema", "enum", ["zh"]))
        self.broken("query parameter language is new and required",
                    (*GET, "parameters", DOCUMENT["paths"]["/things/{code}"]["get"]["parameters"]
                     + [{"name": "language", "in": "query", "required": True}]))
        self.broken("query parameter lang is gone", (*lang, "name", "language"))
        self.broken("maxLength", (*GET, "parameters", 0, "schema", "maxLength", 5))
        self.kept((*lang, "schema", "enum", ["zh", "en", "fr"]))
        self.kept((*lang, "schema", "enum", None))
        self.kept((*GET, "parameters", DOCUMENT["paths"]["/things/{code}"]["get"]["parameters"]
                   + [{"name": "on", "in": "query", "schema": {"type": "string"}}]))

    def test_bodies(self):
        asked = ("components", "schemas", "Asked")
        self.broken(".kind: may be left out", (*asked, "required", ["code", "kind"]))
        self.broken(".size: the field is gone", (*GIVEN, "size", None))
        self.broken('"two"', (*GIVEN, "kind", "enum", ["one"]))
        self.broken("maximum is 9, where 8 is known", (*GIVEN, "size", "maximum", 8))
        self.broken("the pattern is another one", (*GIVEN, "code", "pattern", "^[a-c]+$"))
        self.broken("type integer", (*GIVEN, "size", "type", "string"))
        self.broken("application/json is not taken any more",
                    (*PUT, "requestBody", "content", {"text/csv": {}}))
        self.broken("no body is taken any more", (*PUT, "requestBody", None))
        self.broken("a body is required now", (*GET, "requestBody", {"required": True, "content": {}}))
        self.kept((*GIVEN, "more", {"type": "string"}))
        self.kept((*GIVEN, "kind", "enum", ["one", "two", "three"]))
        self.kept((*GIVEN, "size", "type", ["integer", "null"]))
        self.kept((*GIVEN, "size", {"type": "number"}))
        self.kept((*asked, "required", []))
        self.kept((*PUT, "requestBody", "required", False))

    def test_answers(self):
        answer = ("components", "schemas", "Answer")
        self.broken(".note: the field is gone", (*ANSWERED, "note", None))
        self.broken(".status: may be left out", (*answer, "required", ["code"]))
        self.broken('"open"', (*ANSWERED, "status", "enum", ["good", "bad", "open"]))
        self.broken("type null", (*ANSWERED, "status", {"type": ["string", "null"], "enum": ["good", "bad"]}))
        self.broken("type integer", (*ANSWERED, "note", {"type": "integer"}))
        self.broken("maxLength", ("components", "schemas", "Code", "maxLength", 11))
        self.broken("type array", (*ANSWERED, "of", "oneOf", 1, {"type": "array"}))
        self.broken("answer 200 is gone", (*GET, "responses", "200", None))
        self.broken("answer 202 is new", (*PUT, "responses", "202", {}))
        self.broken("the header ETag is gone", (*GET, "responses", "200", "headers", {}))
        self.broken("application/json is gone", (*GET, "responses", "200", "content", {"text/csv": {}}))
        self.kept((*ANSWERED, "more", {"type": "string"}), (*answer, "required", ["code", "status", "more"]))
        self.kept((*answer, "required", ["code", "status", "note"]))
        self.kept((*ANSWERED, "status", "enum", ["good"]))
        self.kept((*GET, "responses", "404", None), (*GET, "responses", "429", {}))
        self.kept((*GET, "responses", "200", "headers", "Vary", {}))

    def test_a_field_deep_within_is_found(self):
        deep = {"type": "object", "properties": {"a": {"type": "array", "items": {"$ref": "#/components/schemas/Code"}}}}
        old, new = changed((*ANSWERED, "deep", deep)), changed((*ANSWERED, "deep", deep))
        new["components"]["schemas"]["Code"]["type"] = "integer"
        self.assertTrue(any(".deep.a[]" in line for line in breaks(old, new)))

    def test_parts_put_together_are_compared_as_one(self):
        whole = {"allOf": [{"$ref": "#/components/schemas/Part"}, {"type": "object", "properties": {"x": {}}}]}
        part = {"type": "object", "properties": {"size": {"type": "integer"}}}
        old = changed((*ANSWERED, "whole", whole), ("components", "schemas", "Part", part))
        self.assertEqual(breaks(old, copy.deepcopy(old)), [])
        new = copy.deepcopy(old)
        del new["components"]["schemas"]["Part"]["properties"]["size"]
        self.assertTrue(any(".whole.size: the field is gone" in line for line in breaks(old, new)))

    def test_keys(self):
        self.broken("no key is not enough any more", ("security", [{"key": ["read"]}]))
        self.broken("no key is not enough any more", (*PUT, "security", [{"key": ["plan"]}]))
        keyed = changed(("security", [{"key": ["read"]}]))
        self.assertEqual(breaks(keyed, DOCUMENT), [])
        more = changed(("security", [{"key": ["read", "plan"]}]))
        self.assertTrue(any("key read is not enough" in line for line in breaks(keyed, more)))

    def test_words_of_a_schema_that_are_not_known_are_a_break_where_they_change(self):
        self.broken("if is not the same", (*GIVEN, "code", "if", {"type": "string"}))

    def test_what_the_version_says(self):
        def of(text):
            return {"info": {"version": text}}

        for before, after, wanted in [
            ("0.1.0", "0.1.1", False), ("0.1.0", "0.2.0", True), ("0.9.0", "1.0.0", True), ("1.0.0", "1.1.0", False),
            ("1.4.0", "2.0.0", True), ("1.0.0", "1.0.0", False), ("0.1.0", "0.1.0", False),
        ]:
            self.assertEqual(may_break(of(before), of(after)), wanted, (before, after))


if __name__ == "__main__":
    unittest.main()
