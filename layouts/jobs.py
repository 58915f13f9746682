"""Many variants, one after the other or side by side in processes; what several of them show is drawn once.

Where there are more processes than variants, several make the documents of one.
"""

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import StringIO
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from tempfile import mkdtemp

from layouts.build import (
    Begun,
    Built,
    Figures,
    Part,
    Progress,
    Share,
    Variant,
    check_variant,
    make_part,
    make_variant,
    shares,
)
from layouts.cache import Cache
from layouts.memories import job_made, sweep
from layouts.problems import Problem, ProblemError
from layouts.shared import Shared, unpacked
from layouts.source import Source

# Lost processes are handled below, for pools of this machine and for clusters alike (tests/test_jobs.py).
TRIES = 3  # of a job under way in processes that were lost
LOST = (BrokenExecutor, MemoryError)
SECONDS = 5  # until a process or a thread that has to end is waited for no longer
LENGTHY = ("handout", "deck", "large-print", "trifold", "press")  # what takes longest is begun first


@dataclass(frozen=True)
class Job:
    """One variant to make, and the name of its folder: the brand's, or a row's own."""

    source: Source
    variant: Variant
    name: str

    @property
    def look(self) -> Hashable:
        """What its figures depend on besides their places: jobs that are equal in it share them."""
        brand = self.variant.brand
        pictures, template = "figures" in self.variant.documents, id(self.variant.template)
        return id(self.source), brand.palette, brand.typography.family, self.variant.language, template, pictures


@dataclass(frozen=True)
class Done:
    """A job that is done: the files of its variant by name, the warnings that came with them, and for the gallery the
    pictures of pages that were drawn beside."""

    job: Job
    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    pictures: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """A variant that cannot be made, as far as it is known, and why. `language` is empty when it is any."""

    comparison: str
    name: str
    language: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Crew:
    """Who makes jobs side by side: how many at once, how they start and end, and what is raised where one is lost."""

    width: int
    start: Callable[[], Executor]
    lost: tuple[type[Exception], ...] = ()
    end: Callable[[], object] = lambda: None

    def restart(self, pool: Executor) -> Executor:
        """Another pool for one that is broken."""
        abandon(pool)
        return self.start()


def abandon(pool: Executor) -> None:
    """Ends a pool whose processes are gone, whatever was on its way to them.

    Python 3.11.2, which Debian 12 has, would wait for ever until they have read it (CPython's issue 94777): with the
    other end of the pipe closed it gives up. Later ones close it themselves, in a thread that has to have ended: closed
    twice at once, the second may be a pipe of the next pool that has its number by then.
    """
    manager, queue = getattr(pool, "_executor_manager_thread", None), getattr(pool, "_call_queue", None)
    if manager and queue:
        manager.join(SECONDS)
        if manager.is_alive():
            with suppress(OSError):
                queue._reader.close()
    pool.shutdown(wait=False)


