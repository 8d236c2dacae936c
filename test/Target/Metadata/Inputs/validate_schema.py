#!/usr/bin/env python3
"""Validates JSON files against a schema: the part of JSON Schema that ours uses.

    validate_schema.py SCHEMA FILE...

Prints `FILE: valid`, or the first fault with its path, and exits 1. A keyword that is
not known here is a fault of the schema: nothing is skipped silently.
"""
import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
NOTES = {"$schema", "title", "description", "$defs"}


class Fault(Exception):
    pass


def has_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def check(value, schema, root, path):
    def require(condition, what):
        if not condition:
            raise Fault("%s: %s, found %s" % (path or "/", what, json.dumps(value)[:80]))

    for key, rule in schema.items():
        if key == "$ref":
            name = rule.rsplit("/", 1)[1]
            check(value, root["$defs"][name], root, path)
        elif key == "type":
            require(has_type(value, rule), "must be of type " + rule)
        elif key == "const":
            require(value == rule, "must be %s" % json.dumps(rule))
        elif key == "enum":
            require(value in rule, "must be one of %s" % json.dumps(rule))
        elif key == "minimum":
            require(value >= rule, "must be at least %d" % rule)
        elif key == "maximum":
            require(value <= rule, "must be at most %d" % rule)
        elif key in ("minItems", "minLength"):
            require(len(value) >= rule, "is too short")
        elif key == "maxItems":
            require(len(value) <= rule, "is too long")
        elif key == "pattern":
            require(re.search(rule, value), "must match " + rule)
        elif key == "required":
            for name in rule:
                require(name in value, "lacks '%s'" % name)
        elif key == "properties":
            for name, part in rule.items():
                if name in value:
                    check(value[name], part, root, path + "/" + name)
        elif key == "additionalProperties":
            extra = sorted(set(value) - set(schema["properties"]))
            require(rule or not extra, "has unknown members %s" % extra)
        elif key == "items":
            for index, item in enumerate(value):
                check(item, rule, root, "%s/%d" % (path, index))
        elif key == "oneOf":
            require(sum(matches(value, part, root) for part in rule) == 1,
                    "must match exactly one form")
        elif key not in NOTES:
            raise Fault("the schema uses '%s', which is not known here" % key)


def matches(value, schema, root):
    try:
        check(value, schema, root, "")
        return True
    except Fault:
        return False


def main():
    with open(sys.argv[1]) as file:
        schema = json.load(file)
    for path in sys.argv[2:]:
        with open(path) as file:
            value = json.load(file)
        try:
            check(value, schema, schema, "")
        except Fault as fault:
            print("%s: %s" % (path, fault))
            return 1
        print("%s: valid" % path)
    return 0


sys.exit(main())
