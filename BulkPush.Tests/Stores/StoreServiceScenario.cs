using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Stores;

/// <summary>A store service on a real database, with a store that answers what the test says.</summary>
internal sealed class StoreServiceScenario : IStoreProbe
{
    private readonly bool _allowLoopback;

    public StoreServiceScenario(PostgresFixture postgres, bool allowLoopback = false)
    {
        _allowLoopback = allowLoopback;
        Secrets = new SecretProtector(new EphemeralDataProtectionProvider());
        Grant = new ScriptedGrant(Clock);
        Service = With(postgres.Contexts);
    }

    public FakeTimeProvider Clock { get; } = new(A.Moment);

    public SecretProtector Secrets { get; }

    public StoreService Service { get; }

    /// <summary>Runs while the store is asked; the answer is what the check finds.</summary>
    public Func<StoreConnection, Task<StoreCheck>> Answer { get; set; } = _ => Task.FromResult(new StoreCheck { CheckedAt = A.Moment });

    /// <summary>What Shopify says when it is asked for a token.</summary>
    public ScriptedGrant Grant { get; }

    /// <summary>The same service on another way to the database.</summary>
    public StoreService With(IDbContextFactory<BulkPushDbContext> contexts) =>
        new(contexts, Secrets, ConnectionsTo(contexts), this, new AuditLog(Clock), Clock, Options.Create(new StoreAddressOptions { AllowLoopback = _allowLoopback }));

    /// <summary>What another process has: the same database and keys, a memory of its own.</summary>
    public StoreConnections ConnectionsTo(IDbContextFactory<BulkPushDbContext> contexts)
    {
        var options = Options.Create(new StoreTokenOptions());
        var renewal = new TokenRenewal(contexts, Secrets, Grant, Clock, options, NullLogger<TokenRenewal>.Instance);
        return new StoreConnections(contexts, Secrets, renewal, options, Clock, NullLoggerFactory.Instance);
    }

    public static StoreEdit Edit(string? domain = null, string? token = "shpat_secret", string? adminUrl = null) => new()
    {
        Name = "Northwind",
        Domain = domain ?? $"northwind-{A.Number()}.myshopify.com",
        AdminUrl = adminUrl,
        AccessToken = token,
    };

    /// <summary>An edit of a store whose tokens are granted.</summary>
    public static StoreEdit ClientEdit(string? clientId, string? secret) =>
        Edit(token: null) with { CredentialKind = StoreCredentialKind.ClientCredentials, ClientId = clientId, ClientSecret = secret };

    public async Task<StoreSummary> CreateAsync(StoreEdit? edit = null)
    {
        var result = await Service.CreateAsync(edit ?? Edit(), "sam@example.com", TestContext.Current.CancellationToken);
        return Assert.IsType<StoreSaveResult.Saved>(result).Store;
    }

    /// <summary>The token that a push of the store begins with.</summary>
    public async Task<string> TokenAsync(Guid storeId) => await TokenAsync((await Service.ConnectAsync(storeId, TestContext.Current.CancellationToken))!);

    /// <inheritdoc cref="TokenAsync(Guid)"/>
    public static async Task<string> TokenAsync(StoreConnection connection) =>
        Assert.IsType<TokenOutcome.Usable>(await connection.Tokens.CurrentAsync(TestContext.Current.CancellationToken)).Token.Value;

    public Task<StoreCheck> ProbeAsync(StoreConnection connection, CancellationToken cancellationToken) => Answer(connection);
}