@dataclass(frozen=True)
class Shelves:
    """Where workers look for what was made before: documents in a cache, pictures of pages under a folder of builds."""

    cache: Cache | None = None
    out: Path | None = None

    def pictures(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Those that a gallery would have to draw of new documents, by path below the folder of builds."""
        from layouts.gallery.gallery import new_pictures

        return new_pictures(self.out, files) if self.out else {}


def make_jobs(
    jobs: Sequence[Job],
    processes: int = 1,
    progress: Callable[[Job], Progress] = lambda job: lambda step: None,
    shelves: Shelves | None = None,
    crew: Crew | None = None,
) -> Iterator[Done | Refused]:
    """Makes every job, those of one look together. A job that fails stops no other.

    They are made by a `crew`, such as a cluster, or by processes of this machine, or by this process alone; a single
    job by several where it has several documents to make. What a crew makes comes with its pictures, for those that
    the `shelves` lack.
    """
    shelves, groups = shelves or Shelves(), _groups(jobs)
    if crew or min(processes, len(jobs)) > 1:
        yield from _side_by_side(_Queue(groups), crew or local_crew(processes), shelves, progress)
        return
    begun: Begun | None = None
    if processes > 1 and jobs:
        divided = _divide(jobs[0], shelves)
        if isinstance(divided, Refused):
            yield divided
            return
        if len(divided.shares) > 1:
            queue = _Queue(groups)
            queue.hand_out(divided)
            yield from _side_by_side(queue, local_crew(processes), shelves, progress)
            return
        begun = divided.begun
    yield from _in_turn(groups, shelves, progress, begun)


def _in_turn(
    groups: Sequence[Sequence[Job]], shelves: Shelves, progress: Callable[[Job], Progress], begun: Begun | None
) -> Iterator[Done | Refused]:
    """By this process; `begun` is what there is of a single job. A gallery draws its pictures later all the same."""
    for group in groups:
        figures: Figures = {}
        for job in group:
            sweep()
            try:
                outcome = _make(job, figures, Shelves(shelves.cache), begun, progress(job))
            except MemoryError as lost:
                outcome = _outcome_of_loss(job, lost, "once")
            figures |= outcome.figures
            job_made()
            yield outcome.of(job)


def _groups(jobs: Sequence[Job]) -> list[list[Job]]:
    groups: dict[Hashable, list[Job]] = {}
    for job in jobs:
        groups.setdefault(job.look, []).append(job)
    return list(groups.values())


@dataclass(frozen=True)
class _Outcome:
    """What a process sends back: documents, or those of a share, or problems; and the figures that it drew anew."""

    built: Built | Part | None
    problems: tuple[Problem, ...]
    figures: Figures
    pictures: dict[str, bytes] = field(default_factory=dict)

    def of(self, job: Job) -> Done | Refused:
        if isinstance(self.built, Built):
            return Done(job, self.built.files, self.built.warnings, self.pictures)
        return _refused(job, self.problems)


def _refused(job: Job, problems: tuple[Problem, ...]) -> Refused:
    return Refused(job.source.comparison.id, job.name, job.variant.language, problems)


def _work(make: Callable[..., _Outcome], packed: bytes, variant: Variant, name: str, *given: object) -> _Outcome:
    """What a process of a crew does with each task: first it clears away what the one before left."""
    sweep()
    shared = unpacked(packed)
    outcome = make(Job(shared.source, variant, name), shared.figures, *given)
    job_made()
    return outcome


def _make(
    job: Job,
    figures: Figures,
    shelves: Shelves,
    begun: Begun | None = None,
    progress: Progress = lambda step: None,
) -> _Outcome:
    """A variant, or what is left to do of one that was begun."""
    try:
        built = make_variant(job.source, job.variant, progress, figures, shelves.cache, begun)
    except ProblemError as error:
        return _Outcome(None, error.problems, {})
    drawn = {key: value for key, value in built.figures.items() if key not in figures}
    given = {name for one in (begun.made.values() if begun else ()) for name in one.files}
    new = {name: content for name, content in built.files.items() if name not in given}
    return _Outcome(replace(built, figures={}), (), drawn, shelves.pictures(new))


def _make_share(job: Job, figures: Figures, shelves: Shelves, share: Share) -> _Outcome:
    """Some documents of a variant."""
    try:
        part = make_part(job.source, job.variant, share, figures, shelves.cache)
    except ProblemError as error:
        return _Outcome(None, error.problems, {})
    files = {name: content for one in part.made.values() for name, content in one.files.items()}
    return _Outcome(part, (), {}, shelves.pictures(files))


@dataclass(eq=False)
class _Divided:
    """A variant that several processes make: its problems so far, its shares, and what came back of each."""

    problems: tuple[Problem, ...]
    shares: Sequence[Share]
    back: dict[Share, _Outcome] = field(default_factory=dict)

    @property
    def begun(self) -> Begun:
        parts = (self.back[share].built for share in self.shares if share in self.back)
        return Begun(self.problems, [part for part in parts if isinstance(part, Part)])

    @property
    def pictures(self) -> dict[str, bytes]:
        return {name: content for outcome in self.back.values() for name, content in outcome.pictures.items()}

    @property
    def failed(self) -> _Outcome | None:
        """The first share that cannot be made, in the order of documents."""
        return next((self.back[share] for share in self.shares if self.back[share].built is None), None)


def _divide(job: Job, shelves: Shelves) -> _Divided | Refused:
    try:
        problems = check_variant(job.source, job.variant)
        return _Divided(problems, shares(job.source, job.variant, shelves.cache))
    except ProblemError as error:
        return _refused(job, error.problems)


@dataclass(eq=False)
class _Task:
    """What one process does at a time: a whole variant, a share of one, or what is left once its shares are made."""

    job: Job
    shared: Shared
    divided: _Divided | None = None
    share: Share | None = None

    def submit(self, pool: Executor, shelves: Shelves) -> Future[_Outcome]:
        job = self.shared.packed, self.job.variant, self.job.name
        if self.share:
            return pool.submit(_work, _make_share, *job, shelves, self.share)
        return pool.submit(_work, _make, *job, shelves, self.divided.begun if self.divided else None)


@dataclass
class _Queue:
    """Tasks that wait. The first job of each look goes ahead; the others follow once its figures are drawn."""

    groups: list[list[Job]]
    ready: deque[_Task] = field(default_factory=deque)
    held: dict[Hashable, list[Job]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for first, *others in self.groups:
            self.ready.append(_Task(first, Shared(first.source, {})))
            self.held[first.look] = others

    def release(self, look: Hashable, figures: Figures) -> None:
        """The others of a look, with what its first one drew: before anything else, so that figures go away again."""
        held = self.held.pop(look, [])
        if held:
            shared = Shared(held[0].source, figures)
            self.ready.extendleft(_Task(job, shared) for job in reversed(held))

    def divide(self, width: int, shelves: Shelves) -> Refused | None:
        """Where fewer variants wait than there are processes, several make the next one; or it is refused at once."""
        task = self.ready[0]
        if task.divided or sum(not one.divided for one in self.ready) >= width:
            return None
        divided = _divide(task.job, shelves)
        if isinstance(divided, Refused):
            self.ready.popleft()
            self.release(task.job.look, {})
            return divided
        self.hand_out(divided)
        return None

    def hand_out(self, divided: _Divided) -> None:
        """Puts the shares of the next job in its place; one that has a single one stays whole."""
        task = self.ready.popleft()
        parts = sorted(divided.shares, key=lambda share: LENGTHY.index(share.documents[0]))
        if len(parts) > 1:
            self.ready.extendleft(_Task(task.job, task.shared, divided, share) for share in reversed(parts))
        else:
            self.ready.appendleft(replace(task, divided=divided))

    def take_back(self, task: _Task, outcome: _Outcome) -> Done | Refused | None:
        """What is to be told once a task is done: of a share nothing, but of the last one where any has failed."""
        if task.divided and task.share:
            task.divided.back[task.share] = outcome
            if len(task.divided.back) < len(task.divided.shares):
                return None
            failed = task.divided.failed
            if not failed:
                self.ready.appendleft(_Task(task.job, task.shared, task.divided))
                return None
            outcome = failed
        elif task.divided:
            outcome = replace(outcome, pictures=task.divided.pictures | outcome.pictures)
        self.release(task.job.look, outcome.figures)
        return outcome.of(task.job)


@dataclass
class _Floor:
    """Where a crew works: what is under way, and how often a process was lost while a task was."""

    queue: _Queue
    crew: Crew
    shelves: Shelves
    progress: Callable[[Job], Progress]
    pool: Executor
    running: dict[Future[_Outcome], _Task] = field(default_factory=dict)
    suspects: Counter[_Task] = field(default_factory=Counter)

    def fill(self) -> Iterator[Refused]:
        """No more is under way at once than there are processes, and one each to go on with: memory stays flat."""
        ready = self.queue.ready
        width = 1 if any(task in self.suspects for task in ready) else 2 * self.crew.width
        while ready and len(self.running) < width:
            refused = self.queue.divide(self.crew.width, self.shelves)
            if refused:
                yield refused
            elif self._submit(ready[0]):
                ready.popleft()
            else:
                return

    def _submit(self, task: _Task) -> bool:
        """False where a process was lost just now: what is under way will say so."""
        try:
            self.running[task.submit(self.pool, self.shelves)] = task
        except BrokenExecutor:
            if self.running:
                return False
            self.pool = self.crew.restart(self.pool)
            return self._submit(task)
        if task.share:
            self.progress(task.job)(task.share.documents[0])
        return True

    def collect(self) -> Iterator[Done | Refused]:
        """What is done by now, once anything is."""
        lost_with: tuple[type[Exception], ...] = (*LOST, *self.crew.lost)
        for future in sorted(wait(self.running, return_when=FIRST_COMPLETED).done, key=list(self.running).index):
            task = self.running.pop(future)
            try:
                outcome = future.result()
            except lost_with as lost:
                yield from self._again(task, lost)
                return
            self.suspects.pop(task, None)
            told = self.queue.take_back(task, outcome)
            if told:
                yield told

    def _again(self, task: _Task, lost: Exception) -> Iterator[Done | Refused]:
        """Where a process is lost, all that was under way is made again, one by one: so the task that ends its process
        is found, and its job refused after `TRIES`."""
        under_way = [task, *self.running.values()]
        for future in self.running:
            future.cancel()
        self.running.clear()
        self.pool = self.crew.restart(self.pool)
        self.suspects.update(under_way)
        for one in [one for one in under_way if self.suspects[one] >= TRIES]:
            under_way.remove(one)
            told = self.queue.take_back(one, _outcome_of_loss(one.job, lost))
            if told:
                yield told
        self.queue.ready.extendleft(reversed(under_way))


def _side_by_side(
    queue: _Queue, crew: Crew, shelves: Shelves, progress: Callable[[Job], Progress]
) -> Iterator[Done | Refused]:
    floor = _Floor(queue, crew, shelves, progress, crew.start())
    try:
        while queue.ready or floor.running:
            yield from floor.fill()
            if floor.running:
                yield from floor.collect()
    except BaseException:
        for child in active_children():  # what is unfinished is thrown away: nobody waits for it
            child.terminate()
        for child in active_children():
            child.join(SECONDS)
        abandon(floor.pool)
        raise
    finally:
        for future in floor.running:
            future.cancel()
        floor.pool.shutdown(wait=False)
        crew.end()


def _outcome_of_loss(job: Job, lost: BaseException, times: str = f"{TRIES} times") -> _Outcome:
    """SYS-01: a variant whose process ended each time."""
    place = job.source.place(("id",))
    told = "its memory ran out" if isinstance(lost, MemoryError) else "its process ended"
    message = f"the variant '{job.name}' could not be made: {told}, {times}"
    fix = "make fewer at once with --jobs 1, close other programs, or ask for fewer documents with --document"
    return _Outcome(None, (Problem(place, "SYS-01", message, fix),), {})


def local_crew(processes: int) -> Crew:
    """Processes of this machine. Their temporary files are in one folder, which is gone with the last of them."""
    folder = mkdtemp(prefix="facing-pages-")
    start = partial(ProcessPoolExecutor, processes, get_context("spawn"), _settle, (folder,))
    return Crew(processes, start, end=partial(shutil.rmtree, folder, ignore_errors=True))


def _settle(folder: str) -> None:
    """Ctrl-C goes to every process of a terminal; the first one ends the others. It alone prints: where Pango is
    missing, WeasyPrint prints a page of advice."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = StringIO()
    tempfile.tempdir = folder
    threading.Thread(target=_end_with_the_first, args=(folder,), daemon=True).start()


def _end_with_the_first(folder: str) -> None:
    """Where the first process is killed, nobody else would end this one, or clear up."""
    first = parent_process()
    if first:
        first.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
