"""Orders what becomes of mail with zeep: rules.py ROOT NUMBER SECRET STEP; prints what came of it."""
import datetime
import sys
import requests
import zeep
from requests.auth import HTTPBasicAuth
from zeep.transports import Transport

root, number, secret, step = sys.argv[1:5]
session = requests.Session()
session.trust_env = False
session.auth = HTTPBasicAuth("crm", secret)
orders, configuration, information = (zeep.Client(f"{root}/soap/{name}?wsdl", transport=Transport(session=session)).service for name in ("orders", "configuration", "information"))
domain = number + ".example"
anna, bert, max_ = ("anna@" + domain, "bert@" + domain, "max@" + domain)

if step == "set":
    mailbox = lambda address: {"Action": "Provide", "Mailbox": {"Address": address, "ContractNumber": number, "Password": {"Clear": "correct horse battery"}}}
    order = {"ExternalSystem": "crm-road", "ExternalId": number, "Items": {"Item": [
        {"Action": "Provide", "Subscription": {"ContractNumber": number, "TenantNumber": number, "TenantName": "Bäckerei Müller", "Product": "premium"}},
        {"Action": "Provide", "Domain": {"Name": domain, "ContractNumber": number}},
        mailbox(anna), mailbox(bert), mailbox(max_),
        {"Action": "Modify", "Rules": {"Mailbox": bert, "Forwarding": {"Targets": {"Target": [anna]}, "KeepCopy": True}}},
    ]}}
    print(orders.SubmitOrder(Order=order).Order.State)
    print(configuration.SetAutoReply(Mailbox=anna, AutoReply={"Until": datetime.date.today() + datetime.timedelta(days=9), "Subject": "Bin übers Jahr weg", "Text": "Schöne Grüße\naus Köln"}).State)
    print(configuration.SetRules(Mailbox=anna, Rules={"Rule": [{
        "Name": "Büro", "Conditions": {"Condition": [{"Field": "Subject", "Operator": "Contains", "Values": {"Value": ["Rechnung für März"]}}]},
        "Actions": {"Action": [{"Kind": "Move", "Target": "Büro/Köln"}]}}]}).State)
    print(information.GetRules(Address=anna).Settings.AutoReply.Text)
elif step == "keep-here":
    for even in (None, True):
        order = {"ExternalSystem": "crm-road", "ExternalId": f"{number}-keep-{even}", "Items": {"Item": [
            {"Action": "Modify", "Subscription": {"ContractNumber": number, "ForbidExternalForwarding": True, "EvenIfForwarding": even}}]}}
        try:
            print(orders.SubmitOrder(Order=order).Order.State, information.GetTenant(Number=number).ForbidsExternalForwarding)
        except zeep.exceptions.Fault as fault:
            print(fault.detail.findall(".//{urn:oss:common:2026-11}Code")[-1].text, information.GetTenant(Number=number).ForbidsExternalForwarding)
else:
    try:
        print(configuration.SetSpamHandling(Mailbox=anna, Spam={"Action": "Junk"}, Basis={"Replace": step == "replace"}).State)
    except zeep.exceptions.Fault as fault:
        print(fault.detail.find(".//{urn:oss:common:2026-11}Code").text)
    rules = information.GetRules(Address=anna)
    print(rules.Origin, rules.Script.Name if rules.Script else "")
    if rules.Script:
        said = information.GetRules(Address=anna, _soapheaders={"context": {"Language": "de"}})
        print(*(problem.Text for answer in (rules, said) for problem in answer.Script.Lost.Problem), sep="\n")
