namespace Oss.Api.Rest;

/// <summary>What an operation of the REST interface is, said once where it is mapped: the pipeline acts on it, the OpenAPI document shows it, tests enumerate it.</summary>
/// <param name="id">Its name, as SOAP would call it.</param>
/// <param name="scope">What a client must be allowed, one of <see cref="Oss.Domain.Access.ApiScopes"/>.</param>
/// <param name="summary">One sentence.</param>
internal sealed class RestOperation(string id, string scope, string summary)
{
    public string Id { get; } = id;

    public string Scope { get; } = scope;

    public string Summary { get; } = summary;

    /// <summary>Changes something that is there: <c>If-Match</c> is mandatory.</summary>
    public bool IsGuarded { get; set; }

    /// <summary>Changes something: an <c>Idempotency-Key</c> makes it safe to send again.</summary>
    public bool IsChange { get; set; }

    /// <summary>Is carried out by an order: <c>Prefer</c> says how long to wait for its end.</summary>
    public bool Waits { get; set; }

    /// <summary>A success is a file of this media type, and no JSON; <see langword="null"/> for JSON.</summary>
    public string? FileType { get; set; }

    /// <summary>Looks at what is personal: on whose behalf and why is asked, though nothing is changed.</summary>
    public bool IsReasoned { get; set; }

    /// <summary>Lists something part by part: <c>limit</c> and <c>cursor</c>.</summary>
    public bool IsList { get; set; }

    /// <summary>What the body is; <see langword="null"/> for none.</summary>
    public Type? Body { get; set; }

    /// <summary>The body may be left out.</summary>
    public bool BodyIsOptional { get; set; }

    /// <summary>Octets of the body.</summary>
    public int BodyOctets { get; set; } = RestLimits.BodyOctets;

    /// <summary>What a success is; <see langword="null"/> for nothing.</summary>
    public Type? Result { get; set; }

    /// <summary>Names of the query's members that it knows.</summary>
    public IReadOnlyList<string> Query { get; set; } = [];
}
