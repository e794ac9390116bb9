using System.Net.Http.Headers;
using System.Security.Claims;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using BulkPush.Web.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Api;

/// <summary>
/// The application as it runs in Production, over a database of its own, without workers: a push stays where a test put it.
/// </summary>
public sealed class ApiApp(PostgresCluster cluster) : IAsyncLifetime
{
    public const string BootstrapToken = "bootstrap-token-of-the-tests";

    private readonly Dictionary<string, string> _settings = new()
    {
        ["environment"] = "Production",
        ["BulkPush:Roles"] = "web",
        ["BulkPush:Bootstrap:ApiToken"] = BootstrapToken,
    };

    private WebApplicationFactory<Program>? _app;

    public IServiceProvider Services => _app!.Services;

    public string ConnectionString => _settings["ConnectionStrings:BulkPush"];

    /// <summary>Sends the bootstrap token with every call.</summary>
    public ApiClient Api { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _settings["ConnectionStrings:BulkPush"] = await cluster.CreateDatabaseAsync(Ct);
        _app = Start();
        Api = ClientWith(BootstrapToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>Another process over the same database, with some settings of its own.</summary>
    public WebApplicationFactory<Program> Start(params (string Key, string Value)[] settings) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        foreach (var (key, value) in _settings.Concat(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))))
            host.UseSetting(key, value);
    });

    public ApiClient Anonymous() => new(_app!.CreateClient(NoRedirects));

    public ApiClient ClientWith(string token) => ClientOf(_app!, token);

    public static ApiClient ClientOf(WebApplicationFactory<Program> app, string token)
    {
        var client = app.CreateClient(NoRedirects);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(client);
    }

    /// <summary>A caller with a token of its own, with these permissions alone.</summary>
    public async Task<ApiClient> CallerWithAsync(params string[] permissions)
    {
        var tokens = Services.GetRequiredService<ApiTokenService>();
        return ClientWith((await tokens.CreateAsync($"caller {A.Number()}", permissions, "test", Ct)).Text);
    }

    /// <summary>An operator's browser: it has signed in and sends the cookie, and nothing that says from which page.</summary>
    public async Task<ApiClient> SignedInAsync(params string[] permissions)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<BulkPushUser>>();
        var email = $"sam-{A.Number()}@example.com";
        var user = new BulkPushUser { UserName = email, Email = email };
        Assert.True((await users.CreateAsync(user)).Succeeded);
        await users.AddClaimsAsync(user, permissions.Select(p => new Claim(Permissions.ClaimType, p)));
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<BulkPushUser>>().CreateAsync(user);
        scope.ServiceProvider.GetRequiredService<OperatorSession>().Begin(principal);
        var cookie = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(
            principal,
            new AuthenticationProperties { IssuedUtc = TimeProvider.System.GetUtcNow() },
            IdentityConstants.ApplicationScheme);
        var client = _app!.CreateClient(NoRedirects);
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}");
        return new ApiClient(client);
    }

    public async Task SaveAsync(params IEnumerable<object> entities)
    {
        await using var db = await ContextAsync();
        db.AddRange(entities);
        await db.SaveChangesAsync(Ct);
    }

    public Task<BulkPushDbContext> ContextAsync() => Services.GetRequiredService<IDbContextFactory<BulkPushDbContext>>().CreateDbContextAsync(Ct);

    private static WebApplicationFactoryClientOptions NoRedirects => new() { AllowAutoRedirect = false, HandleCookies = false };
}
