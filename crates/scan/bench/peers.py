"""ZBar or OpenCV for the scan bench: gray frames on the input, a JSON line with texts and CPU time for each.

A frame is a line `width height` and then width × height bytes. `peers.py zbar|opencv`; says `ready` when it is.
"""
import json
import sys
import time

import numpy


def zbar():
    from pyzbar import pyzbar

    return lambda gray: [
        code.data.decode("utf-8", "replace") for code in pyzbar.decode(gray, symbols=[pyzbar.ZBarSymbol.QRCODE])
    ]


def opencv():
    import cv2

    cv2.setNumThreads(1)
    detector = cv2.QRCodeDetector()

    def read(gray):
        found, texts, _, _ = detector.detectAndDecodeMulti(gray)
        return [text for text in texts if text] if found else []

    return read


def main():
    read = {"zbar": zbar, "opencv": opencv}[sys.argv[1]]()
    print("ready", flush=True)
    while line := sys.stdin.buffer.readline():
        width, height = map(int, line.split())
        gray = numpy.frombuffer(sys.stdin.buffer.read(width * height), numpy.uint8).reshape(height, width)
        started = time.thread_time()
        try:
            texts = read(gray)
        except Exception:  # a frame that this peer refuses is a frame it does not read
            texts = []
        print(json.dumps({"texts": texts, "cpu_ms": (time.thread_time() - started) * 1e3}), flush=True)


main()
