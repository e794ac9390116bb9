using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Pushing.Breaker;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>Runs one store's push from claim to settlement: plan, check the store, send, settle. The flow is drawn in docs/architecture.md.</summary>
internal sealed partial class StorePushRunner(
    IDbContextFactory<BulkPushDbContext> contexts,
    StorePushLifecycle lifecycle,
    StoreBreakers breakers,
    PushConnections connections,
    ShopifyStoreClientFactory clients,
    PushPlanner planner,
    PushSender sender,
    IOptions<PushingOptions> options,
    TimeProvider clock,
    ProductPublisher publisher,
    ILogger<StorePushRunner> logger)
{
    /// <summary>Code of a pause because workers die with the push for a reason that is no product's.</summary>
    private const string WorkersDie = "WORKERS_DIE";

    /// <summary>Runs a push that was claimed for <paramref name="fireInstanceId"/>.</summary>
    /// <exception cref="OperationCanceledException">The process is shutting down: the scheduler hands the push to another firing.</exception>
    /// <exception cref="Exception">The database is away (<see cref="DatabaseFaults"/>): the scheduler tries again.</exception>
    public async Task RunAsync(StorePush push, string fireInstanceId, CancellationToken cancellationToken)
    {
        using var scope = Log.Scope(logger, push.Id, push.JobId);
        Log.Started(logger, push.Store!.Name, push.JobId);
        try
        {
            var asked = StorePushLifecycle.StopRequestOf(push);
            if (asked == StopRequest.None)
            {
                asked = await CompleteAsync(push, fireInstanceId, cancellationToken);
            }

            await EndAsync(push, fireInstanceId, asked);
        }
        catch (ShopifyStoreException fault)
        {
            await HaltAsync(push, fireInstanceId, fault);
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
            await SettleAsync(
                push,
                fireInstanceId,
                StorePushStatus.Failed,
                $"BulkPush itself failed here ({fault.GetType().Name}). What was pushed stays pushed; start the push again, and report this if it comes back.");
        }
    }

    /// <summary>Pauses a push whose store cannot be pushed any further, unless it never can be again; what an operator asked for meanwhile comes first.</summary>
    private async Task HaltAsync(StorePush push, string fireInstanceId, ShopifyStoreException fault)
    {
        if (StoreFaultCourses.Of(fault.Code) == StoreFaultCourse.Final)
        {
            await SettleAsync(push, fireInstanceId, StorePushStatus.Failed, fault.Message);
        }
        else if (await breakers.OpenAsync(new PushHold(push, fireInstanceId), fault, CancellationToken.None))
        {
            Log.Halted(logger, push.Store!.Name, fault.Code, fault.Message);
        }
        else if (await lifecycle.StopRequestAsync(push.Id, CancellationToken.None) is not StopRequest.None and var asked)
        {
            await EndAsync(push, fireInstanceId, asked);
        }
        else
        {
            Log.Lost(logger, null);
        }
    }

    /// <param name="asked">Why it stopped; nothing when the push is complete.</param>
    private async Task EndAsync(StorePush push, string fireInstanceId, StopRequest asked)
    {
        if (asked == StopRequest.GiveWay)
        {
            if (await lifecycle.GiveWayAsync(push.Id, fireInstanceId, PushPhase.GivingWay, CancellationToken.None))
            {
                // Crash point 17: the push waits in line again, this firing still holds its store. Safe: the next firing takes whoever is first.
                CrashPoint.Reached(17);
                Log.GaveWay(logger, push.Store!.Name);
                return;
            }

            // An operator was quicker, or another firing.
            asked = await lifecycle.StopRequestAsync(push.Id, CancellationToken.None);
            if (asked == StopRequest.None)
            {
                throw new StorePushLostException(push.Id);
            }
        }

        // Crash point 7, as for settling: everything that was under way is saved, the push still says running. Safe: the next firing reads the request
        // and pauses before it sends anything.
        if (asked == StopRequest.Pause)
        {
            CrashPoint.Reached(7);
            if (await lifecycle.PauseAsync(push.Id, fireInstanceId, CancellationToken.None))
            {
                Log.Paused(logger, push.Store!.Name);
                return;
            }
        }

        if (asked == StopRequest.None)
        {
            await SettleAsync(push, fireInstanceId, StorePushStatus.Completed, null);
            return;
        }

        await EndFilesAsync(push, fireInstanceId);
        await SettleAsync(push, fireInstanceId, StorePushStatus.Cancelled, null);
    }

    /// <returns>Nothing when everything was done, else why it stopped.</returns>
    private async Task<StopRequest> CompleteAsync(StorePush push, string fireInstanceId, CancellationToken cancellationToken)
    {
        try
        {
            await PushAsync(push, fireInstanceId, cancellationToken);
            return StopRequest.None;
        }
        catch (StorePushGivesWayException)
        {
            return StopRequest.GiveWay;
        }
        catch (OperationCanceledException)
        {
            // Cancel, pause and shutdown all arrive here; the flags tell them apart (ENGINE rule 3).
            var asked = await lifecycle.StopRequestAsync(push.Id, CancellationToken.None);
            if (asked != StopRequest.None)
            {
                return asked;
            }

            Log.HandedBack(logger, push.Store!.Name);
            await HandBackAsync(push, fireInstanceId);
            throw;
        }
    }

    private async Task HandBackAsync(StorePush push, string fireInstanceId)
    {
        try
        {
            await lifecycle.HandBackAsync(push.Id, fireInstanceId, CancellationToken.None);
        }
        catch (Exception away) when (DatabaseFaults.IsAway(away))
        {
            // Whoever takes the push over counts a death that was none, and is careful for nothing.
            Log.NotHandedBack(logger, away);
        }
    }

    private async Task PushAsync(StorePush push, string fireInstanceId, CancellationToken cancellationToken)
    {
        if (push.WorkerDeaths >= options.Value.DeathsAtMost)
        {
            throw new ShopifyStoreException(
                WorkersDie,
                $"{push.WorkerDeaths} worker processes died with this push, one after the other, without getting a product further. Look into their logs and the system's (out of memory?), then resume the push.");
        }

        if (push.PlannedAt is null)
        {
            await ShowPhaseAsync(push, fireInstanceId, PushPhase.Planning, cancellationToken);
        }

        // Crash point 2: the push is claimed, nothing is planned. Safe: the next firing claims it again and begins here.
        CrashPoint.Reached(2);
        var progress = await planner.PlanAsync(push, fireInstanceId, cancellationToken);
        var isSent = progress.Processed == progress.Total && !await sender.HasFilesAsync(push, cancellationToken);
        if (isSent && progress.Publishing.Pending == 0)
        {
            return;
        }

        push.Progress = progress;
        await ShowPhaseAsync(push, fireInstanceId, PushPhase.Checking, cancellationToken);
        var connection = await connections.ToAsync(push.StoreId, cancellationToken);
        var client = clients.For(connection, await NewVariantsFromAsync(push, cancellationToken));
        if (isSent)
        {
            await client.PrepareAsync(cancellationToken);
        }
        else
        {
            await sender.SendAsync(
                new PushHold(push, fireInstanceId), progress, connection, client, phase => ShowPhaseAsync(push, fireInstanceId, phase, cancellationToken), cancellationToken);
        }

        await publisher.PublishAsync(push, fireInstanceId, client, cancellationToken);
    }

    /// <summary>What a cancelled push has at Shopify is ended too, and what Shopify had done by then is recorded.</summary>
    private async Task EndFilesAsync(StorePush push, string fireInstanceId)
    {
        if (!await sender.HasFilesAsync(push, CancellationToken.None))
        {
            return;
        }

        using var patience = new CancellationTokenSource(options.Value.BulkCancelWait, clock);
        try
        {
            var connection = await connections.ToAsync(push.StoreId, patience.Token);
            var client = clients.For(connection, await NewVariantsFromAsync(push, patience.Token));
            await ShowPhaseAsync(push, fireInstanceId, PushPhase.BulkEnding, patience.Token);
            await sender.EndAsync(new PushHold(push, fireInstanceId), connection, client, patience.Token);
        }
        catch (Exception left) when (left is OperationCanceledException or ShopifyStoreException)
        {
            // The operator wants it to end. The store's next push ends at Shopify what is left there, before it sends anything.
            Log.FilesLeft(logger, left, push.Store!.Name);
        }
    }

    /// <summary>Read after planning, which may have cleared it, and not with the claim.</summary>
    private async Task<DateTimeOffset?> NewVariantsFromAsync(StorePush push, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Stores.Where(s => s.Id == push.StoreId).Select(s => s.NewVariantsFrom).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task ShowPhaseAsync(StorePush push, string fireInstanceId, string phase, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        push.Progress = push.Progress with { Phase = phase };
        var held = await db.StorePushes
            .Where(p => p.Id == push.Id && p.Status == StorePushStatus.Running && p.FireInstanceId == fireInstanceId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Progress, push.Progress), cancellationToken);
        if (held == 0)
        {
            throw new StorePushLostException(push.Id);
        }
    }

    private async Task SettleAsync(StorePush push, string fireInstanceId, StorePushStatus status, string? error)
    {
        // Crash point 7: everything is sent and saved, the push still says running. Safe: the next firing finds nothing pending and settles.
        CrashPoint.Reached(7);
        if (await lifecycle.SettleAsync(push.Id, fireInstanceId, status, error, CancellationToken.None))
        {
            if (error is null)
            {
                Log.Settled(logger, push.Store!.Name, status);
            }
            else
            {
                Log.Stopped(logger, push.Store!.Name, status, error);
            }
        }
        else
        {
            Log.Lost(logger, null);
        }
    }

    private static partial class Log
    {
        public static readonly Func<ILogger, Guid, Guid, IDisposable?> Scope =
            LoggerMessage.DefineScope<Guid, Guid>("Store push {StorePushId} of job {JobId}");

        [LoggerMessage(LogLevel.Information, "Push to {Store} started for job {JobId}")]
        public static partial void Started(ILogger logger, string store, Guid jobId);

        [LoggerMessage(LogLevel.Information, "Push to {Store} ended as {Status}")]
        public static partial void Settled(ILogger logger, string store, StorePushStatus status);

        [LoggerMessage(LogLevel.Warning, "Push to {Store} ended as {Status}: {Error}")]
        public static partial void Stopped(ILogger logger, string store, StorePushStatus status, string error);

        [LoggerMessage(LogLevel.Warning, "The circuit breaker pauses the push to {Store}, {Code}: {Reason}")]
        public static partial void Halted(ILogger logger, string store, string code, string reason);

        [LoggerMessage(LogLevel.Information, "Push to {Store} is paused")]
        public static partial void Paused(ILogger logger, string store);

        [LoggerMessage(LogLevel.Information, "Push to {Store} gives way to a smaller one and goes on afterwards")]
        public static partial void GaveWay(ILogger logger, string store);

        [LoggerMessage(LogLevel.Information, "Push to {Store} is handed back because this process is stopping")]
        public static partial void HandedBack(ILogger logger, string store);

        [LoggerMessage(LogLevel.Warning, "The database could not be told that the push is handed back")]
        public static partial void NotHandedBack(ILogger logger, Exception away);

        [LoggerMessage(LogLevel.Warning, "The cancelled push to {Store} leaves bulk operations behind at Shopify; the next push of the store ends them")]
        public static partial void FilesLeft(ILogger logger, Exception left, string store);

        [LoggerMessage(LogLevel.Warning, "This process no longer holds the push; it stops without writing")]
        public static partial void Lost(ILogger logger, Exception? lost);

        [LoggerMessage(LogLevel.Error, "The push broke on an error of our own")]
        public static partial void Broke(ILogger logger, Exception fault);
    }
}
