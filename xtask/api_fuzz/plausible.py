"""What schemathesis cannot guess: identifiers that are there, and requests of enrolled tablets, signed.

Only valid values are replaced, by valid ones: what a schema rules out stays ruled out. One value in five is left as it
was guessed, so that what is nowhere is asked for as well.
"""

import base64
import hashlib
import json
import os
import random
import uuid
from datetime import datetime, timezone

import requests
import schemathesis

import ed25519

BASE = os.environ["FELTBOK_FUZZ_URL"]
HEADERS = {"Cookie": os.environ["FELTBOK_FUZZ_COOKIE"], "feltbok-csrf": os.environ["FELTBOK_FUZZ_CSRF"]}
dice = random.Random(1)
# The base point: a valid P-256 key, SEC1 uncompressed.
P256_POINT = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
# What a tablet may upload or have sealed, and what it may not.
PARTS = [
    b"FELTBOK-LOST-WORK-1\n" + bytes(100),
    b"FELTBOK-LOST-FILE-1\n" + bytes(100),
    b"\xff\xd8\xff\xe0photo",
    b"part",
]
# A part that stays missing, so that the lost tablet is not done.
NEVER_SENT = "0" * 64


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def ask(method, path, body=None, status=200):
    answer = requests.request(method, BASE + path, json=body, headers=HEADERS, timeout=60)
    assert answer.status_code == status, (method, path, answer.status_code, answer.text)
    return answer.json() if answer.content else None


class Tablet(requests.auth.AuthBase):
    """An enrolled tablet; as the auth of a request it signs exactly what is sent."""

    def __init__(self, technician):
        invite = ask("POST", "/api/console/invites", {"technician_id": technician}, 201)["text"]
        self.secret = os.urandom(32)
        enrolled = ask("POST", "/v1/enrol", enrolment(invite, ed25519.public(self.secret)))
        self.id, self.token, self.feeds = enrolled["tablet_id"], enrolled["token"], enrolled["feeds"]

    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        now, nonce = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), b64(os.urandom(16))
        lines = [request.method, request.path_url, now, nonce, hashlib.sha256(body).hexdigest()]
        signature = ed25519.sign(self.secret, "\n".join(["feltbok-request-1", *lines]).encode())
        request.headers["Authorization"] = f"Bearer {self.token}"
        request.headers["feltbok-timestamp"], request.headers["feltbok-nonce"] = now, nonce
        request.headers["feltbok-signature"] = b64(signature)
        return request


def enrolment(invite, key, **more):
    keys = {"auth_key": b64(key), "document_key": b64(P256_POINT)}
    return {"protocol": 1, "app_version": "0", "invite": invite, "tablet_name": "fuzzed", **keys, **more}


def known():
    """What is there, by the name of the field that names it."""
    machines = ask("GET", "/api/console/equipment?q=")["equipment"]
    jobs = ask("GET", "/api/console/jobs?show=all")["rows"]
    customers = [machine["customer"]["id"] for machine in machines]
    return {
        "equipment": machines,
        "customers": customers,
        "contacts": ask("GET", f"/api/console/customers/{customers[0]}")["contacts"],
        "jobs": [job["id"] for job in jobs],
        "technicians": [one["id"] for one in ask("GET", "/api/console/technicians")],
        "layouts": [one["key"] for one in ask("GET", "/api/console/stickers/layouts")],
    }


KNOWN = known()
# One that works, one that the console gives for lost and finds again, one that it revokes, one that was given for lost.
WORKING, FOR_CONSOLE, TO_REVOKE, LOST = (Tablet(technician) for technician in KNOWN["technicians"][:4])
ask("POST", f"/api/console/tablets/{LOST.id}/lost")


def is_uuid(value):
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def often():
    return dice.randrange(5) > 0


def path_id(path):
    for noun, ids in (("/jobs/", KNOWN["jobs"]), ("/customers/", KNOWN["customers"])):
        if noun in path:
            return dice.choice(ids)
    if "/tablets/" in path:
        return {"sealed": LOST, "revoke": TO_REVOKE}.get(path.rsplit("/", 1)[1], FOR_CONSOLE).id
    return None


def fill(body):
    """Identifiers that fit each other: a machine with its own customer and site."""
    machine = dice.choice(KNOWN["equipment"])
    fitting = {
        "customer_id": machine["customer"]["id"],
        "site_id": machine["site"]["id"],
        "equipment_id": machine["id"],
        "technician_id": dice.choice(KNOWN["technicians"]),
        "contact_id": dice.choice(KNOWN["contacts"])["id"] if KNOWN["contacts"] else None,
    }
    for name, value in fitting.items():
        if is_uuid(body.get(name)) and value and often():
            body[name] = value
    for number, one in enumerate(body.get("equipment_ids") if isinstance(body.get("equipment_ids"), list) else []):
        if is_uuid(one) and often():
            body["equipment_ids"][number] = dice.choice(KNOWN["equipment"])["id"]
    if isinstance(body.get("layout"), str) and often():
        body["layout"] = dice.choice(KNOWN["layouts"])
    minutes = body.get("minutes")
    if isinstance(minutes, int) and not isinstance(minutes, bool) and 0 <= minutes < 2**31 and often():
        body["minutes"] = 15 + minutes % 95 * 15
    if isinstance(body.get("start"), str) and "minutes" in body and body["start"][10:11] in "Tt" and often():
        body["start"] = "2026-12-01T09:15:00Z"
    if isinstance(body.get("code"), str) and "file" in body and dice.randrange(4) == 0:
        body["code"] = "12345 " * 5


