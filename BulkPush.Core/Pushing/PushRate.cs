namespace BulkPush.Core.Pushing;

/// <summary>How fast a push goes, over the last stretch, so that the time left follows a change of pace within seconds.</summary>
internal sealed class PushRate(TimeProvider clock)
{
    /// <summary>Short, because a store takes a burst first and then only what its limit restores.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Queue<(long At, int Count)> _samples = new();
    private readonly long _start = clock.GetTimestamp();
    private int _count;

    public void Add(int count)
    {
        _samples.Enqueue((clock.GetTimestamp(), count));
        _count += count;
    }

    /// <summary>Products a second; null until there is a second to speak of.</summary>
    public double? PerSecond()
    {
        while (_samples.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) > Window)
        {
            _count -= _samples.Dequeue().Count;
        }

        var running = clock.GetElapsedTime(_start);
        var span = running < Window ? running : Window;
        return span < TimeSpan.FromSeconds(1) || _count == 0 ? null : _count / span.TotalSeconds;
    }
}
