namespace BulkPush.Core.Jobs;

/// <summary>
/// What those who watch a push are shown: one reading of PostgreSQL for all of them in this process, at most <see cref="LongestAge"/> old when it is
/// handed out (older only if PostgreSQL takes longer than that to answer). Nothing is kept but that reading (docs/adr/0010).
/// </summary>
public sealed class SharedJobReadings
{
    /// <summary>Half of what watchers wait between two looks, so that nobody sees the same figures twice while they change.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Reading> _readings = [];
    private readonly Func<Guid, CancellationToken, Task<JobProgress?>> _read;
    private readonly TimeProvider _clock;

    internal SharedJobReadings(Func<Guid, CancellationToken, Task<JobProgress?>> read, TimeProvider clock) => (_read, _clock) = (read, clock);

    /// <summary>The job with its stores' live progress; null when there is none.</summary>
    public Task<JobProgress?> FindAsync(Guid jobId, CancellationToken cancellationToken)
    {
        Reading reading;
        lock (_gate)
        {
            if (!_readings.TryGetValue(jobId, out reading!) || !IsUsable(reading))
            {
                DropOld();

                // It belongs to all who wait for it: one who leaves must not end it. A failure is shared as well, so that a database that is away is not
                // asked by every watcher.
                _readings[jobId] = reading = new Reading(_read(jobId, CancellationToken.None), _clock.GetTimestamp());
            }
        }

        return reading.Job.WaitAsync(cancellationToken);
    }

    /// <summary>Makes the next look a fresh one, after somebody here changed the push: they must see what they did.</summary>
    internal void Forget(Guid jobId)
    {
        lock (_gate)
            _readings.Remove(jobId);
    }

    private bool IsUsable(Reading reading) => !reading.Job.IsCompleted || _clock.GetElapsedTime(reading.BegunAt) < LongestAge;

    private void DropOld()
    {
        foreach (var (jobId, _) in _readings.Where(pair => !IsUsable(pair.Value)).ToList())
            _readings.Remove(jobId);
    }

    private sealed record Reading(Task<JobProgress?> Job, long BegunAt);
}
