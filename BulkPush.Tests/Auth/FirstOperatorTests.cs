using System.Net;
using System.Text.RegularExpressions;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Auth;

/// <summary>Each test has a database of its own, because there is only one first operator.</summary>
public sealed partial class FirstOperatorTests(PostgresCluster cluster)
{
    private static readonly Dictionary<string, string> Nobody = new()
    {
        ["BulkPush:Bootstrap:AdminEmail"] = "",
        ["BulkPush:Bootstrap:AdminPassword"] = "",
        ["BulkPush:Roles"] = "web",
    };

    private static readonly Dictionary<string, string> NobodyInProduction = new(Nobody) { ["environment"] = "Production" };

    private static readonly (string, string)[] Administrator =
    [
        ("_handler", "setup"),
        ("Input.Email", "ada@example.com"),
        ("Input.Password", "a long enough password"),
        ("Input.Repeat", "a long enough password"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_production_the_set_up_page_makes_the_first_administrator_and_closes()
    {
        await using var app = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), NobodyInProduction);
        using var ada = new Visitor(app);
        using var late = new Visitor(app);
        Assert.Equal("/account/setup", Visitor.Target(await ada.GetAsync("/account/sign-in")));

        var created = await ada.SubmitAsync("/account/setup", Administrator);

        Assert.Equal("/products", Visitor.Target(created));
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/stores")).StatusCode);
        Assert.Equal("/account/sign-in", Visitor.Target(await late.GetAsync("/account/setup")));
    }

    [Fact]
    public async Task A_set_up_form_that_was_open_when_somebody_else_finished_makes_nobody()
    {
        await using var app = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), NobodyInProduction);
        using var late = new Visitor(app);
        var form = await late.ReadAsync("/account/setup");
        using var ada = new Visitor(app);
        await ada.SubmitAsync("/account/setup", Administrator);

        var answer = await late.PostAsync(
            "/account/setup",
            [("__RequestVerificationToken", Token().Match(form).Groups[1].Value), .. Administrator.Select(f => f.Item1 == "Input.Email" ? (f.Item1, "eve@example.com") : f)]);

        Assert.Equal("/account/sign-in", Visitor.Target(answer));
        Assert.Equal(["ada@example.com"], await EmailsAsync(app));
    }

    [Fact]
    public async Task Of_many_attempts_at_once_one_succeeds()
    {
        await using var app = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), NobodyInProduction);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<OperatorAccounts>().CreateFirstAsync($"ada-{number}@example.com", "a long enough password", Ct);
        }));

        Assert.Single(results.OfType<FirstOperatorResult.Created>());
        Assert.Equal(7, results.OfType<FirstOperatorResult.AlreadyExists>().Count());
        Assert.Single(await EmailsAsync(app));
    }

    [Fact]
    public async Task The_set_up_page_refuses_a_short_password_and_stays_open()
    {
        await using var app = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), NobodyInProduction);
        using var visitor = new Visitor(app);

        var answer = await visitor.SubmitAsync("/account/setup", ("_handler", "setup"), ("Input.Email", "ada@example.com"), ("Input.Password", "short"), ("Input.Repeat", "short"));

        Assert.Contains("at least 12 characters", await Visitor.TextOf(answer), StringComparison.Ordinal);
        Assert.Empty(await EmailsAsync(app));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/setup")).StatusCode);
    }

    [Fact]
    public async Task In_development_the_sign_in_page_shows_generated_credentials_that_work_after_a_restart_too()
    {
        var database = await cluster.CreateDatabaseAsync(Ct);
        (string Email, string Password) first;
        await using (var app = RunningApp.Start(database, Nobody))
            first = await GeneratedAsync(app);
        await using var restarted = RunningApp.Start(database, Nobody);

        var second = await GeneratedAsync(restarted);

        Assert.Equal(first, second);
        using var visitor = await Visitor.SignedInAsync(restarted, second.Email, second.Password);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/stores")).StatusCode);
    }

    [Fact]
    public async Task A_generated_password_is_stored_encrypted_and_forgotten_once_it_is_changed()
    {
        await using var app = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), Nobody);
        var (email, password) = await GeneratedAsync(app);
        using var visitor = await Visitor.SignedInAsync(app, email, password);
        var stored = await StoredTokensAsync(app);

        await visitor.SubmitAsync(
            "/account/password",
            ("_handler", "password"),
            ("Input.Current", password),
            ("Input.Next", "a password of my own"),
            ("Input.Repeat", "a password of my own"));

        Assert.DoesNotContain(password, Assert.Single(stored), StringComparison.Ordinal);
        Assert.Empty(await StoredTokensAsync(app));
        using var stranger = new Visitor(app);
        Assert.DoesNotContain("generated-password", await stranger.ReadAsync("/account/sign-in"), StringComparison.Ordinal);
        using var again = await Visitor.SignedInAsync(app, email, "a password of my own");
    }

    [Fact]
    public async Task Outside_development_generated_credentials_are_never_shown()
    {
        var database = await cluster.CreateDatabaseAsync(Ct);
        await using (var development = RunningApp.Start(database, Nobody))
            await GeneratedAsync(development);
        await using var production = RunningApp.Start(database, NobodyInProduction);
        using var stranger = new Visitor(production);

        Assert.DoesNotContain("generated-password", await stranger.ReadAsync("/account/sign-in"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "bulkpush.tunnel.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Generated_credentials_are_not_shown_through_a_proxy_a_tunnel_or_a_foreign_name(string header, string value)
    {
        await using var app = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), Nobody);
        await GeneratedAsync(app);
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add(header, value);

        Assert.DoesNotContain("generated-password", await client.GetStringAsync("/account/sign-in", Ct), StringComparison.Ordinal);
    }

    private static async Task<(string Email, string Password)> GeneratedAsync(RunningApp app)
    {
        using var stranger = new Visitor(app);
        var page = await stranger.ReadAsync("/account/sign-in");
        var match = Generated().Match(page);
        Assert.True(match.Success, "The sign-in page shows no generated credentials.");
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    private static async Task<List<string?>> EmailsAsync(RunningApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Core.Persistence.BulkPushDbContext>().Users.Select(u => u.Email).ToListAsync(Ct);
    }

    private static async Task<List<string?>> StoredTokensAsync(RunningApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Core.Persistence.BulkPushDbContext>().UserTokens.Select(t => t.Value).ToListAsync(Ct);
    }

    [GeneratedRegex("data-fill-email=\"([^\"]+)\" data-fill-password=\"([^\"]+)\"")]
    private static partial Regex Generated();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
