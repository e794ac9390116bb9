using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify;

/// <summary>A store's own bucket: the requested cost must be there and is taken; what was not needed comes back when the work is done.</summary>
internal sealed class SimulatedBucket
{
    public const double StandardMaximum = 2000;
    public const double StandardRestoreRate = 100;

    private readonly TimeProvider _clock;
    private double _restoreRate;
    private long _countedAt;

    /// <summary>A full bucket.</summary>
    public SimulatedBucket(TimeProvider clock, double maximum = StandardMaximum, double restoreRate = StandardRestoreRate)
    {
        (_clock, Maximum, _restoreRate) = (clock, maximum, restoreRate);
        _countedAt = clock.GetTimestamp();
        Available = maximum;
    }

    public double Maximum { get; private set; }

    /// <summary>As of the last time that something happened.</summary>
    public double Available { get; private set; }

    /// <summary>As of now.</summary>
    public double Now
    {
        get
        {
            Restore();
            return Available;
        }
    }

    public bool TryCharge(double points)
    {
        Restore();
        if (Available < points - 1e-6)
            return false;

        Available -= points;
        return true;
    }

    /// <summary>Gives back what was not needed, and tells what a reply would tell.</summary>
    public ShopifyCost Finish(double requested, double actual)
    {
        Restore();
        Available = Math.Min(Maximum, Available + requested - actual);
        return new ShopifyCost(requested, actual, Maximum, Math.Floor(Available), _restoreRate);
    }

    /// <summary>The store gets another plan; what it holds beyond that is gone.</summary>
    public void Change(double maximum, double restoreRate)
    {
        Restore();
        (Maximum, _restoreRate, Available) = (maximum, restoreRate, Math.Min(maximum, Available));
    }

    private void Restore()
    {
        var now = _clock.GetTimestamp();
        Available = Math.Min(Maximum, Available + (_restoreRate * _clock.GetElapsedTime(_countedAt, now).TotalSeconds));
        _countedAt = now;
    }
}
