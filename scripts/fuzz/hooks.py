"""What chance alone would hardly ever send, so that requests reach further than their first refusal."""

import hashlib
import json
import os
import re
from datetime import datetime, timedelta, timezone

import schemathesis
from schemathesis.core.parameters import ParameterLocation

NAMES = json.loads(os.environ["FUZZ_NAMES"])
QUOTES = []
NUMBERED = re.compile(r"/(holds|spends|transactions)/\{")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts what exists in the place of what is merely of its form; what is invalid stays as it is."""
    fill_body(case)
    fill_path(case)
    fill_key(case)


@schemathesis.hook
def after_call(context, case, response):
    """Remembers quotes, because they cannot be invented."""
    if case.path == "/api/v1/quotes" and response.status_code == 200:
        QUOTES.append(response.json())


def fill_body(case):
    body = case.body
    if not isinstance(body, dict):
        return
    for field, names in NAMES.items():
        if fits(body.get(field), r"[a-z0-9][a-z0-9-]{0,99}"):
            body[field] = names[number_of(body[field]) % len(names)]
    if is_valid(case, ParameterLocation.BODY):
        say_rest(case.path, body)


def say_rest(path, body):
    """What the document can only say in words."""
    if path == "/api/v1/grants":
        body["expiresAt"] = (datetime.now(timezone.utc) + timedelta(days=30)).isoformat()
    if path.endswith("/capture") and body.get("final") is False:
        body.setdefault("amount", 1)
    if "quote" in body:
        invented = body.pop("quote")
        if QUOTES:
            quote = QUOTES[number_of(invented) % len(QUOTES)]
            body.update(quote=quote["id"], feature=quote["feature"], units=quote["units"])


def fill_path(case):
    """Versions and holds are small numbers; those that an earlier answer named stay."""
    for name, value in (case.path_parameters or {}).items():
        if NUMBERED.search(case.path) and is_valid(case, ParameterLocation.PATH) and not str(value).isdecimal():
            case.path_parameters[name] = str(1 + number_of(value) % 20)


def fill_key(case):
    """A key of the request's own: the same request is a replay, and another one is not taken for it."""
    if fits(case.headers.get("Idempotency-Key"), r"[\x20-\x7e]{1,255}"):
        request = [case.headers["Idempotency-Key"], case.method, case.formatted_path, repr(case.body)]
        case.headers["Idempotency-Key"] = hashlib.sha256(repr(request).encode()).hexdigest()


def is_valid(case, part):
    return case.meta is None or not case.meta.is_negative_at(part)


def fits(value, form):
    return isinstance(value, str) and re.fullmatch(form, value) is not None


def number_of(value):
    """A number that stays the same for a value, so that a seed repeats a run."""
    return int.from_bytes(hashlib.sha256(repr(value).encode()).digest()[:4], "big")
