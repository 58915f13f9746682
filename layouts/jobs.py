"""Many variants, one after the other or side by side in processes; what several of them show is drawn once."""

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import active_children, get_context

from layouts.build import Built, Figures, Progress, Variant, make_variant
from layouts.cache import Cache
from layouts.problems import Problem, ProblemError
from layouts.source import Source

# Lost processes are handled below, for pools of this machine and for clusters alike (tests/test_jobs.py).
TRIES = 3  # of a job under way in processes that were lost
LOST = (BrokenExecutor, MemoryError)


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
    """A job that is done: the files of its variant by name, and the warnings that came with them."""

    job: Job
    files: dict[str, bytes]
    problems: tuple[Problem, ...]


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
        pool.shutdown(wait=False)
        return self.start()


def make_jobs(
    jobs: Sequence[Job],
    processes: int = 1,
    progress: Callable[[Job], Progress] = lambda job: lambda step: None,
    cache: Cache | None = None,
    crew: Crew | None = None,
) -> Iterator[Done | Refused]:
    """Makes every job, those of one look together. A job that fails stops no other.

    They are made by a `crew`, such as a cluster, or by processes of this machine, or by this process alone.
    """
    if crew or min(processes, len(jobs)) > 1:
        yield from _side_by_side(jobs, crew or local_crew(min(processes, len(jobs))), cache)
        return
    for group in _groups(jobs):
        figures: Figures = {}
        for job in group:
            try:
                outcome = _make(job, figures, cache, progress(job))
            except MemoryError as lost:
                outcome = _outcome_of_loss(job, lost, "once")
            figures |= outcome.figures
            yield outcome.of(job)


def _groups(jobs: Sequence[Job]) -> list[list[Job]]:
    groups: dict[Hashable, list[Job]] = {}
    for job in jobs:
        groups.setdefault(job.look, []).append(job)
    return list(groups.values())


@dataclass(frozen=True)
class _Outcome:
    """What a process sends back: documents or problems, and the figures that it drew anew."""

    built: Built | None
    problems: tuple[Problem, ...]
    figures: Figures

    def of(self, job: Job) -> Done | Refused:
        if self.built:
            return Done(job, self.built.files, self.built.warnings)
        return Refused(job.source.comparison.id, job.name, job.variant.language, self.problems)


def _make(job: Job, figures: Figures, cache: Cache | None, progress: Progress = lambda step: None) -> _Outcome:
    try:
        built = make_variant(job.source, job.variant, progress, figures, cache)
    except ProblemError as error:
        return _Outcome(None, error.problems, {})
    drawn = {key: value for key, value in built.figures.items() if key not in figures}
    return _Outcome(replace(built, figures={}), (), drawn)


@dataclass
class _Queue:
    """Jobs that wait. The first of each look goes ahead; the others follow once its figures are drawn."""

    groups: list[list[Job]]
    ready: deque[tuple[Job, Figures]] = field(default_factory=deque)
    held: dict[Hashable, list[Job]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for first, *others in self.groups:
            self.ready.append((first, {}))
            self.held[first.look] = others

    def release(self, look: Hashable, figures: Figures) -> None:
        """The others of a look, with what its first one drew: before anything else, so that figures go away again."""
        for job in reversed(self.held.pop(look, [])):
            self.ready.appendleft((job, figures))


def _side_by_side(jobs: Sequence[Job], crew: Crew, cache: Cache | None) -> Iterator[Done | Refused]:
    """No more is under way at once than there are processes, and one each to go on with: memory stays flat.

    Where a process is lost, all that was under way is made again, one by one: so the job that ends its process is
    found, and refused after `TRIES`.
    """
    queue = _Queue(_groups(jobs))
    running: dict[Future[_Outcome], Job] = {}
    suspects: Counter[int] = Counter()  # by the job's id: how often a process was lost while it was under way
    lost_with: tuple[type[Exception], ...] = (*LOST, *crew.lost)
    pool = crew.start()
    try:
        while queue.ready or running:
            width = 1 if any(id(job) in suspects for job, _ in queue.ready) else 2 * crew.width
            pool = _fill(running, queue, width, pool, crew, cache)
            for future in sorted(wait(running, return_when=FIRST_COMPLETED).done, key=list(running).index):
                job = running.pop(future)
                try:
                    outcome = future.result()
                except lost_with as lost:
                    under_way = [job, *running.values()]
                    running.clear()
                    pool = crew.restart(pool)
                    suspects.update(map(id, under_way))
                    for one in [one for one in under_way if suspects[id(one)] >= TRIES]:
                        under_way.remove(one)
                        queue.release(one.look, {})
                        yield _outcome_of_loss(one, lost).of(one)
                    queue.ready.extendleft((one, {}) for one in reversed(under_way))
                    break
                suspects.pop(id(job), None)
                queue.release(job.look, outcome.figures)
                yield outcome.of(job)
    except BaseException:
        for child in active_children():  # what is unfinished is thrown away: nobody waits for it
            child.terminate()
        raise
    finally:
        for future in running:
            future.cancel()
        pool.shutdown(wait=False)
        crew.end()


def _fill(
    running: dict[Future[_Outcome], Job], queue: _Queue, width: int, pool: Executor, crew: Crew, cache: Cache | None
) -> Executor:
    """Gives jobs to the pool, until `width` are under way; another pool where this one is broken and none is."""
    while queue.ready and len(running) < width:
        job, figures = queue.ready[0]
        try:
            running[pool.submit(_make, job, figures, cache)] = job
        except BrokenExecutor:  # a process was lost just now: what is under way will say so
            if running:
                return pool
            pool = crew.restart(pool)
        else:
            queue.ready.popleft()
    return pool


def _outcome_of_loss(job: Job, lost: BaseException, times: str = f"{TRIES} times") -> _Outcome:
    """SYS-01: a variant whose process ended each time."""
    place = job.source.place(("id",))
    told = "its memory ran out" if isinstance(lost, MemoryError) else "its process ended"
    message = f"the variant '{job.name}' could not be made: {told}, {times}"
    fix = "make fewer at once with --jobs 1, close other programs, or ask for fewer documents with --document"
    return _Outcome(None, (Problem(place, "SYS-01", message, fix),), {})


def local_crew(processes: int) -> Crew:
    """Processes of this machine."""
    return Crew(processes, partial(ProcessPoolExecutor, processes, get_context("spawn"), _leave_interrupts))


def _leave_interrupts() -> None:
    """Ctrl-C goes to every process of a terminal; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
