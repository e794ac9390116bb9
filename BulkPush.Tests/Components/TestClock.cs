using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Components;

/// <summary>A clock that a test moves, and that knows how many timers are alive: a reader that forgot to stop shows itself.</summary>
public sealed class TestClock : FakeTimeProvider
{
    private int _liveTimers;

    public TestClock()
        : base(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public int LiveTimers => Volatile.Read(ref _liveTimers);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _liveTimers);
        return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _liveTimers));
    }

    private sealed class CountedTimer(ITimer inner, Action ended) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            inner.Dispose();
            CountDown();
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            CountDown();
        }

        private void CountDown()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                ended();
        }
    }
}
