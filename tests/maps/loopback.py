"""A real little HTTP server on the loopback, whose behaviour a test chooses, and a town that it knows."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from maps.great_circle import GreatCircleRouter
from maps.places import Place

TOWN = [Place(48.850, 2.350), Place(48.860, 2.340), Place(48.845, 2.370), Place(48.870, 2.360)]


class Loopback:
    """Answers each request with what `respond(path, body)` gives: JSON, bytes, a status, or a behaviour."""

    def __init__(self, respond):
        self.asked = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(None)

            def do_POST(self):
                self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def answer(self, body):
                owner.asked.append((self.path, body, dict(self.headers)))
                with contextlib.suppress(OSError):
                    reply = respond(self.path, body)
                    if callable(reply):
                        reply(self)
                    else:
                        content = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
                        self.send_response(200)
                        self.send_header("Content-Length", str(len(content)))
                        self.end_headers()
                        self.wfile.write(content)

            def log_message(self, *words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def status(code):
    def reply(handler):
        handler.send_response(code)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        handler.wfile.write(b"oops")

    return reply


def redirect(target):
    def reply(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def endless(handler):
    """A hundred megabytes that no header announces."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1_600):
        handler.wfile.write(b"[" * 65_536)


def huge(handler):
    """A hundred megabytes that the header announces."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000000")
    handler.end_headers()
    for _ in range(1_600):
        handler.wfile.write(b"[" * 65_536)


def dribble(handler):
    """A byte now and then: no single read ever times out."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def dribble_headers(handler):
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(100):
        handler.wfile.write(f"X-{number}: slow\r\n".encode())
        time.sleep(0.05)


def asleep(handler):
    time.sleep(5)


def cut_short(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"durations": [[')


def osrm(path, body=None):
    """What `osrm-routed` answers, for straight roads half as long again as the great circle, 10 m from each place."""
    parts = urlsplit(path)
    service, _, _, coordinates = parts.path.strip("/").split("/")
    places = [
        Place(float(latitude), float(longitude))
        for longitude, latitude in (pair.split(",") for pair in coordinates.split(";"))
    ]
    roads = GreatCircleRouter(circuity=1.5, speed_kmh=36)
    if service == "route":
        way = roads.route(places, "van")
        line = [[point.longitude, point.latitude] for point in way.points]
        return {
            "code": "Ok",
            "routes": [
                {
                    "duration": way.duration_s,
                    "distance": way.distance_m,
                    "geometry": {"type": "LineString", "coordinates": line},
                }
            ],
        }
    travel = roads.matrix(places, "van")
    query = dict(pair.split("=") for pair in parts.query.split("&"))
    rows, columns = (
        [int(number) for number in query[name].split(";")] if name in query else list(range(len(places)))
        for name in ("sources", "destinations")
    )
    return {
        "code": "Ok",
        "durations": [[float(travel.durations_s[i, j]) for j in columns] for i in rows],
        "distances": [[float(travel.distances_m[i, j]) for j in columns] for i in rows],
        "sources": [{"distance": 10.0, "location": [places[i].longitude, places[i].latitude]} for i in rows],
        "destinations": [{"distance": 10.0, "location": [places[j].longitude, places[j].latitude]} for j in columns],
    }
