"""Orders a mailbox with zeep, twice: order.py ROOT CONTRACT SECRET; prints state and whether it was a replay."""
import sys
import requests
import zeep
from requests.auth import HTTPBasicAuth
from zeep.transports import Transport

root, number, secret = sys.argv[1:4]
session = requests.Session()
session.trust_env = False
session.auth = HTTPBasicAuth("crm", secret)
client = zeep.Client(root + "/soap/orders?wsdl", transport=Transport(session=session))
domain = number + ".example"
order = {"ExternalSystem": "crm-road", "ExternalId": number, "Items": {"Item": [
    {"Action": "Provide", "Subscription": {"ContractNumber": number, "TenantNumber": number, "TenantName": "Bäckerei Müller", "Product": "premium"}},
    {"Action": "Provide", "Domain": {"Name": domain, "ContractNumber": number}},
    {"Action": "Provide", "Mailbox": {"Address": "anna@" + domain, "ContractNumber": number, "Password": {"Clear": "correct horse battery"}}},
]}}
for _ in range(2):
    result = client.service.SubmitOrder(Order=order)
    print(result.Order.State, result.Replayed)
