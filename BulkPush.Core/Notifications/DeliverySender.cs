using System.Security.Cryptography;
using BulkPush.Core.Notifications.Email;
using BulkPush.Core.Notifications.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>Makes one attempt to deliver what was taken, and records what became of it.</summary>
internal sealed partial class DeliverySender(
    DeliveryQueue queue,
    WebhookChannel webhooks,
    EmailChannel emails,
    IOptions<NotificationOptions> options,
    TimeProvider clock,
    ILogger<DeliverySender> logger)
{
    /// <summary>At least once at the wire: a process that dies between sending and recording leaves a delivery that is sent again, with the same id.</summary>
    /// <returns>Whether the receiver took it.</returns>
    public async Task<bool> SendAsync(NotificationDelivery taken, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        DeliveryAnswer answer;
        try
        {
            answer = await AttemptAsync(taken, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops: nobody knows whether it arrived. Handed back with a token of its own, or it would wait for the claim to run out.
            await queue.ReleaseAsync(taken, CancellationToken.None);
            throw;
        }

        // Crash point 23: it was sent, the answer is not recorded. Safe: the claim runs out and it is sent again, with the id that the receiver has seen.
        CrashPoint.Reached(23);
        await queue.RecordAsync(taken, answer, clock.GetElapsedTime(began), CancellationToken.None);
        if (!answer.IsAccepted)
        {
            Log.NotDelivered(logger, taken.Id, taken.TargetId, taken.Attempts, answer.Code);
        }

        return answer.IsAccepted;
    }

    private async Task<DeliveryAnswer> AttemptAsync(NotificationDelivery taken, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return taken.Target!.Kind switch
            {
                NotificationTargetKind.Webhook => await webhooks.SendAsync(taken, both.Token),
                NotificationTargetKind.Email => await emails.SendAsync(taken, both.Token),
                var other => throw new NotSupportedException(other.ToString()),
            };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return DeliveryAnswer.None($"There was no answer within {options.Value.Timeout.TotalSeconds:0} s.");
        }
        catch (CryptographicException)
        {
            return DeliveryAnswer.None("The webhook's secret cannot be decrypted with the present keys. Roll the secret and give the new one to the receiver.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Delivery {DeliveryId} to target {TargetId} was not accepted at attempt {Attempt} (code {Code}); the log of deliveries says why")]
        public static partial void NotDelivered(ILogger logger, Guid deliveryId, Guid targetId, int attempt, int? code);
    }
}
