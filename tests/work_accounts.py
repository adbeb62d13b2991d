"""A pretend provider of work accounts: OpenID Connect as this house speaks it, with signed tokens, on its own port.

It lets everybody in without a question. What it says of them is `provider.claims`; what it was asked is kept.
"""

import base64
import contextlib
import hashlib
import json
import threading
from urllib.parse import parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from goldenthread.config.work_accounts import work_accounts_from
from goldenthread.foundation import clock

CLIENT, SECRET = "golden-thread", "a-secret-of-the-tests"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Provider:
    """`claims` go into the token and the answer about the person; `token_claims` into the token alone."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.claims, self.token_claims, self.asked, self.codes = {}, {}, {}, {}

    def app(self, environ, start):
        path, query = environ["PATH_INFO"], dict(parse_qsl(environ["QUERY_STRING"]))
        posted = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        page = {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": self.keys,
            "/userinfo": lambda: {"sub": "the-person", **self.claims},
            "/token": lambda: self.token(dict(parse_qsl(posted))),
        }.get(path)
        if page is None:
            start("302 Found", [("Location", self.let_in(query))])
            return [b""]
        answer = page()
        start("200 OK" if "error" not in answer else "400 Bad Request", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def configuration(self):
        names = {"authorization": "let-in", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in names.items()},
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def let_in(self, query):
        """Where somebody who was let in goes: back to the house with a code."""
        self.asked = query
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, posted):
        asked = self.codes.pop(posted.get("code"), None)
        digest = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or posted.get("client_secret") != SECRET or challenge != asked.get("code_challenge"):
            return {"error": "invalid_grant"}
        now = int(clock.now().timestamp())
        said = {"iss": self.address, "aud": CLIENT, "sub": "the-person", "iat": now, "exp": now + 600}
        claims = {**said, "nonce": asked.get("nonce"), **self.claims, **self.token_claims}
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "a-token", "token_type": "Bearer", "expires_in": 600, "id_token": signed}


@contextlib.contextmanager
def provider():
    """A provider that answers until the end."""
    server = make_server("127.0.0.1", 0, lambda *given: made.app(*given), handler_class=Quiet)
    made = Provider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def use(provider, settings):
    """The settings that the operations guide asks for."""
    settings.SOCIALACCOUNT_PROVIDERS = work_accounts_from(
        {
            "GOLDENTHREAD_OIDC_SERVER": provider.address,
            "GOLDENTHREAD_OIDC_CLIENT": CLIENT,
            "GOLDENTHREAD_OIDC_SECRET": SECRET,
        }
    )
