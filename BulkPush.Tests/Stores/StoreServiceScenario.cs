using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
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
        Service = With(postgres.Contexts);
    }

    public FakeTimeProvider Clock { get; } = new(A.Moment);

    public SecretProtector Secrets { get; }

    public StoreService Service { get; }

    /// <summary>Runs while the store is asked; the answer is what the check finds.</summary>
    public Func<StoreConnection, Task<StoreCheck>> Answer { get; set; } = _ => Task.FromResult(new StoreCheck { CheckedAt = A.Moment });

    /// <summary>The same service on another way to the database.</summary>
    public StoreService With(IDbContextFactory<BulkPushDbContext> contexts) =>
        new(contexts, Secrets, this, new AuditLog(Clock), Clock, Options.Create(new StoreAddressOptions { AllowLoopback = _allowLoopback }));

    public static StoreEdit Edit(string? domain = null, string? token = "shpat_secret", string? adminUrl = null) => new()
    {
        Name = "Northwind",
        Domain = domain ?? $"northwind-{A.Number()}.myshopify.com",
        AdminUrl = adminUrl,
        AccessToken = token,
    };

    public async Task<StoreSummary> CreateAsync(StoreEdit? edit = null)
    {
        var result = await Service.CreateAsync(edit ?? Edit(), "sam@example.com", TestContext.Current.CancellationToken);
        return Assert.IsType<StoreSaveResult.Saved>(result).Store;
    }

    public Task<StoreCheck> ProbeAsync(StoreConnection connection, CancellationToken cancellationToken) => Answer(connection);
}
