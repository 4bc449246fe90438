"""BAPI_PRODORD_GET_LIST by the names of SAP's interface: peer.py ORDERS.json."""

import base64
import json
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from spyne import Application, Array, ComplexModel, Fault, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication

NAMESPACE = "urn:sap-com:document:sap:rfc:functions"
NAMES = [
    "ORDER_NUMBER", "PRODUCTION_PLANT", "MATERIAL", "MATERIAL_LONG", "START_DATE", "START_TIME", "FINISH_DATE",
    "FINISH_TIME", "TARGET_QUANTITY", "UNIT", "SYSTEM_STATUS", "ORDER_TYPE", "DELETION_FLAG",
]  # fmt: skip
PLAIN = {"__namespace__": ""}
ORDERS = sys.argv[1]


class Range(ComplexModel):
    __namespace__ = ""
    SIGN = Unicode
    OPTION = Unicode
    LOW = Unicode
    HIGH = Unicode


Order = type("Order", (ComplexModel,), {**PLAIN, **{name: Unicode for name in NAMES}})


class Return(ComplexModel):
    __namespace__ = ""
    TYPE = Unicode
    ID = Unicode
    NUMBER = Unicode
    MESSAGE = Unicode


class Orders(ServiceBase):
    @rpc(
        Array(Order, member_name="item", type_name="Orders", namespace=""),
        Array(Range, member_name="item", type_name="Ranges", namespace=""),
        _returns=[Array(Order, member_name="item", type_name="Orders", namespace=""), Return],
        _out_variable_names=["ORDER_HEADER", "RETURN"],
        _out_message_name="BAPI_PRODORD_GET_LIST.Response",
        _in_arg_names={"orders": "ORDER_HEADER", "plants": "PRODPLANT_RANGE"},
    )
    def BAPI_PRODORD_GET_LIST(ctx, orders, plants):
        sent = ctx.transport.req_env.get("HTTP_AUTHORIZATION", "")
        if sent != "Basic " + base64.b64encode(b"LOADER:s3cret-of-sap").decode():
            raise Fault("Client.Authentication", "logon failed")
        data = json.loads(Path(ORDERS).read_text())
        if "refuse" in data:
            return [], Return(TYPE="E", ID="CO", NUMBER="001", MESSAGE=data["refuse"])
        wanted = [order for order in data["orders"] if order["PRODUCTION_PLANT"] in [plant.LOW for plant in plants]]
        return [Order(**order) for order in wanted], Return(TYPE="S")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


application = Application([Orders], NAMESPACE, in_protocol=Soap11(), out_protocol=Soap11())
server = make_server("127.0.0.1", 0, WsgiApplication(application), handler_class=Quiet)
print("ready", server.server_port, flush=True)
server.serve_forever()
