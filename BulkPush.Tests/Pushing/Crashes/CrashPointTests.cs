using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing.Crashes;

/// <summary>A worker process dies exactly at a crash point of docs/job-lifecycle.md, and another one goes on.</summary>
public abstract class CrashPointTests(PostgresCluster cluster)
{
    private protected async Task AssertAnotherWorkerGoesOnAsync(int point, int passes, PushStrategy strategy)
    {
        await using var crash = await CrashStage.SetAsync(cluster);
        await using var dying = await crash.StartDyingAsync(point, passes);
        var jobId = await crash.Stage.StartAsync(new PushScope { Strategy = strategy });

        await dying.KilledAsync();
        await crash.Stage.StartWorkerAsync();
        var job = await crash.Stage.FinishedAsync(jobId);

        await crash.AssertNothingLostOrDoubledAsync(job);
        if (point == 16)
        {
            // Not at every point: a shop takes seconds to fetch its images.
            await crash.ImagesAreKnownAsync();
        }
    }
}

public sealed class CrashPointsOfCallsTests(PostgresCluster cluster) : CrashPointTests(cluster)
{
    /// <summary>Number of the point, and at which pass the process dies.</summary>
    public static TheoryData<int, int> Points => new()
    {
        { 2, 1 },
        { 3, 1 },
        { 4, 1 },
        { 4, 7 },
        { 6, 1 },
        { 7, 1 },
        { 8, 1 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public Task A_push_of_calls_goes_on_whoever_dies(int point, int passes) => AssertAnotherWorkerGoesOnAsync(point, passes, PushStrategy.Direct);
}

public sealed class CrashPointsOfFilesTests(PostgresCluster cluster) : CrashPointTests(cluster)
{
    /// <inheritdoc cref="CrashPointsOfCallsTests.Points"/>
    public static TheoryData<int, int> Points => new()
    {
        { 6, 1 },
        { 10, 1 },
        { 11, 1 },
        { 12, 1 },
        { 13, 1 },
        { 14, 1 },
        { 15, 1 },
        { 15, 7 },
        { 16, 1 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public Task A_push_of_files_goes_on_whoever_dies(int point, int passes) => AssertAnotherWorkerGoesOnAsync(point, passes, PushStrategy.Bulk);
}
