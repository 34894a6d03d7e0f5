"""What the proof of a deletion costs: search in a large file, and naming themes at once.

    scripts/bench erasure [--megabytes 500] [--statements 1000] [--corpus 20000]

Search: statements of twelve words drawn from the demo notes, each with two vectors (1,536 and
2,048 bytes), sought in all their forms in a file of which half is noise and half is German text
of the same words, as another Kreis would have it; every hundredth statement stands in it. Prints
seconds and MB/s by the clock and of one core, with and without a child process, and memory.

Naming: seconds of one core that ``describe`` takes for a corpus of that many statements, which a
deletion would have to wait for if it named themes at once.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from corpora import demo_gold
from nlp.themes.labels import describe
from service.search.files import scan
from service.search.pieces import forms, pieces, probes
from service.search.stream import Search

MEGABYTE = 2**20
WORDS = 12
VECTORS = (1536, 2048)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--statements", type=int, default=1000)
    parser.add_argument("--corpus", type=int, default=20000)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    words = [word for row in demo_gold() for word in row["text"].split()]
    search(rng, words, options.megabytes, options.statements)
    name(rng, words, options.corpus)


def search(rng: np.random.Generator, words: list[str], megabytes: int, count: int) -> None:
    """Search a file for statements and vectors."""
    texts = [" ".join(rng.choice(words, WORDS)) for _ in range(count)]
    sought = {piece for text in texts for form in forms(text) for piece in pieces(form)}
    sought |= {piece for _ in texts for size in VECTORS for piece in probes(rng.bytes(size))}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "database")
        with path.open("wb") as file:
            for block in range(megabytes):
                file.write(rng.bytes(MEGABYTE) if block % 2 else prose(rng, words))
            file.write("\n".join(texts[::100]).encode())
        size = path.stat().st_size / 1e6
        before = memory(reset=True)
        begun, busy = time.perf_counter(), time.process_time()
        with path.open("rb") as file:
            found, _ = Search(sought).found(iter(lambda: file.read(MEGABYTE), b""))
        alone, busy = time.perf_counter() - begun, time.process_time() - busy
        more = memory() - before
        begun = time.perf_counter()
        done = scan([path], sought)
        whole = time.perf_counter() - begun
    assert done.found == found  # noqa: S101 # or the figures mean nothing
    print(f"{count} statements, {len(sought)} pieces, {size:.0f} MB, {len(found)} pieces found")
    print(f"search          {alone:6.1f} s  {size / alone:6.0f} MB/s  {more:.0f} MiB more at most")
    print(f"  of one core   {busy:6.1f} s  {size / busy:6.0f} MB/s")
    print(f"child process   {whole:6.1f} s  {size / whole:6.0f} MB/s")


def memory(*, reset: bool = False) -> float:
    """Return the peak memory of this process in MiB, as Linux counts it."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def prose(rng: np.random.Generator, words: list[str]) -> bytes:
    """Return a megabyte of text."""
    text = " ".join(rng.choice(words, MEGABYTE // 5)).encode()
    return text[:MEGABYTE].ljust(MEGABYTE)


def name(rng: np.random.Generator, words: list[str], count: int) -> None:
    """Name the themes of a corpus, as a run does."""
    texts = [" ".join(rng.choice(words, WORDS)) for _ in range(count)]
    labels = rng.integers(0, max(count // 20, 1), count)
    vectors = rng.standard_normal((count, 32)).astype(np.float32)
    begun = time.process_time()
    describe(texts, labels, vectors)
    seconds = time.process_time() - begun
    print(f"naming {labels.max() + 1} themes of {count} statements  {seconds:.1f} s")


if __name__ == "__main__":
    main()
