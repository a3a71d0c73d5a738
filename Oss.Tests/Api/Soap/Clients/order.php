<?php
// Orders with PHP's SoapClient: order.php ROOT VERSION EXTERNAL-ID SECRET; prints one line per step.
[, $root, $version, $number, $secret] = $argv;
ini_set('soap.wsdl_cache_enabled', '0');

$client = new SoapClient($root . '/soap/orders?wsdl', [
    'login' => 'crm', 'password' => $secret, 'cache_wsdl' => WSDL_CACHE_NONE,
    'soap_version' => $version === '12' ? SOAP_1_2 : SOAP_1_1,
    'location' => $root . '/soap/orders',
]);

function order(string $number, string $product, array ...$more): array
{
    return ['Order' => ['ExternalSystem' => 'crm-php', 'ExternalId' => $number, 'Items' => ['Item' => [
        ['Action' => 'Provide', 'Subscription' => ['ContractNumber' => $number, 'TenantNumber' => $number, 'TenantName' => 'PHP', 'Product' => $product]],
        ['Action' => 'Provide', 'Domain' => ['Name' => "$number.example", 'ContractNumber' => $number]],
        ...$more,
    ]]]];
}

function mailbox(string $number, string $address, array $quota): array
{
    return ['Action' => 'Provide', 'Mailbox' => ['Address' => $address, 'ContractNumber' => $number,
        'Password' => ['Clear' => 'correct horse battery'], 'Quota' => $quota]];
}

function step(SoapClient $client, string $name, array $order): void
{
    try {
        $result = $client->SubmitOrder($order);
        echo $name, ' ', $result->Order->State, ' ', $result->Replayed ? 'True' : 'False', "\n";
    } catch (SoapFault $fault) {
        $kinds = isset($fault->detail) ? array_keys(get_object_vars($fault->detail)) : [];
        $kind = $kinds[0] ?? $fault->getMessage();
        $finding = $fault->detail->$kind->Findings->Finding ?? null;
        $finding = is_array($finding) ? $finding[0] : $finding;
        echo $name, ' ', $kind, ' ', $finding->Path ?? '-', "\n";
        if (!$kinds) {
            exit;
        }
    }
}

$good = order($number, 'customer-domain', mailbox($number, "anna@$number.example", ['Bytes' => 1000]));
step($client, 'order', $good);
step($client, 'replay', $good);
step($client, 'mismatch', order($number, 'customer-domain'));
$other = $number . 'x';
step($client, 'validation', order($other, 'customer-domain', mailbox($other, 'no address', ['Bytes' => 1])));
step($client, 'limit', order($other, 'customer-domain', mailbox($other, "anna@$other.example", ['Bytes' => 1 << 50])));
