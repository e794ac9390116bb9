namespace BulkPush.Core.Shopify;

/// <summary>How long to wait before a request is repeated.</summary>
/// <param name="chance">A number from 0 up to 1, new with every call: spreads the repetitions of requests that failed together.</param>
internal sealed class RetrySchedule(ShopifyOptions options, Func<double> chance)
{
    /// <param name="attempts">Attempts made so far, at least one.</param>
    /// <param name="retryAfter">What Shopify asks for; never undercut, except by <see cref="ShopifyOptions.MaxBackOff"/>.</param>
    public TimeSpan DelayAfter(int attempts, TimeSpan? retryAfter)
    {
        var doubled = options.BackOff * Math.Pow(2, Math.Min(attempts - 1, 20));
        var spread = doubled * (0.5 + (0.5 * chance()));
        var longest = retryAfter > spread ? retryAfter.Value : spread;
        return longest < options.MaxBackOff ? longest : options.MaxBackOff;
    }
}
