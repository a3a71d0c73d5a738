# Orders with perl's SOAP::Lite: order.pl ROOT VERSION EXTERNAL-ID SECRET; prints one line per step.
use strict;
use warnings;
use utf8;
use Encode qw(encode);
use MIME::Base64 qw(encode_base64);
use SOAP::Lite;
binmode STDOUT, ':encoding(UTF-8)';

my ($root, $version, $number, $secret) = map { Encode::decode('UTF-8', $_) } @ARGV;
my $namespace = 'urn:oss:orders:2026-11';
# Of the class: an object made before it is told keeps writing 1.1.
SOAP::Lite->soapversion($version eq '12' ? '1.2' : '1.1');
my $soap = SOAP::Lite->proxy("$root/soap/orders", timeout => 60)
    ->default_ns($namespace)->autotype(0)->on_action(sub { '"' . "$namespace/SubmitOrder" . '"' })->on_fault(sub { $_[1] });
# With the first request, as the other clients do: LWP would ask without and answer the challenge, which is one more round.
$soap->transport->http_request->header(Authorization => 'Basic ' . encode_base64(encode('UTF-8', "crm:$secret"), ''));

sub element { my ($name, @content) = @_; SOAP::Data->name($name)->value(@content == 1 && !ref $content[0] ? $content[0] : \SOAP::Data->value(@content)) }

sub order {
    my ($id, $product, @more) = @_;
    return element(Order => element(ExternalSystem => 'crm-perl'), element(ExternalId => $id), element(Items =>
        element(Item => element(Action => 'Provide'), element(Subscription => element(ContractNumber => $id), element(TenantNumber => $id), element(TenantName => 'Perl'), element(Product => $product))),
        element(Item => element(Action => 'Provide'), element(Domain => element(Name => "$id.example"), element(ContractNumber => $id))),
        @more));
}

sub mailbox {
    my ($id, $address, $bytes) = @_;
    return element(Item => element(Action => 'Provide'), element(Mailbox => element(Address => $address), element(ContractNumber => $id),
        element(Password => element(Clear => 'correct horse battery')), element(Quota => element(Bytes => $bytes))));
}

sub step {
    my ($name, $order) = @_;
    my $reply = $soap->call('SubmitOrder', $order);
    if (!ref $reply) {
        print "$name ", $soap->transport->is_success ? 'unreadable' : 'HTTP ' . $soap->transport->code, "\n";
        exit;
    }
    if (!$reply->fault) {
        print "$name ", $reply->valueof('//Order/State'), ' ', ($reply->valueof('//Replayed') eq 'true' ? 'True' : 'False'), "\n";
        return;
    }
    my $detail = $reply->faultdetail // $reply->valueof('//Fault/Detail');
    if (ref $detail ne 'HASH') {
        print "$name HTTP ", $soap->transport->code, "\n";
        exit;
    }
    my ($kind) = keys %$detail;
    my $findings = $detail->{$kind}{Findings};
    my $finding = ref $findings ? $findings->{Finding} : undef;
    $finding = $finding->[0] if ref $finding eq 'ARRAY';
    print "$name $kind ", ($finding ? $finding->{Path} : '-'), "\n";
}

my $good = order($number, 'customer-domain', mailbox($number, "anna\@$number.example", 1000));
step('order', $good);
step('replay', $good);
step('mismatch', order($number, 'customer-domain'));
my $other = $number . 'x';
step('validation', order($other, 'customer-domain', mailbox($other, 'no address', 1)));
step('limit', order($other, 'customer-domain', mailbox($other, "anna\@$other.example", 1 << 50)));
