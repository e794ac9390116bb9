using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Web.Hosting.DemoData;

/// <summary>
/// Gives an empty installation demo stores and a catalogue, while the pages are up already. An audit entry says that it is complete; every step before
/// may be repeated, so a start after a kill goes on where the killed one stopped.
/// </summary>
internal sealed partial class DemoInstallation(
    DemoStoreList stores,
    DemoCatalogue catalogue,
    HostDatabase database,
    IDbContextFactory<BulkPushDbContext> contexts,
    AuditLog audit,
    IServer server,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<DemoInstallation> logger) : BackgroundService
{
    public const string Actor = "demo";
    private const string Complete = "demo.installed";
    private const long LockName = 0x42_75_6C_6B_44_65_6D_6F;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before workers take up pushes that another process left: those would call an address that is no more.
        if (DemoAddress.ConfiguredPort(configuration) is { } port)
            await stores.RefreshAsync(port, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (DemoAddress.ListeningPort(server) is not { } port)
        {
            Log.NoHttp(logger);
            return;
        }

        await stores.RefreshAsync(port, stoppingToken);
        await using var alone = await AdvisoryLock.TakeAsync(database.ConnectionString!, LockName, stoppingToken);
        if (await IsWantedAsync(stoppingToken))
            await InstallAsync(port, stoppingToken);
    }

    private async Task InstallAsync(int port, CancellationToken cancellationToken)
    {
        var products = await catalogue.ImportAsync(cancellationToken);
        var ids = await stores.EnsureAsync(port, cancellationToken);
        await catalogue.AssortAsync(ids, products, cancellationToken);
        // If we die before this, the next start repeats the steps above, and each finds its work done.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(db, Actor, Complete, null, $"Installed {products.Count} products and {ids.Count} stores to try things on.");
        await db.SaveChangesAsync(cancellationToken);
        Console.WriteLine($"Demo data is in: {products.Count} products, {ids.Count} stores.");
    }

    /// <summary>Never a second time, and never beside stores of the operator's own.</summary>
    private async Task<bool> IsWantedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.AuditEntries.AnyAsync(entry => entry.Action == Complete, cancellationToken)
            && !await stores.HasOthersAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The demo stores need a plain HTTP address of this process, and it listens on none: no demo data.")]
        public static partial void NoHttp(ILogger logger);
    }
}
