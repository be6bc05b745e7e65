"""Nobody but the person at the desk sees a letter, and nothing else makes it write."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from desks import HOST, ORIGIN, desk, open_desk, running  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desks import Desk, Running

FORM: dict[str, str | list[str]] = {"locale": "en", "view": "text", "date": "2026-11-21"}


@pytest.mark.parametrize("host", [HOST, "localhost:8470", "[::1]:8470", "LOCALHOST:8470"])
def test_the_names_of_this_machine_are_answered(desk: Desk, host: str) -> None:
    assert desk.get("/assets/desk.css", host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8470", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8470", "localhost.:8470",
     "0.0.0.0:8470", "127.0.0.2:8470", "[::]:8470", "user@127.0.0.1:8470", ""],
)  # fmt: skip
def test_every_other_host_is_refused(desk: Desk, host: str) -> None:
    """A name that its owner makes lead to this machine is still not the desk's (DNS rebinding)."""
    for path in ("/", f"/?key={desk.key.value}", "/assets/desk.js"):
        answer = desk.get(path, host=host)
        assert answer.status_code == 421
        assert "set-cookie" not in answer.headers


def test_only_the_key_gives_the_cookie(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(enter=False)
    for path in ("/", "/?key=", "/?key=wrong", f"/?key={desk.key.value}x", "/letters/farewell", "/assets/desk.css"):
        answer = desk.client.get(path)
        assert answer.status_code == 403, path
        assert "farewell" not in answer.text
    for cookie in ("", "goodterms-desk-8470=", "goodterms-desk-8470=wrong", f"goodterms-desk-8470={desk.key.value}"):
        assert desk.get("/", cookie=cookie).status_code == 403
    answer = desk.client.get(f"/?key={desk.key.value}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {*answer.headers["set-cookie"].split("; ")}
    assert desk.key.value not in answer.headers["set-cookie"]
    assert desk.client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        ({"token": ""}, {}),
        ({"token": "wrong"}, {}),
        ({"token": "ü"}, {}),
        ({}, {"origin": "http://evil.example"}),
        ({}, {"origin": "http://127.0.0.1:8471"}),
        ({}, {"origin": "https://127.0.0.1:8470"}),
        ({}, {"origin": "null"}),
        ({}, {"origin": ""}),
        ({}, {"origin": f"{ORIGIN}.evil.example"}),
        ({}, {"sec_fetch_site": "cross-site"}),
        ({}, {"sec_fetch_site": "same-site"}),
        ({}, {"host": "evil.example:8470", "origin": "http://evil.example:8470"}),
        ({}, {"cookie": "goodterms-desk-8470=wrong"}),
    ],
)
@pytest.mark.parametrize("path", ["/letters/farewell", "/save/x"])
def test_a_form_from_elsewhere_is_refused(
    desk: Desk, path: str, changed: dict[str, str | list[str]], headers: dict[str, str]
) -> None:
    assert desk.post(path, FORM | changed, **headers).status_code in (403, 421)


def test_a_form_needs_an_origin_and_a_token(desk: Desk) -> None:
    assert desk.client.post("/letters/farewell", data=FORM | {"token": desk.key.token}).status_code == 403
    assert desk.client.post("/letters/farewell", data=FORM, headers={"origin": ORIGIN}).status_code == 403
    assert desk.post("/letters/farewell", {**FORM}).status_code == 303


@pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data; boundary=x", "application/json", ""])
def test_only_forms_are_read(desk: Desk, media_type: str) -> None:
    assert desk.post("/letters/farewell", {**FORM}, content_type=media_type).status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_other_method_is_answered(desk: Desk, method: str) -> None:
    answer = desk.client.request(method, "/letters/farewell", headers={"origin": "http://evil.example"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "path",
    ["/assets/../pages.py", "/assets/..%2f..%2fpages.py", "/assets/%2e%2e/desk.css", "/assets//etc/passwd", "/assets/frame.html.j2",
     "/letters/..%2f..%2fetc", "/letters/_layout", "/letters/_letter", "/letters/farewell%00",
     "/letters/farewell?locale=../../etc", "/letters/farewell?locale=ur/../../x", "/letters/farewell?beside=%00",
     "/letters/farewell?made=../../x", "/made/../0", "/made/x/0", "/made/x/-1", "/made/x/0/0.png", "/made/x/download/../../x"],
)  # fmt: skip
def test_a_path_leads_only_to_what_is_known(desk: Desk, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 404, answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "values", [{"locale": "../en"}, {"view": "docx"}, {"beside": "xx"}, {"missing": "x"}, {"was": "../.."}]
)
def test_a_form_chooses_only_what_is_known(desk: Desk, values: dict[str, str | list[str]]) -> None:
    assert desk.post("/letters/farewell", FORM | values).status_code == 404


@pytest.mark.parametrize(
    "body", [b"v.name=" + b"x" * 1_000_001, b"&".join([b"v.name=x"] * 2_001)], ids=["a large value", "many values"]
)
def test_more_than_a_form_is_not_read(desk: Desk, body: bytes) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    assert desk.client.post("/letters/farewell", content=body, headers=headers).status_code == 413


def test_what_is_not_utf_8_is_refused(desk: Desk) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    assert desk.client.post("/letters/farewell", content=b"v.name=%ff", headers=headers).status_code == 400
    assert desk.client.post("/letters/farewell", content=b"v.name=\xff", headers=headers).status_code == 400


def test_a_long_query_is_refused(desk: Desk) -> None:
    assert desk.get(f"/letters/farewell?locale={'x' * 2000}").status_code == 414


def test_every_answer_is_protected(desk: Desk) -> None:
    made = desk.fill("farewell", SAMPLE_VALUES, view="page")["id"]
    pages = ["/", "/letters/farewell", "/nothing", "/assets/desk.js", f"/made/{made}/0", f"/made/{made}/download/html"]
    for path in pages:
        headers = desk.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'unsafe-inline'" not in policy
        assert "'unsafe-eval'" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers
        is_letter = path.startswith("/made/")
        assert ("sandbox allow-same-origin" in policy) == is_letter
        assert ("'unsafe-inline'" in policy) == is_letter  # the styles of a letter, where no script runs


def test_no_page_has_anything_inline_or_remote(desk: Desk) -> None:
    for path in ("/", "/letters/farewell?locale=ur", "/nothing"):
        page = desk.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick" not in page
        assert 'src="http' not in page
        assert 'href="http' not in page


def test_read_only_writes_nothing(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = open_desk(read_only=True)
    made = desk.fill("farewell", SAMPLE_VALUES)["id"]
    before = sorted(tmp_path.rglob("*"))
    answer = desk.post(f"/save/{made}", {"format": "text"})
    assert answer.status_code == 403
    assert "--read-only" in answer.text
    assert sorted(tmp_path.rglob("*")) == before
    assert "/save/" not in desk.get(f"/letters/farewell?made={made}").text


SAMPLE_VALUES: dict[str, str | list[str]] = {
    "name": "Ana Novak",
    "thanks": ["services"],
    "reason": ["shipments"],
    "shipments": "2",
    "goodwill": ["none"],
    "last_day": "2026-12-31",
    "providers": "Birch & Sons",
    "company": "Lipa d.o.o.",
    "signature": "Maja Kovač",
    "company_phone": "+386 1 555 01 23",
    "contact": "Peter Hribar",
}


def _talk(port: int, head: str, body: bytes = b"", chunks: int = 0) -> bytes:
    """What a server answers to raw bytes; the body is sent as often as ``chunks`` says, until the server has enough."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n")
        try:
            for _ in range(chunks):
                connection.sendall(b"%x\r\n%s\r\n" % (len(body), body))
        except OSError:
            pass
        try:
            return connection.recv(65536)
        except OSError:
            return b""


def test_a_body_of_a_hundred_megabytes_is_not_taken(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as connection:
        path = running.address.partition(f":{running.port}")[2]
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode())
        cookie = connection.recv(65536).decode().partition("set-cookie: ")[2].partition(";")[0]
    head = (
        f"POST /letters/farewell HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nOrigin: http://127.0.0.1:{running.port}\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    assert b" 413 " in _talk(running.port, f"{head}Content-Length: 100000000")
    assert b" 413 " in _talk(running.port, f"{head}Transfer-Encoding: chunked", b"x" * 100_000, chunks=1000)


def test_only_this_machine_is_served(running: Running) -> None:
    """The desk listens on the loopback address, and on no other one of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; it says which address this machine would use
        except OSError:
            pytest.skip("this machine has no other address")
        address = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError, match=r"."):
        socket.create_connection((address, running.port), timeout=2)
