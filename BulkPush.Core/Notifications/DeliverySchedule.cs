namespace BulkPush.Core.Notifications;

/// <summary>How long to wait before a notification is sent again.</summary>
/// <param name="chance">A number from 0 up to 1, new with every call: spreads attempts that failed together.</param>
internal sealed class DeliverySchedule(NotificationOptions options, Func<double> chance)
{
    /// <param name="attempts">Attempts made so far, at least one.</param>
    /// <param name="retryAfter">What the receiver asks for; never undercut, except by <see cref="NotificationOptions.MaxBackOff"/>.</param>
    public TimeSpan DelayAfter(int attempts, TimeSpan? retryAfter)
    {
        var grown = options.BackOff * Math.Pow(4, Math.Min(attempts - 1, 15));
        var bounded = grown < options.MaxBackOff ? grown : options.MaxBackOff;
        var spread = bounded * (0.8 + (0.2 * chance()));
        var longest = retryAfter > spread ? retryAfter.Value : spread;
        return longest < options.MaxBackOff ? longest : options.MaxBackOff;
    }
}
