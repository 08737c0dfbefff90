"""As much of a web browser as a sign-in needs: cookies, redirects, forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

REDIRECTS_MAX = 20


@dataclass
class Form:
    action: str
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """What the browser shows, or, with `left_to`, the address of another site that it was sent to and did not load."""

    url: str
    status: int
    html: str = field(repr=False)
    left_to: str | None = None

    @property
    def forms(self):
        return parsed(self).forms

    @property
    def links(self):
        return parsed(self).links

    def link(self, part):
        return next(link for link in self.links if part in link)


class Browser:
    """Knows the sites it is told of; what leads anywhere else is left to the test. Cookies are a host's, not a port's."""

    def __init__(self, *sites):
        self.sites = sites
        self.cookies = {}
        self.client = httpx.Client(timeout=60, follow_redirects=False)

    def open(self, url):
        return self._load("GET", url)

    def submit(self, page, form=0, **typed):
        """Fills in one of the page's forms; a field that the form lacks is the test's mistake."""
        chosen = page.forms[form]
        missing = typed.keys() - chosen.fields.keys()
        assert not missing, f"{page.url} asks for {list(chosen.fields)}, not for {missing}: {page.html}"
        return self._load("POST", chosen.action, chosen.fields | typed)

    def _load(self, method, url, data=None):
        for _ in range(REDIRECTS_MAX):
            if not any(same_site(url, site) for site in self.sites):
                return Page(url, 0, "", left_to=url)
            # Browsers take http://localhost for safe and send even cookies marked Secure; Python's own jar would not.
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Sec-Fetch-Site": "same-origin"}
            reply = self.client.request(method, url, data=data, headers=headers)
            self._keep(reply)
            if reply.status_code not in (301, 302, 303, 307):
                return Page(url, reply.status_code, reply.text)
            method, url, data = "GET", urljoin(url, reply.headers["location"]), None
        raise AssertionError(f"redirected without end, last to {url}")

    def _keep(self, reply):
        for header in reply.headers.get_list("set-cookie"):
            name, _, value = header.split(";")[0].partition("=")
            if "max-age=0" in header.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def same_site(url, site):
    return urlsplit(url)[:2] == urlsplit(site)[:2]


def parsed(page):
    reader = Reader(page.url)
    reader.feed(page.html)
    return reader


class Reader(HTMLParser):
    def __init__(self, url):
        super().__init__()
        self.url, self.forms, self.links = url, [], []
        self.open_form = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.open_form = Form(urljoin(self.url, given.get("action") or ""))
            self.forms.append(self.open_form)
        elif tag in ("input", "button") and self.open_form is not None and given.get("name"):
            if given.get("type") != "checkbox":
                self.open_form.fields[given["name"]] = given.get("value") or ""
        elif tag in ("a", "link") and given.get("href"):
            self.links.append(urljoin(self.url, given["href"]))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open_form = None
