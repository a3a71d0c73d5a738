namespace Oss.Web.Shared;

/// <summary>Names the texts people read: <c>Texts.resx</c> in English, <c>Texts.de.resx</c> in German.</summary>
public sealed class Texts;
