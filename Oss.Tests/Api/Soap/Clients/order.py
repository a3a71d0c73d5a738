"""Orders with zeep: order.py ROOT PORT EXTERNAL-ID SECRET; prints one line per step."""
import sys
import requests
import zeep
from requests.auth import HTTPBasicAuth
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

root, port, number, secret = sys.argv[1:5]
session = requests.Session()
session.trust_env = False
wss = "Wss" in port
if not wss:
    session.auth = HTTPBasicAuth("crm".encode(), secret.encode("utf-8"))
client = zeep.Client(root + "/soap/orders?wsdl", transport=Transport(session=session),
                     wsse=UsernameToken("crm", secret) if wss else None)
service = client.bind("OrderService", port)


def order(product, *more):
    return {"ExternalSystem": "crm-zeep", "ExternalId": number, "Items": {"Item": [
        {"Action": "Provide", "Subscription": {"ContractNumber": number, "TenantNumber": number, "TenantName": "Zeep", "Product": product}},
        {"Action": "Provide", "Domain": {"Name": number + ".example", "ContractNumber": number}}, *more]}}


def mailbox(address, quota):
    return {"Action": "Provide", "Mailbox": {"Address": address, "ContractNumber": number, "Password": {"Clear": "correct horse battery"}, "Quota": quota}}


def step(name, order_):
    try:
        result = service.SubmitOrder(Order=order_)
        print(name, result.Order.State, result.Replayed)
    except zeep.exceptions.Fault as fault:
        detail = fault.detail[0] if fault.detail is not None and len(fault.detail) else None
        kind = detail.tag.split("}")[1] if detail is not None else "-"
        path = detail.findtext(".//{*}Path") if detail is not None else None
        print(name, kind, path or "-")
        if kind == "AuthorizationFault":
            sys.exit()
    except zeep.exceptions.TransportError as error:
        print(name, "HTTP", error.status_code)
        sys.exit()


good = order("customer-domain", mailbox("anna@" + number + ".example", {"Bytes": 1000}))
step("order", good)
step("replay", good)
step("mismatch", order("customer-domain"))
number2, number = number, number + "x"
step("validation", order("customer-domain", mailbox("no address", {"Bytes": 1})))
step("limit", order("customer-domain", mailbox("anna@" + number + ".example", {"Bytes": 1 << 50})))
