using System.Globalization;
using Microsoft.Extensions.Localization;
using Oss.Domain.Trace;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Trace;

/// <summary>What happened to a message, as an agent reads it out.</summary>
public sealed class TraceSentence(IStringLocalizer<Texts> texts)
{
    // Enhanced codes that an agent can explain on the telephone (RFC 3463), by what follows the class.
    private static readonly string[] Explained = ["1.1", "1.8", "2.1", "2.2", "2.3", "3.4", "4.1", "4.4", "4.6", "4.7", "7.0", "7.1", "7.10", "7.23", "7.26"];

    /// <summary>The sentence.</summary>
    public string Of(TraceEvent happened)
    {
        var detail = happened.Kind switch
        {
            TraceEventKind.Created or TraceEventKind.SenderTold => Named($"Trace.{happened.Kind}.{happened.Detail}") ?? happened.Detail,
            TraceEventKind.Deferred or TraceEventKind.Failed or TraceEventKind.Sent or TraceEventKind.Expired => happened.Host,
            _ => happened.Detail,
        };
        var name = $"Trace.{happened.Kind}" + (happened.Kind == TraceEventKind.Sent && happened.IsEncrypted == false ? ".Plain" : detail is null && Named($"Trace.{happened.Kind}.Plain") is not null ? ".Plain" : "");
        return string.Format(CultureInfo.CurrentCulture, texts[name], detail);
    }

    /// <summary>What a reply's code means; <see langword="null"/> when the reply says it well enough.</summary>
    public string? Meaning(string reply) =>
        reply.Split(' ', 3) is [_, ['4' or '5', '.', .. var status], ..] && Explained.Contains(status) ? texts[$"Status.{status}"].Value : null;

    private string? Named(string name) => texts[name] is { ResourceNotFound: false } known ? known.Value : null;
}
