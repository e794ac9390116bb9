namespace BulkPush.Core.Shopify;

/// <summary>How long a store takes to answer one kind of request, now and at its best. Not thread-safe.</summary>
internal sealed class AnswerPace(TimeProvider clock)
{
    /// <summary>Weight of an answer in the moving average.</summary>
    private const double Weight = 1.0 / 16;

    /// <summary>What answers may differ by without saying anything, scheduling and small products included.</summary>
    private const double JitterSeconds = 0.05;

    /// <summary>How long the quickest answer counts: this long at least, and twice as long at most.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(20);

    private double _quickest = double.MaxValue;
    private double _quickestBefore = double.MaxValue;
    private long _rememberedAt = clock.GetTimestamp();

    /// <summary>Seconds that an answer takes on average of late; 0 before the first.</summary>
    public double Usual { get; private set; }

    /// <summary>Answers take more than twice as long as they could.</summary>
    public bool IsSlow => Usual > (2 * Math.Min(_quickest, _quickestBefore)) + JitterSeconds;

    public void Add(TimeSpan latency)
    {
        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(_rememberedAt, now) > Memory)
            (_quickestBefore, _quickest, _rememberedAt) = (_quickest, double.MaxValue, now);

        var seconds = latency.TotalSeconds;
        _quickest = Math.Min(_quickest, seconds);
        Usual = Usual == 0 ? seconds : Usual + ((seconds - Usual) * Weight);
    }
}
