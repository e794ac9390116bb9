using System.Runtime.CompilerServices;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Breaker;

/// <summary>
/// Asks the stores whose pushes the circuit breaker has paused, each at its time and by one worker of the whole cluster, and lets a push go on as soon as its
/// store takes products again.
/// </summary>
internal sealed partial class StoreProber(
    StoreBreakers breakers, PushConnections connections, ShopifyStoreClientFactory clients, IOptions<PushingOptions> options, TimeProvider clock, ILogger<StoreProber> logger)
    : BackgroundService
{
    /// <summary>Stores asked at the same time: one that does not answer must not keep the others waiting.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(5);

    /// <summary>One pass: asks every store that is due. Returns how many were asked.</summary>
    public async Task<int> ProbeAsync(CancellationToken cancellationToken)
    {
        var asked = 0;
        await Parallel.ForEachAsync(
            DueAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (due, token) =>
            {
                Interlocked.Increment(ref asked);
                await AskAsync(due, token);
            });
        return asked;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tick = options.Value.ProbeAfter < LongestTick ? options.Value.ProbeAfter : LongestTick;
        using var timer = new PeriodicTimer(tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ProbeAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The tick's boundary: a pass that fails, mostly because the database is away, must not end the passes to come.
                Log.Failed(logger, fault);
            }
        }
    }

    private async IAsyncEnumerable<DueProbe> DueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await breakers.TakeDueAsync(cancellationToken) is { } due)
        {
            yield return due;
        }
    }

    private async Task AskAsync(DueProbe due, CancellationToken cancellationToken)
    {
        if (await FaultAsync(due.StoreId, cancellationToken) is { } fault)
        {
            await breakers.StayOpenAsync(due, fault, cancellationToken);
            Log.StillOpen(logger, due.StorePushId, due.Probes, fault.Code, fault.Message);
            return;
        }

        // Crash point 19: the store answers, the push says paused. Safe: the lease ends, and another worker asks again.
        CrashPoint.Reached(19);
        if (await breakers.CloseAsync(due, cancellationToken))
        {
            Log.Closed(logger, due.StorePushId, due.Probes);
        }
    }

    /// <returns>Why products cannot be pushed to the store; null when they can.</returns>
    private async Task<ShopifyStoreException?> FaultAsync(Guid storeId, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.ProbeTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await clients.AskAsync(await connections.ToAsync(storeId, either.Token), either.Token);
            return null;
        }
        catch (ShopifyStoreException fault)
        {
            return fault;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ShopifyStoreFaults.ForUnavailable($"The store gave no answer within {options.Value.ProbeTimeout.TotalSeconds:0.#} s");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Store push {StorePushId} stays paused after probe {Probes}, {Code}: {Reason}")]
        public static partial void StillOpen(ILogger logger, Guid storePushId, int probes, string code, string reason);

        [LoggerMessage(LogLevel.Information, "Store push {StorePushId} goes on by itself after probe {Probes}")]
        public static partial void Closed(ILogger logger, Guid storePushId, int probes);

        [LoggerMessage(LogLevel.Error, "Asking the stores of paused pushes failed; the next pass tries again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
