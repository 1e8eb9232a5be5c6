"""What the programs here share: work done once for each line of standard input, so
that two sides can take turns in one run. A line names the file to put the result
into, or nothing. The answer is a line of JSON: the seconds of the work and the bytes it
made. Start-up, imports, loading and writing the file do not count."""
import gc
import json
import sys
import time


def content():
    with open(sys.argv[1], encoding="utf-8") as f:
        return json.load(f)


def serve(work):
    gc.collect()
    gc.freeze()  # the collector need not look at what was loaded
    for line in sys.stdin:
        gc.collect()  # no round pays for the garbage of the one before
        begin = time.perf_counter()
        out = work()
        seconds = time.perf_counter() - begin
        if line.strip():
            with open(line.strip(), "wb") as f:
                f.write(out)
        print(json.dumps({"seconds": seconds, "bytes": len(out)}), flush=True)
