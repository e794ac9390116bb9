using BulkPush.Core.Shopify;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

public sealed class FlightWindowTests
{
    private const double Standard = 100;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(120);

    private readonly FakeTimeProvider _clock = new();
    private readonly FlightWindow _window;

    public FlightWindowTests() => _window = new FlightWindow(_clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_for_those_who_wait_while_points_are_left()
    {
        var waiting = Fill(extra: 100);

        for (var answer = 0; answer < 50; answer++)
            Answer(Latency, arePointsLeft: true);

        Assert.Equal(66, _window.Size);
        await Task.WhenAll(waiting.Take(50));
        Assert.DoesNotContain(waiting.Skip(50), task => task.IsCompleted);
    }

    [Fact]
    public void It_does_not_open_when_nobody_waits()
    {
        Fill(extra: 0);

        for (var answer = 0; answer < 50; answer++)
            Answer(Latency, arePointsLeft: true);

        Assert.Equal(16, _window.Size);
    }

    [Fact]
    public void It_does_not_open_for_a_store_that_becomes_slow()
    {
        Fill(extra: 1000);
        Answer(Latency, arePointsLeft: true);
        for (var answer = 0; answer < 40; answer++)
            Answer(Latency * 4, arePointsLeft: true);
        var size = _window.Size;

        for (var answer = 0; answer < 40; answer++)
            Answer(Latency * 4, arePointsLeft: true);

        Assert.Equal(size, _window.Size);
    }

    [Fact]
    public void It_closes_step_by_step_on_a_slow_store_but_never_below_what_restored_points_need()
    {
        Fill(extra: 200);
        for (var answer = 0; answer < 100; answer++)
            Answer(Latency, arePointsLeft: true);
        var opened = _window.Size;

        for (var answer = 0; answer < 200; answer++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            Answer(TimeSpan.FromSeconds(2), arePointsLeft: true);
            if (answer == 30)
                Assert.InRange(_window.Size, 1, opened - 1);
        }

        // 10 products a second that take 2 seconds each: 20 under way, and a half more.
        Assert.Equal(30, _window.Size);
    }

    [Fact]
    public void When_points_run_out_only_what_they_need_stays_open()
    {
        Fill(extra: 200);
        for (var answer = 0; answer < 100; answer++)
            Answer(Latency, arePointsLeft: true);

        for (var answer = 0; answer < 100; answer++)
        {
            _clock.Advance(Latency);
            Answer(Latency, arePointsLeft: false);
        }

        Assert.Equal(4, _window.Size);
    }

    [Fact]
    public async Task A_store_that_restores_much_is_given_enough_at_once()
    {
        var waiting = Fill(extra: 100);

        Answer(TimeSpan.FromMilliseconds(500), restoreRate: 1000, arePointsLeft: false);

        // 100 products a second that take half a second each.
        Assert.Equal(75, _window.Size);
        await Task.WhenAll(waiting.Take(59));
    }

    [Fact]
    public async Task Who_leaves_makes_room_for_the_one_who_has_waited_longest()
    {
        var waiting = Fill(extra: 2);

        _window.Leave();

        await waiting[0];
        Assert.False(waiting[1].IsCompleted);
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_place()
    {
        Fill(extra: 0);
        using var stop = new CancellationTokenSource();
        var impatient = _window.EnterAsync(stop.Token).AsTask();
        var patient = _window.EnterAsync(Ct).AsTask();

        await stop.CancelAsync();
        _window.Leave();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await patient;
    }

    [Fact]
    public void Slow_requests_of_one_kind_do_not_make_another_kind_look_slow()
    {
        Fill(extra: 200);
        for (var answer = 0; answer < 20; answer++)
            Answer(TimeSpan.FromMilliseconds(20), arePointsLeft: true, kind: "Handshake");

        for (var answer = 0; answer < 20; answer++)
            Answer(TimeSpan.FromMilliseconds(800), arePointsLeft: true);

        Assert.Equal(56, _window.Size);
    }

    /// <summary>Takes every place and asks for more.</summary>
    private List<Task> Fill(int extra)
    {
        for (var place = 0; place < 16; place++)
            Assert.True(_window.EnterAsync(Ct).AsTask().IsCompletedSuccessfully);
        return [.. Enumerable.Range(0, extra).Select(_ => _window.EnterAsync(Ct).AsTask())];
    }

    private void Answer(TimeSpan latency, bool arePointsLeft, double restoreRate = Standard, string kind = "ProductSet") =>
        _window.Learn(kind, latency, points: 10, restoreRate, arePointsLeft);
}