def spoilt(body):
    """A body with one value replaced or left out, half the time."""
    if dice.randrange(2):
        return body
    spoil, key = dict(body), dice.choice(sorted(body))
    spoil[key] = dice.choice([None, -1, 2**64, "", "\0", [], {}, "9999-12-31T23:59:59Z", [{}], spoil[key]])
    if dice.randrange(4) == 0:
        del spoil[key]
    return spoil


def operation():
    edit = {"edit": "status", "status": dice.choice(["accepted", "travelling", "nowhere"]), "at": "2026-11-02T08:00:00Z"}
    job = dice.choice(KNOWN["jobs"])
    number = {"dev_seq": dice.choice([0, 1, 2, 2**63]), "op_id": str(uuid.UUID(int=dice.getrandbits(128)))}
    what = {"kind": "job", "v": dice.choice([0, 1, 9]), "entity": job, "job": job, "base_rev": dice.choice([None, 0, 4])}
    return {**number, **what, "fields": edit, "at": edit["at"], "clock_offset_ms": dice.choice([0, -250, 2**62])}


def tablet_body(path):
    now, names = "2026-11-02T08:00:00Z", [hashlib.sha256(part).hexdigest() for part in PARTS]
    if path == "/v1/sync":
        cursors = [{"feed": feed, "seq": dice.choice([0, 7, 2**63])} for feed in WORKING.feeds]
        operations = [operation() for _ in range(dice.randrange(3))]
        what = {"cursors": cursors, "operations": [spoilt(one) for one in operations], "backlog": 2}
        return spoilt({"protocol": 1, "app_version": "0", "epoch": None, "device_time": now, **what})
    if path == "/v1/lost/erased":
        counts = {"operations": 1, "files": 1, "unreadable": 0}
        return spoilt({"erased_at": now, **counts, "parts": [*dice.choices(names, k=dice.randrange(4)), NEVER_SENT]})
    if path == "/v1/enrol":
        follows = {"tablet_id": FOR_CONSOLE.id, "technician_id": KNOWN["technicians"][1]}
        invite = ask("POST", "/api/console/invites", {"technician_id": follows["technician_id"]}, 201)["text"]
        key = ed25519.public(os.urandom(32))
        return spoilt(enrolment(invite, key, **({"follows": spoilt(follows)} if dice.randrange(2) else {})))
    return {}


def upload_headers(part):
    named = base64.b64encode(hashlib.sha256(part).hexdigest().encode()).decode()
    role = base64.b64encode(dice.choice([b"photo", b"document", b"?"])).decode()
    return {
        "tus-resumable": "1.0.0",
        "upload-length": str(len(part)),
        "upload-offset": "0",
        "upload-metadata": f"sha256 {named},role {role}",
        "content-type": "application/offset+octet-stream",
    }


def begun_upload(part):
    """The name of an upload that waits for its first piece; none when its role was refused."""
    begun = requests.post(f"{BASE}/v1/files", headers=upload_headers(part), auth=WORKING, timeout=60)
    return begun.headers.get("location", "/v1/files/none").rsplit("/", 1)[1]


def chunk_of(feed):
    manifest = requests.get(f"{BASE}/v1/snapshot/{feed}", auth=WORKING, timeout=60).json()
    chunks = manifest.get("chunks") or [{}]
    return chunks[0].get("sha256")


def as_tablet(case, kwargs):
    path, parameters = case.path, case.path_parameters or {}
    case._auth = LOST if path.startswith("/v1/lost") else WORKING
    part = dice.choice(PARTS) + os.urandom(dice.randrange(3))
    if "feed" in parameters and often():
        parameters["feed"] = dice.choice(WORKING.feeds)
    if "sha256" in parameters and often():
        chunk = chunk_of(parameters["feed"]) if parameters.get("feed") in WORKING.feeds else None
        parameters["sha256"] = chunk or hashlib.sha256(part).hexdigest()
    if "name" in parameters and often():
        parameters["name"] = begun_upload(part)
    if path.startswith("/v1/files") and often():
        case.headers = {**(case.headers or {}), **upload_headers(part)}
    if case.method in ("PUT", "PATCH"):
        kwargs["data"] = part
    elif isinstance(case.body, dict):
        case.body = tablet_body(path)


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.method.lower() != case.operation.method.lower():
        return
    if case.path.startswith("/v1/"):
        as_tablet(case, kwargs)
        return
    parameters = case.path_parameters or {}
    if is_uuid(parameters.get("id")) and often():
        parameters["id"] = path_id(case.path) or parameters["id"]
    if isinstance(case.body, dict):
        fill(case.body)
