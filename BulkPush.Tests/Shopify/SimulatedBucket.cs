using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify;

/// <summary>A store's own bucket: the requested cost must be there and is taken; what was not needed comes back when the work is done.</summary>
internal sealed class SimulatedBucket
{
    public const double StandardMaximum = 2000;
    public const double StandardRestoreRate = 100;

    private readonly TimeProvider _clock;
    private readonly double _maximum;
    private readonly double _restoreRate;
    private long _countedAt;

    /// <summary>A full bucket.</summary>
    public SimulatedBucket(TimeProvider clock, double maximum = StandardMaximum, double restoreRate = StandardRestoreRate)
    {
        (_clock, _maximum, _restoreRate) = (clock, maximum, restoreRate);
        _countedAt = clock.GetTimestamp();
        Available = maximum;
    }

    public double Available { get; private set; }

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
        Available = Math.Min(_maximum, Available + requested - actual);
        return new ShopifyCost(requested, actual, _maximum, Math.Floor(Available), _restoreRate);
    }

    private void Restore()
    {
        var now = _clock.GetTimestamp();
        Available = Math.Min(_maximum, Available + (_restoreRate * _clock.GetElapsedTime(_countedAt, now).TotalSeconds));
        _countedAt = now;
    }
}
