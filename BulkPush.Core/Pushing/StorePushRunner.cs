using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>Runs one store's push from claim to settlement: plan, check the store, send, settle. The flow is drawn in docs/architecture.md.</summary>
internal sealed partial class StorePushRunner(
    StorePushLifecycle lifecycle,
    StoreClaims claims,
    StorePushEnding ending,
    PushPhases phases,
    PushConnections connections,
    PushPlanner planner,
    PushSender sender,
    ProductPublisher publisher,
    IOptions<PushingOptions> options,
    ILogger<StorePushRunner> logger)
{
    /// <summary>Code of a pause because workers die with the push for a reason that is no product's.</summary>
    private const string WorkersDie = "WORKERS_DIE";

    /// <summary>Runs a push that was claimed.</summary>
    /// <exception cref="OperationCanceledException">The process is shutting down: the scheduler hands the push to another firing.</exception>
    /// <exception cref="Exception">The database is away (<see cref="DatabaseFaults"/>): the scheduler tries again.</exception>
    public async Task RunAsync(PushHold hold, CancellationToken cancellationToken)
    {
        var push = hold.Push;
        using var scope = Log.Scope(logger, push.Id, push.JobId);
        Log.Started(logger, push.Store!.Name, push.JobId);
        try
        {
            var asked = StorePushLifecycle.StopRequestOf(push);
            if (asked == StopRequest.None)
            {
                asked = await CompleteAsync(hold, cancellationToken);
            }

            await ending.EndAsync(hold, asked);
        }
        catch (ShopifyStoreException fault)
        {
            await ending.HaltAsync(hold, fault);
        }
        catch (StorePushLostException lost)
        {
            // Another firing holds the push and tells the truth about it; whatever this one still knows is not written.
            Log.Lost(logger, lost);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !DatabaseFaults.IsAway(fault) && !DatabaseFaults.IsConflict(fault))
        {
            // The run's boundary: an error of ours would come back at every retry and the bar would stand still for good. The push ends and says so.
            Log.Broke(logger, fault);
            await ending.SettleAsync(
                hold,
                StorePushStatus.Failed,
                $"BulkPush itself failed here ({fault.GetType().Name}). What was pushed stays pushed; start the push again, and report this if it comes back.");
        }
    }

    /// <returns>Nothing when everything was done, else why it stopped.</returns>
    private async Task<StopRequest> CompleteAsync(PushHold hold, CancellationToken cancellationToken)
    {
        try
        {
            await PushAsync(hold, cancellationToken);
            return StopRequest.None;
        }
        catch (StorePushGivesWayException)
        {
            return StopRequest.GiveWay;
        }
        catch (OperationCanceledException)
        {
            // Cancel, pause and shutdown all arrive here; the flags tell them apart (ENGINE rule 3).
            var asked = await lifecycle.StopRequestAsync(hold.Push.Id, CancellationToken.None);
            if (asked != StopRequest.None)
            {
                return asked;
            }

            Log.HandedBack(logger, hold.Push.Store!.Name);
            await HandBackAsync(hold);
            throw;
        }
    }

    private async Task HandBackAsync(PushHold hold)
    {
        try
        {
            await claims.HandBackAsync(hold.Push.Id, hold.FireInstanceId, CancellationToken.None);
        }
        catch (Exception away) when (DatabaseFaults.IsAway(away))
        {
            // Whoever takes the push over counts a death that was none, and is careful for nothing.
            Log.NotHandedBack(logger, away);
        }
    }

    private async Task PushAsync(PushHold hold, CancellationToken cancellationToken)
    {
        var push = hold.Push;
        if (push.WorkerDeaths >= options.Value.DeathsAtMost)
        {
            throw new ShopifyStoreException(
                WorkersDie,
                $"{push.WorkerDeaths} worker processes died with this push, one after the other, without getting a product further. Look into their logs and the system's (out of memory?), then resume the push.");
        }

        if (push.PlannedAt is null)
        {
            await phases.ShowAsync(hold, PushPhase.Planning, cancellationToken);
        }

        // Crash point 2: the push is claimed, nothing is planned. Safe: the next firing claims it again and begins here.
        CrashPoint.Reached(2);
        var progress = await planner.PlanAsync(push, hold.FireInstanceId, cancellationToken);
        var isSent = progress.Processed == progress.Total && !await sender.HasFilesAsync(push, cancellationToken);
        if (isSent && progress.Publishing.Pending == 0)
        {
            return;
        }

        push.Progress = progress;
        await phases.ShowAsync(hold, PushPhase.Checking, cancellationToken);
        var (connection, client) = await connections.OpenAsync(push.StoreId, cancellationToken);
        if (isSent)
        {
            await client.PrepareAsync(cancellationToken);
        }
        else
        {
            await sender.SendAsync(hold, progress, connection, client, phase => phases.ShowAsync(hold, phase, cancellationToken), cancellationToken);
        }

        await publisher.PublishAsync(push, hold.FireInstanceId, client, cancellationToken);
    }

    private static partial class Log
    {
        public static readonly Func<ILogger, Guid, Guid, IDisposable?> Scope =
            LoggerMessage.DefineScope<Guid, Guid>("Store push {StorePushId} of job {JobId}");

        [LoggerMessage(LogLevel.Information, "Push to {Store} started for job {JobId}")]
        public static partial void Started(ILogger logger, string store, Guid jobId);

        [LoggerMessage(LogLevel.Information, "Push to {Store} is handed back because this process is stopping")]
        public static partial void HandedBack(ILogger logger, string store);

        [LoggerMessage(LogLevel.Warning, "The database could not be told that the push is handed back")]
        public static partial void NotHandedBack(ILogger logger, Exception away);

        [LoggerMessage(LogLevel.Warning, "This process no longer holds the push; it stops without writing")]
        public static partial void Lost(ILogger logger, Exception lost);

        [LoggerMessage(LogLevel.Error, "The push broke on an error of our own")]
        public static partial void Broke(ILogger logger, Exception fault);
    }
}
