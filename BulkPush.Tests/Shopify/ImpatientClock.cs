namespace BulkPush.Tests.Shopify;

/// <summary>A clock on which every timer is due at once: waiting moves it on instead of taking time. Keeps what was waited for.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private TimeSpan _elapsed;

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
                return [.. _waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
            return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Alarm(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Skip(TimeSpan wait)
    {
        lock (_gate)
        {
            _waits.Add(wait);
            _elapsed += wait;
        }
    }

    private sealed class Alarm(ImpatientClock clock, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;

            clock.Skip(dueTime);
            return ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
