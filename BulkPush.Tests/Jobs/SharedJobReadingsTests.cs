using BulkPush.Core.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Jobs;

public sealed class SharedJobReadingsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<TaskCompletionSource<JobProgress?>> _reads = [];
    private readonly SharedJobReadings _readings;
    private readonly Guid _jobId = Guid.Parse("018f0000-0000-7000-8000-000000000001");

    public SharedJobReadingsTests() => _readings = new SharedJobReadings(
        (_, _) =>
        {
            var read = new TaskCompletionSource<JobProgress?>();
            _reads.Add(read);
            return read.Task;
        },
        _clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_watchers_share_one_read()
    {
        var watchers = Enumerable.Range(0, 1000).Select(_ => _readings.FindAsync(_jobId, Ct)).ToList();
        Assert.Single(_reads);
        var job = AJob();
        _reads[0].SetResult(job);

        Assert.All(await Task.WhenAll(watchers), seen => Assert.Same(job, seen));
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(job, await _readings.FindAsync(_jobId, Ct));
        Assert.Single(_reads);
    }

    [Fact]
    public async Task A_reading_is_not_shown_when_it_is_a_second_old()
    {
        var first = _readings.FindAsync(_jobId, Ct);
        _clock.Advance(TimeSpan.FromMilliseconds(600));
        _reads[0].SetResult(AJob());
        await first;

        _clock.Advance(TimeSpan.FromMilliseconds(400));
        var second = _readings.FindAsync(_jobId, Ct);

        Assert.Equal(2, _reads.Count);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_database_that_is_slow_to_answer_is_asked_by_one_watcher_at_a_time()
    {
        var first = _readings.FindAsync(_jobId, Ct);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var second = _readings.FindAsync(_jobId, Ct);

        _reads[0].SetResult(null);

        Assert.Null(await first);
        Assert.Null(await second);
        Assert.Single(_reads);
    }

    [Fact]
    public async Task A_failure_is_shared_for_as_long_as_a_reading_and_then_tried_again()
    {
        var first = _readings.FindAsync(_jobId, Ct);
        _reads[0].SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => _readings.FindAsync(_jobId, Ct));
        _clock.Advance(SharedJobReadings.LongestAge);
        _ = _readings.FindAsync(_jobId, Ct);

        Assert.Equal(2, _reads.Count);
    }

    [Fact]
    public async Task One_watcher_who_leaves_does_not_end_the_read_of_the_others()
    {
        using var leave = new CancellationTokenSource();
        var leaver = _readings.FindAsync(_jobId, leave.Token);
        var stayer = _readings.FindAsync(_jobId, Ct);

        await leave.CancelAsync();
        _reads[0].SetResult(AJob());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        Assert.NotNull(await stayer);
    }

    [Fact]
    public async Task Who_changed_a_push_sees_the_change_even_if_a_read_is_under_way()
    {
        var before = _readings.FindAsync(_jobId, Ct);

        _readings.Forget(_jobId);
        var after = _readings.FindAsync(_jobId, Ct);
        var changed = AJob();
        _reads[1].SetResult(changed);
        _reads[0].SetResult(AJob());

        Assert.Same(changed, await after);
        Assert.NotSame(changed, await before);
        Assert.Same(changed, await _readings.FindAsync(_jobId, Ct));
    }

    [Fact]
    public void Each_push_is_read_for_itself()
    {
        _ = _readings.FindAsync(_jobId, Ct);
        _ = _readings.FindAsync(Guid.Parse("018f0000-0000-7000-8000-000000000002"), Ct);

        Assert.Equal(2, _reads.Count);
    }

    private JobProgress AJob() => new(_jobId, BulkPushJobStatus.Running, null, "test", false, PushScope.Everything, _clock.GetUtcNow(), null, null, []);
}
