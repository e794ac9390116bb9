namespace BulkPush.Tests.Properties.Traffic;

/// <summary>A clock that jumps from one moment that matters to the next, and counts how often somebody had himself woken. For one thread only.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private TimeSpan _now;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now => _now;

    /// <summary>Timers that have gone off.</summary>
    public int Wakes { get; private set; }

    /// <summary>When the next timer goes off; null when none is set.</summary>
    public TimeSpan? NextWake => _alarms.Min(alarm => alarm.DueAt);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    /// <summary>Moves on, and lets off what is due by then.</summary>
    public void MoveTo(TimeSpan moment)
    {
        _now = moment;
        while (_alarms.Find(alarm => alarm.DueAt <= moment) is { } due)
        {
            Wakes++;
            due.GoOff();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        _alarms.Add(alarm);
        return alarm;
    }

    private sealed class Alarm(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan? DueAt { get; private set; }

        public void GoOff()
        {
            DueAt = null;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            return true;
        }

        public void Dispose() => clock._alarms.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
