namespace Oss.Domain.Demo.Sample;

/// <summary>Names as they are common in the Rhineland, for people and firms that do not exist.</summary>
internal static class SampleNames
{
    public static readonly string[] Given =
    [
        "Anna", "Erika", "Jörg", "Sabine", "Peter", "Ursula", "Käthe", "Jürgen", "Monika", "Thomas", "Petra", "Wolfgang", "Renate", "Klaus", "Gisela", "Günter", "Brigitte", "Heinz", "Andrea",
        "Stefan", "Claudia", "Dieter", "Susanne", "Bernd", "Ingrid", "Uwe", "Birgit", "Frank", "Heike", "Ayşe", "Mehmet", "Zoë", "René", "François", "Łukasz", "Hannelore", "Björn", "Sören",
    ];

    public static readonly string[] Family =
    [
        "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz", "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann",
        "Schwarz", "Zimmermann", "Braun", "Krüger", "Hofmann", "Hartmann", "Lange", "Schmitt", "Werner", "Schmitz", "Krause", "Meier", "Lehmann", "Schmid", "Schulze", "Maier", "Köhler", "Herrmann",
        "König", "Walter", "Mayer", "Huber", "Kaiser", "Fuchs", "Peters", "Lang", "Scholz", "Möller", "Weiß", "Jung", "Hahn", "Schubert", "Vogel", "Friedrich", "Keller", "Günther", "Frank",
        "Berger", "Winkler", "Roth", "Beck", "Lorenz", "Baumann", "Groß", "Öztürk", "Yılmaz", "Nowak", "Pütz", "Esser", "Wirtz", "Breuer", "Cremer", "Heinrichs", "Küppers",
    ];

    public static readonly string[] Trades =
    [
        "Bäckerei", "Schreinerei", "Kanzlei", "Apotheke", "Druckerei", "Gärtnerei", "Autohaus", "Metzgerei", "Brauhaus", "Steuerbüro", "Architekten", "Elektro", "Sanitär", "Blumen", "Reisebüro", "Buchhandlung",
    ];

    public static readonly string[] Institutions = ["Universität", "Stadtverwaltung", "Versicherung", "Krankenhausverbund", "Verkehrsbetriebe"];

    public static readonly string[] Functions = ["info", "kontakt", "bestellung", "rechnung", "bewerbung", "service", "einkauf", "buchhaltung", "termine", "newsletter"];
}
