"""A utility's SOAP service of prices: an hour each, for whoever has the key."""

import datetime
import decimal
from wsgiref.simple_server import WSGIRequestHandler, make_server

from spyne import Application, Array, ComplexModel, DateTime, Decimal, Fault, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication

NAMESPACE = "urn:utility.example:tariff"
HOUR = datetime.timedelta(hours=1)


class Price(ComplexModel):
    __namespace__ = NAMESPACE
    start = DateTime
    end = DateTime
    price = Decimal
    currency = Unicode
    unit = Unicode


class Tariffs(ServiceBase):
    @rpc(Unicode, Unicode, DateTime, DateTime, _returns=Array(Price))
    def GetTariff(ctx, apiKey, tariffCode, start, end):
        if apiKey != "s3cret <of> & more":
            raise Fault("Client.Authentication", "the key %s is not known" % apiKey)
        hours = [start + HOUR * number for number in range((end - start) // HOUR)]
        return [
            Price(start=at, end=at + HOUR, price=decimal.Decimal(at.hour) / 100, currency="EUR", unit="kWh") for at in hours
        ]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


application = Application([Tariffs], NAMESPACE, in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
server = make_server("127.0.0.1", 0, WsgiApplication(application), handler_class=Quiet)
print("ready", server.server_port, flush=True)
server.serve_forever()
