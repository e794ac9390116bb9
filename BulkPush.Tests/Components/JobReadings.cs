using BulkPush.Core.Jobs;

namespace BulkPush.Tests.Components;

/// <summary>Stands where the database is: gives one reading after another, the last one again and again.</summary>
internal sealed class JobReadings(params Func<JobProgress?>[] readings)
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public Task<JobProgress?> Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var index = Math.Min(Interlocked.Increment(ref _reads), readings.Length) - 1;
        try
        {
            return Task.FromResult(readings[index]());
        }
        catch (TimeoutException error)
        {
            return Task.FromException<JobProgress?>(error);
        }
    }
}
