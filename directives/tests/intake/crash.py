"""Stands in for the worker: it dies, hangs, grows or babbles, as the file says."""

import os
import signal
import sys
import tempfile
import time

if __name__ == "__main__":
    match sys.stdin.buffer.read():
        case b"segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"cpu":
            os.kill(os.getpid(), signal.SIGXCPU)
        case b"grow":
            held = bytes(1 << 40)
        case b"hang":
            time.sleep(60)
        case b"write":
            with tempfile.TemporaryFile() as file:
                file.write(b"x")
                file.flush()
        case b"babble":
            sys.stdout.write("no JSON")
        case b"unknown":
            sys.stdout.write('{"error": "rm -rf"}')
        case b"list":
            sys.stdout.write("[1, 2]")
        case b"name":
            sys.stdout.write('{"error": "scan"}' if sys.argv[1:] == ["letter.pdf"] else "")
