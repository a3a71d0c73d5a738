<?php
// Orders a mailbox with PHP's SoapClient, twice: order.php ROOT CONTRACT SECRET; prints state and whether it was a replay.
[, $root, $number, $secret] = $argv;
$client = new SoapClient("$root/soap/orders?wsdl", ['login' => 'crm', 'password' => $secret, 'cache_wsdl' => WSDL_CACHE_NONE]);
$order = ['ExternalSystem' => 'crm-road', 'ExternalId' => $number, 'Items' => ['Item' => [
    ['Action' => 'Provide', 'Subscription' => ['ContractNumber' => $number, 'TenantNumber' => $number, 'TenantName' => 'Gärtnerei Weiß', 'Product' => 'premium']],
    ['Action' => 'Provide', 'Domain' => ['Name' => "$number.example", 'ContractNumber' => $number]],
    ['Action' => 'Provide', 'Mailbox' => ['Address' => "anna@$number.example", 'ContractNumber' => $number, 'Password' => ['Clear' => 'correct horse battery']]],
]]];
foreach ([1, 2] as $_) {
    $result = $client->SubmitOrder(['Order' => $order]);
    echo $result->Order->State, ' ', $result->Replayed ? 'True' : 'False', "\n";
}
