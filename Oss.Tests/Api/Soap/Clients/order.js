// Orders with npm's soap: order.js ROOT VERSION EXTERNAL-ID SECRET; prints one line per step. NODE_PATH leads to the package.
const soap = require('soap');
const [root, version, number, secret] = process.argv.slice(2);

const order = (id, product, ...more) => ({ Order: { ExternalSystem: 'crm-npm', ExternalId: id, Items: { Item: [
  { Action: 'Provide', Subscription: { ContractNumber: id, TenantNumber: id, TenantName: 'npm', Product: product } },
  { Action: 'Provide', Domain: { Name: `${id}.example`, ContractNumber: id } }, ...more] } } });
const mailbox = (id, address, bytes) => ({ Action: 'Provide', Mailbox: { Address: address, ContractNumber: id,
  Password: { Clear: 'correct horse battery' }, Quota: { Bytes: bytes } } });

async function step(client, name, request) {
  try {
    const [result] = await client.SubmitOrderAsync(request);
    console.log(name, result.Order.State, result.Replayed ? 'True' : 'False');
  } catch (error) {
    const fault = error.root?.Envelope?.Body?.Fault;
    const detail = fault?.detail ?? fault?.Detail;
    if (!detail) {
      console.log(name, 'HTTP', error.response?.status);
      process.exit();
    }
    const kind = Object.keys(detail).find((key) => key !== 'attributes');
    const finding = [detail[kind].Findings?.Finding].flat()[0];
    console.log(name, kind, finding?.Path ?? '-');
  }
}

(async () => {
  const client = await soap.createClientAsync(`${root}/soap/orders?wsdl`, { forceSoap12Headers: version === '12', endpoint: `${root}/soap/orders` });
  client.setSecurity(new soap.BasicAuthSecurity('crm', secret));
  const good = order(number, 'customer-domain', mailbox(number, `anna@${number}.example`, 1000));
  await step(client, 'order', good);
  await step(client, 'replay', good);
  await step(client, 'mismatch', order(number, 'customer-domain'));
  const other = `${number}x`;
  await step(client, 'validation', order(other, 'customer-domain', mailbox(other, 'no address', 1)));
  await step(client, 'limit', order(other, 'customer-domain', mailbox(other, `anna@${other}.example`, 2 ** 50)));
})().catch((error) => { console.error(error); process.exit(1); });
