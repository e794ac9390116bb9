namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Spaces out the lines of all bulk operations of one shop. The shop's lock guards it.</summary>
internal sealed class BulkPace(TimeProvider clock)
{
    /// <summary>How far a late line may be caught up with: timers are coarser than fast lines are apart.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(20);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Time to wait before the next line.</summary>
    /// <param name="linesPerSecond">0 = no limit.</param>
    public TimeSpan Reserve(double linesPerSecond)
    {
        if (linesPerSecond <= 0) return TimeSpan.Zero;
        var now = clock.GetElapsedTime(_start);
        var earliest = now - CatchUp;
        _next = (_next > earliest ? _next : earliest) + TimeSpan.FromSeconds(1 / linesPerSecond);
        return _next > now ? _next - now : TimeSpan.Zero;
    }
}
