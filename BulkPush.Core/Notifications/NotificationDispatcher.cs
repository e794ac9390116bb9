using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>Lets every worker send what is due, time and again; the rows keep the workers from sending the same.</summary>
internal sealed partial class NotificationDispatcher(
    DeliveryQueue queue, DeliverySender sender, IOptions<NotificationOptions> options, TimeProvider clock, ILogger<NotificationDispatcher> logger) : BackgroundService
{
    /// <summary>Sends everything that is due now and waits for the answers.</summary>
    /// <returns>Attempts made.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        while (await queue.TakeAsync(options.Value.AtOnce, cancellationToken) is { Count: > 0 } taken)
        {
            await Task.WhenAll(taken.Select(delivery => sender.SendAsync(delivery, cancellationToken)));
            made += taken.Count;
        }

        return made;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var underWay = new List<Task>();
        using var timer = new PeriodicTimer(options.Value.PollEach, clock);
        try
        {
            do
            {
                // Those that are still waiting for their answer are not waited for: one target must not hold up the others.
                underWay.RemoveAll(attempt => attempt.IsCompleted);
                await BeginDueAsync(underWay, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(underWay);
        }
    }

    private async Task BeginDueAsync(List<Task> underWay, CancellationToken cancellationToken)
    {
        try
        {
            await queue.GiveUpAsync(cancellationToken);
            if (underWay.Count < options.Value.AtOnce)
            {
                var taken = await queue.TakeAsync(options.Value.AtOnce - underWay.Count, cancellationToken);
                underWay.AddRange(taken.Select(delivery => AttemptAsync(delivery, cancellationToken)));
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The tick's boundary: a pass that fails, mostly because the database is away, must not end the passes to come.
            Log.PassFailed(logger, fault);
        }
    }

    private async Task AttemptAsync(NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(delivery, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops; the delivery was handed back.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One item's boundary: whatever is wrong with this delivery, its claim runs out and the others go on.
            Log.AttemptFailed(logger, delivery.Id, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Looking for due notifications failed; the next pass tries again")]
        public static partial void PassFailed(ILogger logger, Exception fault);

        [LoggerMessage(LogLevel.Error, "Delivery {DeliveryId} could not be attempted or recorded; it comes up again")]
        public static partial void AttemptFailed(ILogger logger, Guid deliveryId, Exception fault);
    }
}
