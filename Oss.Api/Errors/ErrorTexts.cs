using System.Globalization;
using Oss.Domain;

namespace Oss.Api.Errors;

/// <summary>Languages of texts for people.</summary>
internal enum Language
{
    /// <summary>English, in which the domain speaks.</summary>
    English,

    /// <summary>German.</summary>
    German,
}

/// <summary>What a language is to the runtime.</summary>
internal static class LanguageExtensions
{
    /// <summary>The culture whose texts are in the language.</summary>
    public static CultureInfo Culture(this Language language) => CultureInfo.GetCultureInfo(language == Language.German ? "de" : "en");
}

/// <summary>Texts of errors for people, by the codes of the one catalogue: what a code means, in both languages, and of what one error says more, the domain's own English sentence. A test sees that no code lacks a meaning,
/// and that the integrators' guide lists them all.</summary>
internal static class ErrorTexts
{
    private static readonly Dictionary<string, Meaning> Meanings = new(StringComparer.Ordinal)
    {
        [ErrorCodes.Validation] = new("The request breaks rules; each is listed with its place.", "Die Anfrage verletzt Regeln; jede ist mit ihrer Stelle genannt."),
        [ErrorCodes.NotFound] = new("There is no such thing, or not for this caller.", "Das gibt es nicht."),
        [ErrorCodes.LimitExceeded] = new("A limit of the product would be exceeded.", "Eine Grenze des Produkts wäre überschritten."),
        [ErrorCodes.Forbidden] = new("The caller may not do this.", "Dazu sind Sie nicht berechtigt."),
        [ErrorCodes.Unavailable] = new("A part of the platform is out of reach; send the same request again later.", "Ein Teil der Plattform ist nicht erreichbar; senden Sie dieselbe Anfrage später noch einmal."),
        [ErrorCodes.OrderMismatch] = new("The number of the order was used before with another content.", "Unter dieser Nummer wurde schon ein Auftrag mit anderem Inhalt eingereicht."),
        [ErrorCodes.AddressTaken] = new("The address is taken.", "Die Adresse ist vergeben."),
        [ErrorCodes.NotEmpty] = new("Something still hangs on it that must end first.", "Es hängt noch etwas daran, das zuerst enden muss."),
        [ErrorCodes.NotConfirmed] = new("What was typed to confirm is not what is meant.", "Das zur Bestätigung Eingetippte ist nicht das Gemeinte."),
        [ErrorCodes.AlreadyExists] = new("There is one already.", "Das gibt es schon."),
        [ErrorCodes.Required] = new("This is missing.", "Diese Angabe fehlt."),
        [ErrorCodes.Length] = new("Too long, too short, too many entries or none.", "Zu lang, zu kurz, zu viele oder keine Einträge."),
        [ErrorCodes.InvalidAddress] = new("Not an address like name@example.org.", "Das ist keine Adresse wie name@example.org."),
        [ErrorCodes.InvalidDomain] = new("Not a domain name like example.org.", "Das ist kein Domainname wie example.org."),
        [ErrorCodes.InvalidRoute] = new("Not a way to another server like smtp:mail.example.org:25.", "Das ist kein Weg zu einem anderen Server wie smtp:mail.example.org:25."),
        [ErrorCodes.InvalidPasswordHash] = new("A password hash of an unknown form.", "Die Form dieses Passwort-Hashes ist nicht bekannt."),
        [ErrorCodes.NotApplicable] = new("This does not go with what is to be done.", "Diese Angabe passt nicht zu dem, was geschehen soll."),
        [ErrorCodes.ExceedsProduct] = new("More than the product allows.", "Das ist mehr, als das Produkt erlaubt."),
        [ErrorCodes.DomainUnverified] = new("It is not proven that the domain is the customer's, and the product demands it.", "Es ist nicht nachgewiesen, dass die Domain dem Kunden gehört; das Produkt verlangt es."),
        [ErrorCodes.RecordMissing] = new("A record that must be in DNS first is not seen there.", "Ein Eintrag, der zuerst im DNS stehen muss, ist dort nicht zu sehen."),
        [ErrorCodes.ForeignDomain] = new("The domain belongs to another customer.", "Die Domain gehört einem anderen Kunden."),
        [ErrorCodes.ForwardLoop] = new("The forward would lead back to itself.", "Diese Weiterleitung führte zu sich selbst zurück."),
        [ErrorCodes.WrongPassword] = new("The password is not right.", "Das Passwort stimmt nicht."),
        [ErrorCodes.WeakPassword] = new("The password is too weak.", "Das Passwort ist zu schwach."),
        [ErrorCodes.OwnAccount] = new("The own account cannot be changed in this way.", "Das eigene Konto kann man so nicht ändern."),
        [ErrorCodes.ChangedMeanwhile] = new("It was changed meanwhile; look at it again.", "Das wurde inzwischen geändert; sehen Sie es noch einmal an."),
        [ErrorCodes.InvalidName] = new("No account can have this name.", "Diesen Namen kann ein Konto nicht haben."),
        [ErrorCodes.AddressQuarantined] = new("The address was another customer's and is not given away yet.", "Die Adresse gehörte einem anderen Kunden und wird noch nicht wieder vergeben."),
        [ErrorCodes.ReservedName] = new("The name is kept for the provider.", "Der Name ist dem Anbieter vorbehalten."),
        [ErrorCodes.NamePolicy] = new("The name breaks the domain's rules for names.", "Der Name verletzt die Regeln der Domain für Namen."),
        [ErrorCodes.ProductTransition] = new("The product may not become the other one.", "Das Produkt darf nicht in das andere übergehen."),
        [ErrorCodes.Entangled] = new("Things of other contracts hang on it.", "Es hängt noch etwas aus anderen Verträgen daran."),
        [ErrorCodes.NotInProduct] = new("The product does not have this.", "Das Produkt hat das nicht."),
        [ErrorCodes.ExternalTarget] = new("Mail may be forwarded to addresses of this platform only.", "Mail darf nur an Adressen dieser Plattform weitergeleitet werden."),
        [ErrorCodes.StillForwarding] = new("Some mail is forwarded to addresses elsewhere, which would end; that is done only when the order says so.", "Manche Mail wird nach außen weitergeleitet, und das würde enden; es geschieht nur, wenn der Auftrag es ausdrücklich sagt."),
        [ErrorCodes.ScriptByHand] = new("The active script was written or changed by hand; it is replaced only when that is asked for.", "Das aktive Skript wurde von Hand geschrieben oder geändert; es wird nur ersetzt, wenn Sie das ausdrücklich verlangen."),
        [ErrorCodes.QuarantinedVirus] = new("The message has a virus; only operators let it go.", "Die Nachricht enthält einen Virus; nur die Betriebsleitung gibt sie frei."),
        [ErrorCodes.QueueGrown] = new("There are more messages by now than were confirmed; look again.", "Inzwischen sind es mehr Nachrichten als bestätigt wurden; sehen Sie noch einmal nach."),
        [ErrorCodes.ScriptChanged] = new("The script was changed meanwhile and stays as it is.", "Das Skript wurde inzwischen geändert und bleibt, wie es ist."),
        [ErrorCodes.InvalidFolder] = new("Not a folder like Work/Bills: no dots, and nothing empty between slashes.", "Das ist kein Ordner wie Arbeit/Rechnungen: keine Punkte, und nichts Leeres zwischen Schrägstrichen."),
        [ErrorCodes.InvalidFlag] = new("Not a flag like \\Flagged or $Work.", "Das ist keine Markierung wie \\Flagged oder $Arbeit."),
        [ErrorCodes.InvalidQuota] = new("Not an amount of storage.", "Das ist keine Menge an Speicherplatz."),
        [ErrorCodes.OrderState] = new("This cannot be done in the state in which the order is.", "In diesem Zustand des Auftrags geht das nicht."),
        [ErrorCodes.PointOfNoReturn] = new("Something was done that cannot be undone.", "Es ist schon etwas geschehen, das nicht zurückgenommen werden kann."),
        [ErrorCodes.DependencyFailed] = new("An item that this one builds on could not be done.", "Eine Position, auf der diese aufbaut, konnte nicht ausgeführt werden."),
        [ErrorCodes.Undone] = new("The item was done and is undone.", "Die Position wurde ausgeführt und wieder zurückgenommen."),
        [ErrorCodes.NotUndone] = new("The item was to be undone and could not be.", "Die Position sollte zurückgenommen werden und konnte es nicht."),
        [ErrorCodes.PlatformRefused] = new("The mail platform will never do this.", "Die Mail-Plattform wird das nie tun."),
        [ErrorCodes.OutOfRange] = new("A number or a time is outside its bounds.", "Eine Zahl oder Zeit liegt außerhalb ihrer Grenzen."),
        [ErrorCodes.Cancelled] = new("The order was cancelled before the item was begun.", "Der Auftrag wurde storniert, ehe die Position begann."),
        [CodesOfForm.Schema] = new("Not in the documented form.", "Nicht in der beschriebenen Form."),
        [CodesOfForm.Internal] = new("The platform failed; its log knows more under the correlation id.", "Die Plattform hat versagt; ihr Protokoll weiß unter der Vorgangsnummer mehr."),
        [CodesOfForm.Unauthenticated] = new("The credentials are missing or wrong.", "Die Anmeldung wurde abgelehnt."),
        [CodesOfForm.Request] = new("Not valid HTTP for this resource.", "Die Anfrage ist so kein gültiges HTTP für diese Ressource."),
        [CodesOfForm.MediaType] = new("The body must be application/json in UTF-8, and not packed.", "Der Inhalt muss application/json in UTF-8 sein, unverpackt."),
        [CodesOfForm.TooLarge] = new("The body is too large.", "Der Inhalt ist zu groß."),
        [CodesOfForm.NotAcceptable] = new("Replies are application/json.", "Antworten sind application/json."),
        [CodesOfForm.Method] = new("The resource has no such method; the header Allow names those it has.", "Diese Methode hat die Ressource nicht; die Kopfzeile Allow nennt die, die sie hat."),
        [CodesOfForm.PreconditionRequired] = new("Say in If-Match which ETag was seen, or * for any.", "Nennen Sie in If-Match das gesehene ETag, oder * für jedes."),
        [CodesOfForm.PreconditionFailed] = new("What is there is not what If-Match names; look at it again.", "Es ist nicht mehr das, was If-Match nennt; sehen Sie es noch einmal an."),
        [CodesOfForm.IdempotencyMismatch] = new("Another request came under this Idempotency-Key before.", "Unter diesem Idempotency-Key kam schon eine andere Anfrage."),
        [CodesOfForm.IdempotencyRunning] = new("The request of this Idempotency-Key is being carried out; ask again later.", "Die Anfrage dieses Idempotency-Keys wird gerade ausgeführt; fragen Sie später noch einmal."),
        [CodesOfForm.RateLimited] = new("Too many requests; wait until the window ends.", "Zu viele Anfragen; warten Sie, bis das Zeitfenster endet."),
        [CodesOfForm.Cursor] = new("Not a cursor of this list with these filters.", "Der Zeiger gehört nicht zu dieser Liste mit diesen Filtern."),
    };

