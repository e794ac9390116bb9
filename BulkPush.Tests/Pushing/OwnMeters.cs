using System.Diagnostics.Metrics;

namespace BulkPush.Tests.Pushing;

/// <summary>Meters that nobody listens to.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
