using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Shouldly;

namespace Oss.Tests.Web;

/// <summary>A browser without scripts: cookies, redirects, and forms as the page has them.</summary>
internal sealed class ConsoleBrowser : IDisposable
{
    private readonly HttpClient _http;

    public ConsoleBrowser(Uri root, string? language = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = root };
        if (language is not null)
            _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Path and query of the page shown.</summary>
    public string At { get; private set; } = "/";

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = null!;

    public string Text => Page.Body!.TextContent;

    public HttpResponseMessage Answer { get; private set; } = null!;

    public async Task<ConsoleBrowser> GoAsync(string path)
    {
        await ShowAsync(await _http.GetAsync(path));
        return this;
    }

    public async Task SignInAsync(string name, string password = ConsoleHost.Password, string returnUrl = "/")
    {
        await GoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        await SubmitAsync("/account/sign-in", ("UserName", name), ("Password", password));
    }

    /// <summary>Fills in the page's form of this action and sends it.</summary>
    public Task SubmitAsync(string action, params (string Name, string Value)[] fields) => PostAsync(action, Fields(action, fields));

    /// <summary>What sending the form would send.</summary>
    public Dictionary<string, string> Fields(string action, params (string Name, string Value)[] filled)
    {
        var form = Page.Forms.FirstOrDefault(f => f.GetAttribute("action") == action && f.GetAttribute("method") == "post")
            ?? throw new ShouldAssertException($"{At} ({Status}) has no form {action}: {Text}");
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var named = form.Elements.Where(e => e.GetAttribute("name") is not null).ToList();
        // A box that is not ticked is not sent.
        foreach (var element in named.Where(e => e is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }))
            fields[element.GetAttribute("name")!] = (element is IHtmlSelectElement select ? select.Value : element is IHtmlTextAreaElement area ? area.Value : null) ?? element.GetAttribute("value") ?? "";
        foreach (var (name, value) in filled)
        {
            named.Select(e => e.GetAttribute("name")).ShouldContain(name, StringComparer.OrdinalIgnoreCase);
            fields[name] = value;
        }

        return fields;
    }

    /// <summary>Sends a form, of the page or forged.</summary>
    public async Task PostAsync(string path, Dictionary<string, string> fields) => await ShowAsync(await PostRawAsync(path, fields));

    public Task<HttpResponseMessage> PostRawAsync(string path, Dictionary<string, string> fields) => _http.PostAsync(path, new FormUrlEncodedContent(fields));

    /// <summary>Pastes a message into the page's form that tries filters.</summary>
    public Task TryAsync(string page, string message)
    {
        var form = Page.Forms.Single(f => f.Elements.Any(e => e.GetAttribute("name") == "Input.Message"));
        var fields = form.Elements.Where(e => e.GetAttribute("type") == "hidden").ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? "");
        (fields["Input.Message"], fields["Input.Sender"]) = (message, "a@b.example");
        return PostAsync(page, fields);
    }

    /// <summary>Sends a form, but its fields only if the server wants them.</summary>
    public async Task<HttpResponseMessage> AnnounceAsync(string path, Dictionary<string, string> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.ExpectContinue = true;
        return await _http.SendAsync(request);
    }

    /// <summary>The token that makes a forged form one of this session.</summary>
    public string Token => Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    public void Dispose() => _http.Dispose();

    private async Task ShowAsync(HttpResponseMessage answer)
    {
        for (var hops = 0; answer.Headers.Location is { } location && hops < 5; hops++)
            answer = await _http.GetAsync(location);

        (Answer, Status, At) = (answer, answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery);
        Page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