    private static readonly Dictionary<string, string> GermanKinds = new(StringComparer.Ordinal)
    {
        ["order"] = "Auftrag", ["batch"] = "Auftragsstapel", ["subscription"] = "Vertrag", ["tenant"] = "Kunde", ["product"] = "Produkt", ["domain"] = "Domain", ["mailbox"] = "Postfach",
        ["address"] = "Adresse", ["alias"] = "Alias", ["user"] = "Benutzer", ["webhook"] = "Webhook", ["ended mailbox"] = "Beendetes Postfach", ["API client"] = "API-Client", ["right to send"] = "Recht zu senden",
    };

    /// <summary>Codes that have a meaning.</summary>
    public static IEnumerable<string> Codes => Meanings.Keys;

    /// <summary>What a code means, whatever it is about this time.</summary>
    public static string Of(string code, Language language) => Meanings.TryGetValue(code, out var meaning) ? meaning.In(language) : code;

    /// <summary>The text of an error.</summary>
    public static string Of(DomainError error, Language language) => language == Language.English ? error.Text : error switch
    {
        DomainError.NotFound e => $"{GermanKinds.GetValueOrDefault(e.Kind, e.Kind)} '{e.Key}' gibt es nicht.",
        DomainError.LimitExceeded e => string.Format(
            CultureInfo.InvariantCulture, "Die Grenze '{0}' ist {1}; belegt sind {2}, es würden {3}.", e.Limit, e.Maximum, e.Current, e.Requested),
        _ => Of(error.Code, error.Text, language),
    };

