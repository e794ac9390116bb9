using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Breaker;
using BulkPush.Core.Shopify;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>What a run of a store's push leaves behind when it stops: complete, cancelled, paused, in the line again, or failed.</summary>
internal sealed partial class StorePushEnding(
    StorePushLifecycle lifecycle,
    StoreBreakers breakers,
    PushPhases phases,
    PushConnections connections,
    PushSender sender,
    IOptions<PushingOptions> options,
    TimeProvider clock,
    ILogger<StorePushEnding> logger)
{
    /// <param name="asked">Why it stopped; nothing when the push is complete.</param>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task EndAsync(PushHold hold, StopRequest asked)
    {
        if (asked == StopRequest.GiveWay)
        {
            if (await GiveWayAsync(hold))
            {
                return;
            }

            // An operator was quicker, or another firing.
            asked = await lifecycle.StopRequestAsync(hold.Push.Id, CancellationToken.None);
            if (asked == StopRequest.None)
            {
                throw new StorePushLostException(hold.Push.Id);
            }
        }

        if (asked == StopRequest.Pause && await PauseAsync(hold))
        {
            return;
        }

        if (asked == StopRequest.None)
        {
            await SettleAsync(hold, StorePushStatus.Completed, null);
            return;
        }

        await EndFilesAsync(hold);
        await SettleAsync(hold, StorePushStatus.Cancelled, null);
    }

    /// <summary>Pauses a push whose store cannot be pushed any further, unless it never can be again; what an operator asked for meanwhile comes first.</summary>
    public async Task HaltAsync(PushHold hold, ShopifyStoreException fault)
    {
        if (StoreFaultCourses.Of(fault.Code) == StoreFaultCourse.Final)
        {
            await SettleAsync(hold, StorePushStatus.Failed, fault.Message);
        }
        else if (await breakers.OpenAsync(hold, fault, CancellationToken.None))
        {
            Log.Halted(logger, hold.Push.Store!.Name, fault.Code, fault.Message);
        }
        else if (await lifecycle.StopRequestAsync(hold.Push.Id, CancellationToken.None) is not StopRequest.None and var asked)
        {
            await EndAsync(hold, asked);
        }
        else
        {
            Log.Lost(logger);
        }
    }

    public async Task SettleAsync(PushHold hold, StorePushStatus status, string? error)
    {
        // Crash point 7: everything is sent and saved, the push still says running. Safe: the next firing finds nothing pending and settles.
        CrashPoint.Reached(7);
        if (!await lifecycle.SettleAsync(hold.Push.Id, hold.FireInstanceId, status, error, CancellationToken.None))
        {
            Log.Lost(logger);
        }
        else if (error is null)
        {
            Log.Settled(logger, hold.Push.Store!.Name, status);
        }
        else
        {
            Log.Stopped(logger, hold.Push.Store!.Name, status, error);
        }
    }

    private async Task<bool> GiveWayAsync(PushHold hold)
    {
        if (!await lifecycle.GiveWayAsync(hold.Push.Id, hold.FireInstanceId, CancellationToken.None))
        {
            return false;
        }

        // Crash point 17: the push waits in line again, this firing still holds its store. Safe: the next firing takes whoever is first.
        CrashPoint.Reached(17);
        Log.GaveWay(logger, hold.Push.Store!.Name);
        return true;
    }

    private async Task<bool> PauseAsync(PushHold hold)
    {
        // Crash point 7, as for settling: everything that was under way is saved, the push still says running. Safe: the next firing reads the request
        // and pauses before it sends anything.
        CrashPoint.Reached(7);
        if (!await lifecycle.PauseAsync(hold.Push.Id, hold.FireInstanceId, CancellationToken.None))
        {
            return false;
        }

        Log.Paused(logger, hold.Push.Store!.Name);
        return true;
    }

    /// <summary>What a cancelled push has at Shopify is ended too, and what Shopify had done by then is recorded.</summary>
    private async Task EndFilesAsync(PushHold hold)
    {
        if (!await sender.HasFilesAsync(hold.Push, CancellationToken.None))
        {
            return;
        }

        using var patience = new CancellationTokenSource(options.Value.BulkCancelWait, clock);
        try
        {
            var (connection, client) = await connections.OpenAsync(hold.Push.StoreId, patience.Token);
            await phases.ShowAsync(hold, PushPhase.BulkEnding, patience.Token);
            await sender.EndAsync(hold, connection, client, patience.Token);
        }
        catch (Exception left) when (left is OperationCanceledException or ShopifyStoreException)
        {
            // The operator wants it to end. The store's next push ends at Shopify what is left there, before it sends anything.
            Log.FilesLeft(logger, left, hold.Push.Store!.Name);
        }
    }

    private static partial class Log
    {
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

        [LoggerMessage(LogLevel.Warning, "The cancelled push to {Store} leaves bulk operations behind at Shopify; the next push of the store ends them")]
        public static partial void FilesLeft(ILogger logger, Exception left, string store);

        [LoggerMessage(LogLevel.Warning, "This process no longer holds the push; it stops without writing")]
        public static partial void Lost(ILogger logger);
    }
}
