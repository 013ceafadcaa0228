"""A person's browser, without script: follows links, fills in the forms that are on the page."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Links and forms of a page; a form's fields with the values a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        if tag == "a" and known.get("href"):
            self.links.append(known["href"])
        elif tag == "form":
            self._form = Form(known.get("action", ""), known.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._read_field(tag, known)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append(data.strip())

    def _read_field(self, tag: str, known: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = known.get("name", ""), known.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in known:
            self._form.fields[self._select] = known.get("value", "")
        elif tag == "textarea" and name:
            self._form.fields.setdefault(name, "")
        elif tag == "input" and name and kind not in ("submit", "file", "button"):
            ticked = kind not in ("checkbox", "radio") or "checked" in known
            self._form.fields |= {name: known.get("value", "")} if ticked else {}


@dataclass
class Page:
    url: str
    status: int
    html: str

    def __post_init__(self) -> None:
        self._reader = _Reader()
        self._reader.feed(self.html)

    @property
    def words(self) -> str:
        return " ".join(self._reader.text)

    def links(self, pattern: str) -> list[str]:
        """Absolute addresses of the links whose path matches, in order, each once."""
        absolute = [urllib.parse.urljoin(self.url, link) for link in self._reader.links]
        paths = {link: urllib.parse.urlsplit(link).path for link in absolute}
        return [link for link, path in paths.items() if re.fullmatch(pattern, path)]

    def form(self, *, having: str) -> Form:
        """The form with a field of this name."""
        return next(form for form in self._reader.forms if having in form.fields)


class Browser:
    def __init__(self, home: str) -> None:
        self.home = home
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def open(self, address: str, data: dict[str, str] | None = None, referer: str = "") -> Page:
        url = urllib.parse.urljoin(self.home, address)
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(url, body, {"Referer": referer} if referer else {})
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.url, answer.status, answer.read().decode())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Page(url, refusal.code, refusal.read().decode(errors="replace"))

    def submit(self, page: Page, form: Form, **filled: str) -> Page:
        address = urllib.parse.urljoin(page.url, form.action or page.url)
        return self.open(address, {**form.fields, **filled}, referer=page.url)
