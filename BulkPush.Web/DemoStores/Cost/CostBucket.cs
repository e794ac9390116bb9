namespace BulkPush.Web.DemoStores.Cost;

/// <summary>
/// One shop's leaky bucket of cost points. Starts full, refills continuously by monotonic time, never holds more than its size
/// and never less than nothing. Not thread-safe: the shop's lock guards it.
/// </summary>
internal sealed class CostBucket(TimeProvider clock, double maximum, double restoreRate)
{
    private double _available = maximum;
    private long _measuredAt = clock.GetTimestamp();

    /// <summary>Points it holds when full.</summary>
    public double Maximum { get; private set; } = maximum;

    /// <summary>Points it regains in a second.</summary>
    public double RestoreRate { get; private set; } = restoreRate;

    public double Available
    {
        get
        {
            var now = clock.GetTimestamp();
            _available = Math.Min(Maximum, _available + (clock.GetElapsedTime(_measuredAt, now).TotalSeconds * RestoreRate));
            _measuredAt = now;
            return _available;
        }
    }

    /// <summary>Takes the points, or takes none when there are not enough.</summary>
    public bool TryTake(double points)
    {
        if (Available < points) return false;
        _available -= points;
        return true;
    }

    public void GiveBack(double points) => _available = Math.Min(Maximum, Available + points);

    /// <summary>Makes it hold that many points now, as if other traffic of the same app had used the rest.</summary>
    public void SetAvailable(double points)
    {
        _ = Available;
        _available = Math.Clamp(points, 0, Maximum);
    }

    /// <summary>A full bucket stays full when it grows, as after a change of plan.</summary>
    public void Resize(double maximum, double restoreRate)
    {
        var wasFull = Available >= Maximum;
        (Maximum, RestoreRate) = (maximum, restoreRate);
        SetAvailable(wasFull ? maximum : _available);
    }

    public ThrottleStatus Status() => new(Maximum, Math.Floor(Available), RestoreRate);
}

/// <summary>The <c>throttleStatus</c> of a reply, in points and points a second.</summary>
public readonly record struct ThrottleStatus(double MaximumAvailable, double CurrentlyAvailable, double RestoreRate);
