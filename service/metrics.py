"""Metrics for Prometheus: how often, how fast, how much waits. Never a text, never an id.

They are served on a port of their own, so that no rule of a proxy has to keep them in.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily

from service.errors import MetricsPortError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from prometheus_client.metrics_core import Metric
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Gauges = Mapping[str, Mapping[str, float]]
    """Numbers by the name of their gauge and the value of its label; ``""`` for no label."""

ADDRESS: Final = "127.0.0.1"
"""Whoever measures does so from this machine."""
_PREFIX: Final = "themenradar"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNKNOWN: Final = "unknown"  # what a client made up; as a label it would grow without end
_API, _FILES = "/api", "/static"
_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_GAUGES: Final = {  # name: what it is, and its label
    "runs": ("Runs by state", "state"),
    "queue_length": ("Runs that wait for a worker", ""),
    "drafts": ("Notes that wait, encrypted, for a person", ""),
    "worker_present": ("Whether a worker is alive", ""),
}
_log = structlog.get_logger("themenradar.metrics")

REFUSALS: Final = Counter(
    f"{_PREFIX}_gate_refusals",
    "Notes that the gate refused, by each kind of personal data found in them",
    ["type"],
    registry=None,  # of the process: the gate knows no application
)


class Metrics:
    """The metrics of one application.

    Args:
        gauges: Looks up what is measured in the database, at every visit; it may fail, and
            then the visitor is told that the database is not there.
    """

    def __init__(self, gauges: Callable[[], Gauges]) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self.requests = Counter(
            f"{_PREFIX}_requests",
            "Requests by the template of their route",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            f"{_PREFIX}_request_seconds",
            "Time until a request was answered",
            ["method", "route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.registry.register(REFUSALS)
        self.registry.register(_Stored(gauges))

    @contextmanager
    def served(self, port: int) -> Iterator[None]:
        """Serve the metrics for as long as the block lasts.

        Raises:
            MetricsPortError: The port is taken.
        """
        try:
            server, thread = start_http_server(port, ADDRESS, registry=self.registry)
        except OSError as error:
            raise MetricsPortError(port=port) from error
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Stored:
    """Collects the gauges anew at every visit."""

    def __init__(self, gauges: Callable[[], Gauges]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Metric]:
        """Yield the gauges."""
        up = GaugeMetricFamily(f"{_PREFIX}_database_up", "Whether the database answers")
        try:
            found = self._gauges()
        except Exception as error:  # noqa: BLE001 # whatever it is, the rest is still measured
            _log.warning("metrics without database", exc_info=error)
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        for name, values in found.items():
            text, label = _GAUGES[name]
            labels = [label] if label else []
            gauge = GaugeMetricFamily(f"{_PREFIX}_{name}", text, labels=labels)
            for value_of_label, value in values.items():
                gauge.add_metric([value_of_label] if label else [], value)
            yield gauge


class Measured:
    """Middleware around everything else: counts and times each request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500  # where the answer never begins
        begun = time.perf_counter()

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else _UNKNOWN
            route = template_of(scope)
            self.metrics.requests.labels(method, route, str(status)).inc()
            self.metrics.seconds.labels(method, route).observe(time.perf_counter() - begun)


def template_of(scope: Scope) -> str:
    """Return the template of the route that answers, such as ``/api/notes/{note_id}``."""
    if scope["path"].startswith(f"{_FILES}/"):
        return _FILES
    within = getattr(scope.get("route"), "path_format", None)
    if within is None:
        return _UNKNOWN
    included = scope["path"].startswith(f"{_API}/") and not within.startswith(f"{_API}/")
    return f"{_API}{within}" if included else str(within)  # a route knows its own router only
