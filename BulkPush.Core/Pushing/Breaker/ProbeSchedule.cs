namespace BulkPush.Core.Pushing.Breaker;

/// <summary>When a store whose push is paused is asked whether it may go on.</summary>
internal static class ProbeSchedule
{
    /// <param name="probes">How often it was asked already.</param>
    /// <returns>Null when it is asked no more: an operator has to look.</returns>
    public static TimeSpan? DelayAfter(int probes, PushingOptions options)
    {
        if (probes >= options.ProbesAtMost)
        {
            return null;
        }

        var doubled = options.ProbeAfter * Math.Pow(2, Math.Min(probes, 20));
        return doubled < options.ProbeAtMost ? doubled : options.ProbeAtMost;
    }
}
