"""A plant on asyncua: python plant.py FOLDER PORT [--password PASSWORD] [CLIENT_CERTIFICATE...]

It trusts the given client certificates alone, and with a password only the user "me" who knows it. Lines on standard input change values, {"node": "F1.State", "value": 2}, or
have it trust another one, {"trust": "cert.der"}; it answers "done".
"""

import argparse
import asyncio
import json
import logging
import shutil
import sys
from datetime import datetime
from pathlib import Path

from asyncua import Server, ua
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.crypto.permission_rules import User, UserRole
from asyncua.crypto.truststore import TrustStore
from asyncua.crypto.validator import CertificateValidator, CertificateValidatorOptions
from asyncua.server.user_managers import UserManager
from cryptography.x509.oid import ExtendedKeyUsageOID

URI = "urn:plant:asyncua"
VALUES = [
    ("F1.State", 1, ua.VariantType.Int32),
    ("F1.Fault", False, ua.VariantType.Boolean),
    ("F1.PowerW", 81500.5, ua.VariantType.Double),
    ("F2.State", "Running", ua.VariantType.String),
    ("F2.Word", 0b0100, ua.VariantType.UInt16),
    ("F2.Health", 97.5, ua.VariantType.Float),
]


class OneUser(UserManager):
    def __init__(self, password):
        self.password = password

    def get_user(self, iserver, username=None, password=None, certificate=None):
        return User(UserRole.User) if (username, password) == ("me", self.password) else None


def value(change, kind):
    at = change.get("at")
    return ua.DataValue(
        ua.Variant(change.get("value"), kind),
        ua.StatusCode(getattr(ua.StatusCodes, change.get("status", "Good"))),
        SourceTimestamp=datetime.fromisoformat(at) if at else datetime.now(),
    )


async def main(folder, port, password, trusted):
    trust = folder / "trusted"
    trust.mkdir(parents=True, exist_ok=True)
    for certificate in trusted:
        shutil.copy(certificate, trust / f"{len(list(trust.iterdir()))}.der")
    key, certificate = folder / "key.pem", folder / "certificate.der"
    await setup_self_signed_certificate(
        key, certificate, URI, "127.0.0.1", [ExtendedKeyUsageOID.SERVER_AUTH], {"commonName": "plant"}
    )
    if not trusted:
        # a store without certificates cannot be made: this one trusts itself
        shutil.copy(certificate, trust / "own.der")
    server = Server(user_manager=OneUser(password) if password else None)
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/plant/")
    await server.set_application_uri(URI)
    server.set_security_policy([ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt])
    await server.load_certificate(certificate)
    await server.load_private_key(key)
    store = TrustStore([trust], [])
    await store.load()
    options = CertificateValidatorOptions.TRUSTED_VALIDATION | CertificateValidatorOptions.PEER_CLIENT
    server.set_certificate_validator(CertificateValidator(options, store))
    # another one first: the index of ours is not 2
    await server.register_namespace("urn:other")
    index = await server.register_namespace("http://plant.example/furnaces")
    nodes = {}
    for name, first, kind in VALUES:
        node = await server.nodes.objects.add_variable(ua.NodeId(name, index), name, first, kind)
        await server.write_attribute_value(node.nodeid, value({"value": first, "at": "2026-01-05T06:00:00"}, kind))
        nodes[name] = (node, kind)
    async with server:
        print("ready", f"opc.tcp://127.0.0.1:{server.bserver._server.sockets[0].getsockname()[1]}/plant/", flush=True)
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            change = json.loads(line)
            if "trust" in change:
                shutil.copy(change["trust"], trust / f"{len(list(trust.iterdir()))}.der")
                await store.load()
            else:
                node, kind = nodes[change["node"]]
                await server.write_attribute_value(node.nodeid, value(change, kind))
            print("done", flush=True)


logging.basicConfig(level=logging.ERROR)
arguments = argparse.ArgumentParser()
arguments.add_argument("folder", type=Path)
arguments.add_argument("port", type=int)
arguments.add_argument("--password")
arguments.add_argument("trusted", nargs="*")
asyncio.run(main(**vars(arguments.parse_intermixed_args())))
