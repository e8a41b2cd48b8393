"""Ed25519 signatures (RFC 8032) with nothing but Python's own numbers; for tests, where time tells nobody anything."""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE_Y = 4 * pow(5, -1, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
# Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    sum_ = (0, 1, 1, 0)
    while scalar:
        sum_ = add(sum_, point) if scalar & 1 else sum_
        point, scalar = add(point, point), scalar >> 1
    return sum_


def compress(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def expand(secret):
    hashed = hashlib.sha512(secret).digest()
    scalar = int.from_bytes(hashed[:32], "little") & (1 << 254) - 8 | 1 << 254
    return scalar, hashed[32:]


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


def public(secret):
    return compress(times(expand(secret)[0], BASE))


def sign(secret, message):
    scalar, prefix = expand(secret)
    own, once = compress(times(scalar, BASE)), number(prefix, message)
    first = compress(times(once, BASE))
    return first + ((once + number(first, own, message) * scalar) % ORDER).to_bytes(32, "little")
