using System.Net;
using System.Text.RegularExpressions;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Auth;

/// <summary>Somebody with a browser: keeps cookies, fills in forms, and shows each redirect instead of following it.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;
    private readonly CookieContainer _cookies;

    public Visitor(RunningApp app, CookieContainer? cookies = null)
    {
        _cookies = cookies ?? new CookieContainer();
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies, CheckCertificateRevocationList = true };
        _client = new HttpClient(handler) { BaseAddress = app.Address };
    }

    public CookieContainer Cookies => _cookies;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Visitor> SignedInAsync(RunningApp app, string email = RunningApp.AdminEmail, string password = RunningApp.AdminPassword)
    {
        var visitor = new Visitor(app);
        var answer = await visitor.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return visitor;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, Ct);

    public async Task<string> ReadAsync(string path) => WebUtility.HtmlDecode(await _client.GetStringAsync(path, Ct));

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string path = "/account/sign-in") =>
        SubmitAsync(path, ("_handler", "sign-in"), ("Input.Email", email), ("Input.Password", password));

    /// <summary>Opens the page, fills in its form and sends it to the address that the form names.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await ReadAsync(path);
        var token = Token().Match(page).Groups[1].Value;
        return await PostAsync(Action().Match(page).Groups[1].Value, [("__RequestVerificationToken", token), .. fields]);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await _client.PostAsync(path, content, Ct);
    }

    public void Dispose() => _client.Dispose();

    public static async Task<string> TextOf(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    /// <summary>Path and query of where an answer leads; null when it leads nowhere.</summary>
    public static string? Target(HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } absolute ? absolute.PathAndQuery : answer.Headers.Location?.OriginalString;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<form[^>]*action=\"([^\"]+)\"")]
    private static partial Regex Action();
}
