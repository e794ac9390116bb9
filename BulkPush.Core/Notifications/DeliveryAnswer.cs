namespace BulkPush.Core.Notifications;

/// <summary>What became of one attempt.</summary>
/// <param name="Code">HTTP status or SMTP reply code; null when there was no answer.</param>
/// <param name="Text">The answer in short, or why there was none and what to do, for people.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
internal sealed record DeliveryAnswer(bool IsAccepted, int? Code, string Text, TimeSpan? RetryAfter = null)
{
    public static DeliveryAnswer None(string reason) => new(false, null, reason);
}
