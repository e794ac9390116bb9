using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Api;

public sealed class ApiTokenServiceTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly ApiTokenService _tokens = ServiceOf(postgres);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ApiTokenService ServiceOf(PostgresFixture postgres)
    {
        var clock = new FakeTimeProvider(A.Moment);
        return new ApiTokenService(postgres.Contexts, new AuditLog(clock), clock);
    }

    [Fact]
    public async Task Finds_the_caller_of_a_token_it_made()
    {
        var token = await _tokens.CreateAsync("erp", [Permissions.ProductsView], "sam", Ct);

        var caller = await _tokens.FindAsync(token.Text, Ct);

        Assert.Equal("erp", caller?.Name);
        Assert.Equal([Permissions.ProductsView], caller?.Permissions);
    }

    [Fact]
    public async Task Keeps_no_token_in_the_clear()
    {
        var token = await _tokens.CreateAsync("secretive", [], "sam", Ct);

        await using var db = postgres.CreateContext();
        var row = await db.ApiTokens.SingleAsync(t => t.Id == token.Id, Ct);
        var audited = await db.AuditEntries.SingleAsync(e => e.Subject == token.Id.ToString(), Ct);
        Assert.Matches("^[0-9a-f]{64}$", row.Hash);
        Assert.DoesNotContain(token.Text[9..], row.Hash + audited.Summary + token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_tokens_of_256_bits_that_can_be_recognised()
    {
        var token = await _tokens.CreateAsync("random", [], "sam", Ct);

        Assert.Matches("^bulkpush_[A-Za-z0-9_-]{43}$", token.Text);
    }

    [Fact]
    public async Task Does_not_find_a_revoked_token()
    {
        var token = await _tokens.CreateAsync("leaver", [], "sam", Ct);

        Assert.True(await _tokens.RevokeAsync(token.Id, "sam", Ct));

        Assert.Null(await _tokens.FindAsync(token.Text, Ct));
        Assert.False(await _tokens.RevokeAsync(token.Id, "sam", Ct));
    }

    [Fact]
    public async Task Refuses_a_permission_that_does_not_exist() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _tokens.CreateAsync("typo", ["products.veiw"], "sam", Ct));

    [Fact]
    public async Task Gives_a_name_away_again_only_after_its_token_was_revoked()
    {
        var first = await _tokens.CreateAsync("shared", [], "sam", Ct);
        await Assert.ThrowsAsync<ArgumentException>(() => _tokens.CreateAsync("shared", [], "sam", Ct));

        await _tokens.RevokeAsync(first.Id, "sam", Ct);

        Assert.NotEqual(first.Id, (await _tokens.CreateAsync("shared", [], "sam", Ct)).Id);
    }

    [Fact]
    public async Task A_changed_bootstrap_token_replaces_the_old_one_for_good()
    {
        Assert.Equal(BootstrapTokenState.Created, await _tokens.EnsureBootstrapAsync("the-first-bootstrap-token", Ct));
        Assert.Equal(BootstrapTokenState.Known, await _tokens.EnsureBootstrapAsync("the-first-bootstrap-token", Ct));

        Assert.Equal(BootstrapTokenState.Created, await _tokens.EnsureBootstrapAsync("the-second-bootstrap-token", Ct));

        Assert.Null(await _tokens.FindAsync("the-first-bootstrap-token", Ct));
        Assert.Equal(Permissions.All, (await _tokens.FindAsync("the-second-bootstrap-token", Ct))?.Permissions);
        Assert.Equal(BootstrapTokenState.Revoked, await _tokens.EnsureBootstrapAsync("the-first-bootstrap-token", Ct));
        Assert.NotNull(await _tokens.FindAsync("the-second-bootstrap-token", Ct));
    }
}

/// <summary>Processes that start together, over a database that nobody else writes to.</summary>
public sealed class BootstrapRaceTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Processes_that_start_together_make_the_bootstrap_token_once()
    {
        var clock = new FakeTimeProvider(A.Moment);
        var tokens = new ApiTokenService(postgres.Contexts, new AuditLog(clock), clock);

        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => tokens.EnsureBootstrapAsync("a-bootstrap-token-of-many", TestContext.Current.CancellationToken))));

        Assert.Single(states, BootstrapTokenState.Created);
        Assert.Equal(7, states.Count(s => s == BootstrapTokenState.Known));
    }
}
