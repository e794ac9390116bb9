using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>Lets every worker send what is due, time and again; the rows keep the workers from sending the same.</summary>
internal sealed partial class NotificationDispatcher(
    DeliveryQueue queue, DeliverySender sender, IOptions<NotificationOptions> options, TimeProvider clock, ILogger<NotificationDispatcher> logger) : BackgroundService
{
    /// <summary>Deliveries to one target in a row; then the others have their turn.</summary>
    private const int MostInARow = 50;

    /// <summary>Sends everything that is due now and waits for the answers.</summary>
    /// <returns>Attempts made.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        while (await PassAsync(cancellationToken) is > 0 and var passed)
        {
            made += passed;
        }

        return made;
    }

    /// <summary>Looks once for what is due, sends it, each target's in its order, and waits for the answers.</summary>
    /// <returns>Attempts made.</returns>
    public async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        var taken = await queue.TakeAsync(options.Value.AtOnce, cancellationToken);
        return (await Task.WhenAll(taken.Select(delivery => SendInARowAsync(delivery, cancellationToken)))).Sum();
    }

    /// <summary>
    /// Goes on with what is due for the same target, one at a time, until nothing is, one is not accepted, or the others have waited long enough for this place.
    /// </summary>
    /// <returns>Attempts made.</returns>
    private async Task<int> SendInARowAsync(NotificationDelivery first, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var made = 1;
        var isAccepted = await sender.SendAsync(first, cancellationToken);
        while (isAccepted && made < MostInARow && clock.GetElapsedTime(began) < options.Value.Timeout
            && await queue.TakeNextAsync(first.TargetId, cancellationToken) is { } next)
        {
            isAccepted = await sender.SendAsync(next, cancellationToken);
            made++;
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
            await SendInARowAsync(delivery, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops; the delivery was handed back.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One item's boundary: whatever is wrong with this delivery, its claim runs out and the others go on.
            Log.AttemptFailed(logger, delivery.Id, delivery.TargetId, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Looking for due notifications failed; the next pass tries again")]
        public static partial void PassFailed(ILogger logger, Exception fault);

        [LoggerMessage(LogLevel.Error, "Delivery {DeliveryId} to target {TargetId}, or one after it, could not be attempted or recorded; it comes up again")]
        public static partial void AttemptFailed(ILogger logger, Guid deliveryId, Guid targetId, Exception fault);
    }
}