    /// <summary>The text of a code, or the English sentence where there is no other.</summary>
    public static string Of(string code, string sentence, Language language) =>
        language == Language.German && Meanings.TryGetValue(code, out var meaning) ? meaning.German : sentence;

    /// <summary>The same findings in another language. What the schema found is said by a library, in English; the place tells the rest.</summary>
    public static IEnumerable<Finding> Of(IEnumerable<Finding> findings, Language language) =>
        findings.Select(finding => finding with { Text = Of(finding.Code, finding.Text, language) });

    private sealed record Meaning(string English, string German)
    {
        public string In(Language language) => language == Language.German ? German : English;
    }
}

/// <summary>Codes of errors that never reach the domain.</summary>
internal static class CodesOfForm
{
    /// <summary>The request is not in the documented form.</summary>
    public const string Schema = "schema";

    /// <summary>The platform failed.</summary>
    public const string Internal = "internal";

    /// <summary>Credentials are missing or wrong.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>Not valid HTTP for this resource: a header, a parameter, a query that is not known.</summary>
    public const string Request = "request";

    /// <summary>The body is of another type.</summary>
    public const string MediaType = "media-type";

    /// <summary>The body is too large.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The reply cannot be of the type asked for.</summary>
    public const string NotAcceptable = "not-acceptable";

    /// <summary>The resource has no such method.</summary>
    public const string Method = "method-not-allowed";

    /// <summary>A change does not say what it is based on.</summary>
    public const string PreconditionRequired = "precondition-required";

    /// <summary>What is there is not what the change is based on.</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>Another request came under the key before.</summary>
    public const string IdempotencyMismatch = "idempotency-mismatch";

    /// <summary>The request of the key is being carried out.</summary>
    public const string IdempotencyRunning = "idempotency-running";

    /// <summary>Too many requests.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>Not a cursor of this list.</summary>
    public const string Cursor = "invalid-cursor";
}
