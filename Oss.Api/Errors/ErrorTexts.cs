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

/// <summary>Texts of errors for people, by the codes of the one catalogue. The English ones are the domain's own; a test sees that no code lacks a German one.</summary>
internal static class ErrorTexts
{
    private static readonly Dictionary<string, string> German = new(StringComparer.Ordinal)
    {
        [ErrorCodes.Validation] = "Die Anfrage verletzt Regeln; jede ist mit ihrer Stelle genannt.",
        [ErrorCodes.NotFound] = "Das gibt es nicht.",
        [ErrorCodes.LimitExceeded] = "Eine Grenze des Produkts wäre überschritten.",
        [ErrorCodes.Forbidden] = "Dazu sind Sie nicht berechtigt.",
        [ErrorCodes.Unavailable] = "Ein Teil der Plattform ist nicht erreichbar; senden Sie dieselbe Anfrage später noch einmal.",
        [ErrorCodes.OrderMismatch] = "Unter dieser Nummer wurde schon ein Auftrag mit anderem Inhalt eingereicht.",
        [ErrorCodes.AddressTaken] = "Die Adresse ist vergeben.",
        [ErrorCodes.NotEmpty] = "Es hängt noch etwas daran, das zuerst enden muss.",
        [ErrorCodes.AlreadyExists] = "Das gibt es schon.",
        [ErrorCodes.Required] = "Diese Angabe fehlt.",
        [ErrorCodes.Length] = "Zu lang, zu kurz, zu viele oder keine Einträge.",
        [ErrorCodes.InvalidAddress] = "Das ist keine Adresse wie name@example.org.",
        [ErrorCodes.InvalidDomain] = "Das ist kein Domainname wie example.org.",
        [ErrorCodes.InvalidPasswordHash] = "Die Form dieses Passwort-Hashes ist nicht bekannt.",
        [ErrorCodes.NotApplicable] = "Diese Angabe passt nicht zu dem, was geschehen soll.",
        [ErrorCodes.ExceedsProduct] = "Das ist mehr, als das Produkt erlaubt.",
        [ErrorCodes.DomainUnverified] = "Es ist nicht nachgewiesen, dass die Domain dem Kunden gehört; das Produkt verlangt es.",
        [ErrorCodes.RecordMissing] = "Ein Eintrag, der zuerst im DNS stehen muss, ist dort nicht zu sehen.",
        [ErrorCodes.ForeignDomain] = "Die Domain gehört einem anderen Kunden.",
        [ErrorCodes.ForwardLoop] = "Diese Weiterleitung führte zu sich selbst zurück.",
        [ErrorCodes.WrongPassword] = "Das Passwort stimmt nicht.",
        [ErrorCodes.WeakPassword] = "Das Passwort ist zu schwach.",
        [ErrorCodes.OwnAccount] = "Das eigene Konto kann man so nicht ändern.",
        [ErrorCodes.ChangedMeanwhile] = "Das wurde inzwischen geändert; sehen Sie es noch einmal an.",
        [ErrorCodes.InvalidName] = "Diesen Namen kann ein Konto nicht haben.",
        [ErrorCodes.AddressQuarantined] = "Die Adresse gehörte einem anderen Kunden und wird noch nicht wieder vergeben.",
        [ErrorCodes.ReservedName] = "Der Name ist dem Anbieter vorbehalten.",
        [ErrorCodes.NamePolicy] = "Der Name verletzt die Regeln der Domain für Namen.",
        [ErrorCodes.ProductTransition] = "Das Produkt darf nicht in das andere übergehen.",
        [ErrorCodes.Entangled] = "Es hängt noch etwas aus anderen Verträgen daran.",
        [ErrorCodes.NotInProduct] = "Das Produkt hat das nicht.",
        [ErrorCodes.ExternalTarget] = "Das Produkt leitet nur an Adressen dieser Plattform weiter.",
        [ErrorCodes.ScriptByHand] = "Das aktive Skript wurde von Hand geschrieben oder geändert; es wird nur ersetzt, wenn Sie das ausdrücklich verlangen.",
        [ErrorCodes.QuarantinedVirus] = "Die Nachricht enthält einen Virus; nur die Betriebsleitung gibt sie frei.",
        [ErrorCodes.QueueGrown] = "Inzwischen sind es mehr Nachrichten als bestätigt wurden; sehen Sie noch einmal nach.",
        [ErrorCodes.ScriptChanged] = "Das Skript wurde inzwischen geändert und bleibt, wie es ist.",
        [ErrorCodes.InvalidFolder] = "Das ist kein Ordner wie Arbeit/Rechnungen: keine Punkte, und nichts Leeres zwischen Schrägstrichen.",
        [ErrorCodes.InvalidFlag] = "Das ist keine Markierung wie \\Flagged oder $Arbeit.",
        [ErrorCodes.InvalidQuota] = "Das ist keine Menge an Speicherplatz.",
        [ErrorCodes.OrderState] = "In diesem Zustand des Auftrags geht das nicht.",
        [ErrorCodes.PointOfNoReturn] = "Es ist schon etwas geschehen, das nicht zurückgenommen werden kann.",
        [ErrorCodes.DependencyFailed] = "Eine Position, auf der diese aufbaut, konnte nicht ausgeführt werden.",
        [ErrorCodes.Undone] = "Die Position wurde ausgeführt und wieder zurückgenommen.",
        [ErrorCodes.NotUndone] = "Die Position sollte zurückgenommen werden und konnte es nicht.",
        [ErrorCodes.PlatformRefused] = "Die Mail-Plattform wird das nie tun.",
        [ErrorCodes.OutOfRange] = "Eine Zahl oder Zeit liegt außerhalb ihrer Grenzen.",
        [ErrorCodes.Cancelled] = "Der Auftrag wurde storniert, ehe die Position begann.",
        [CodesOfForm.Schema] = "Nicht in der beschriebenen Form.",
        [CodesOfForm.Internal] = "Die Plattform hat versagt; ihr Protokoll weiß unter der Vorgangsnummer mehr.",
        [CodesOfForm.Unauthenticated] = "Die Anmeldung wurde abgelehnt.",
        [CodesOfForm.Request] = "Die Anfrage ist so kein gültiges HTTP für diese Ressource.",
        [CodesOfForm.MediaType] = "Der Inhalt muss application/json in UTF-8 sein, unverpackt.",
        [CodesOfForm.TooLarge] = "Der Inhalt ist zu groß.",
        [CodesOfForm.NotAcceptable] = "Antworten sind application/json.",
        [CodesOfForm.Method] = "Diese Methode hat die Ressource nicht; die Kopfzeile Allow nennt die, die sie hat.",
        [CodesOfForm.PreconditionRequired] = "Nennen Sie in If-Match das gesehene ETag, oder * für jedes.",
        [CodesOfForm.PreconditionFailed] = "Es ist nicht mehr das, was If-Match nennt; sehen Sie es noch einmal an.",
        [CodesOfForm.IdempotencyMismatch] = "Unter diesem Idempotency-Key kam schon eine andere Anfrage.",
        [CodesOfForm.IdempotencyRunning] = "Die Anfrage dieses Idempotency-Keys wird gerade ausgeführt; fragen Sie später noch einmal.",
        [CodesOfForm.RateLimited] = "Zu viele Anfragen; warten Sie, bis das Zeitfenster endet.",
        [CodesOfForm.Cursor] = "Der Zeiger gehört nicht zu dieser Liste mit diesen Filtern.",
    };

    private static readonly Dictionary<string, string> GermanKinds = new(StringComparer.Ordinal)
    {
        ["order"] = "Auftrag", ["batch"] = "Auftragsstapel", ["subscription"] = "Vertrag", ["tenant"] = "Kunde", ["product"] = "Produkt", ["domain"] = "Domain", ["mailbox"] = "Postfach",
        ["address"] = "Adresse", ["alias"] = "Alias", ["user"] = "Benutzer", ["webhook"] = "Webhook", ["ended mailbox"] = "Beendetes Postfach", ["API client"] = "API-Client", ["right to send"] = "Recht zu senden",
    };

    /// <summary>Codes that have a German text.</summary>
    public static IEnumerable<string> Translated => German.Keys;

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
        language == Language.German ? German.GetValueOrDefault(code, sentence) : sentence;

    /// <summary>The same findings in another language. What the schema found is said by a library, in English; the place tells the rest.</summary>
    public static IEnumerable<Finding> Of(IEnumerable<Finding> findings, Language language) =>
        findings.Select(finding => finding with { Text = Of(finding.Code, finding.Text, language) });
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
