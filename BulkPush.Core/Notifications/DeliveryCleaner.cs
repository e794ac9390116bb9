using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>Forgets deliveries that have ended long ago, and removed targets that no delivery names any more.</summary>
internal sealed partial class DeliveryCleaner(
    IDbContextFactory<BulkPushDbContext> contexts, IOptions<NotificationOptions> options, TimeProvider clock, ILogger<DeliveryCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <returns>Deliveries forgotten.</returns>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-options.Value.KeepDays);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var forgotten = await db.NotificationDeliveries.Where(d => d.FinishedAt < before).ExecuteDeleteAsync(cancellationToken);
        await db.NotificationTargets
            .Where(t => t.RemovedAt < before && !db.NotificationDeliveries.Any(d => d.TargetId == t.Id))
            .ExecuteDeleteAsync(cancellationToken);
        return forgotten;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The tick's boundary: a pass that fails, mostly because the database is away, must not end the passes to come.
                Log.Failed(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Forgetting old deliveries failed; the next pass tries again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
