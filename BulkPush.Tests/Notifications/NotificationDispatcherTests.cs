using System.Net;
using BulkPush.Core.Notifications;
using BulkPush.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Notifications;

/// <summary>What is due is sent, recorded, tried again and given up, over real sockets.</summary>
public sealed class NotificationDispatcherTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly NotificationScenario _scenario = new(postgres);
    private WebhookReceiver _receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        // The tests of the class share a database: what one has left over must not reach the next one's dispatcher.
        foreach (var target in await _scenario.Targets.ListAsync(Ct))
            await _scenario.Targets.RemoveAsync(target.Id, "tests", Ct);
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_arrives_signed_with_what_happened()
    {
        var (target, secret) = await HookAsync();
        var jobId = await _scenario.EndedPushAsync(failed: 1);

        await _scenario.Dispatcher.DispatchAsync(Ct);

        var hook = Assert.Single(_receiver.Received);
        var delivery = Assert.Single(await _scenario.OfAsync(target));
        Assert.Equal(_scenario.Clock.GetUtcNow(), hook.SignedWith(secret));
        Assert.Equal((delivery.Id.ToString(), "completedWithErrors"), (hook.DeliveryId, hook.Headers["BulkPush-Event"]));
        Assert.Equal((1, delivery.Id.ToString(), "completedWithErrors"), ((int)hook.Json["version"]!, (string?)hook.Json["id"], (string?)hook.Json["event"]));
        Assert.Equal($"https://bulkpush.example.com/products/bulk-push/{jobId}", (string?)hook.Json["url"]);
        Assert.Equal(1, (int)hook.Json["push"]!["failed"]!);
        Assert.Equal("Hat <1>", (string?)hook.Json["push"]!["stores"]![0]!["failures"]![0]!["title"]);
        Assert.Equal((DeliveryStatus.Delivered, 1, 200, "thanks"), (delivery.Status, delivery.Attempts, delivery.LastCode, delivery.LastAnswer));
        Assert.NotNull(delivery.FinishedAt);
        Assert.NotNull(delivery.LastMilliseconds);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_again_with_growing_pauses_and_then_given_up_until_somebody_asks()
    {
        var (target, _) = await HookAsync();
        _receiver.Answer = (http, _) => RefuseAsync(http, HttpStatusCode.InternalServerError);
        await _scenario.EndedPushAsync(failed: 1);
        var pauses = new List<TimeSpan>();

        while (true)
        {
            Assert.Equal(1, await _scenario.Dispatcher.DispatchAsync(Ct));
            var waiting = Assert.Single(await _scenario.OfAsync(target));
            if (waiting.NextAttemptAt is not { } next)
                break;

            pauses.Add(next - _scenario.Clock.GetUtcNow());
            _scenario.Clock.Advance(pauses[^1] - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await _scenario.Dispatcher.DispatchAsync(Ct));
            _scenario.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var minutes = new[] { 1, 4, 16, 64, 256, 480, 480 };
        Assert.Equal(minutes.Select(m => TimeSpan.FromMinutes(m)), pauses);
        var failed = Assert.Single(await _scenario.OfAsync(target));
        Assert.Equal((DeliveryStatus.Failed, 8, 500, "no"), (failed.Status, failed.Attempts, failed.LastCode, failed.LastAnswer));
        Assert.Single(_receiver.Received.Select(hook => hook.DeliveryId).Distinct());

        _receiver.Answer = (http, _) => http.Response.WriteAsync("at last", Ct);
        Assert.Equal(ResendResult.Accepted, await _scenario.Deliveries.ResendAsync(failed.Id, "sam@example.com", Ct));
        Assert.Equal(ResendResult.NotPossible, await _scenario.Deliveries.ResendAsync(failed.Id, "sam@example.com", Ct));
        await _scenario.Dispatcher.DispatchAsync(Ct);
        Assert.Equal((DeliveryStatus.Delivered, "at last"), ((await _scenario.Deliveries.FindAsync(failed.Id, Ct))!.Status, (await _scenario.Deliveries.FindAsync(failed.Id, Ct))!.LastAnswer));
        Assert.Equal(9, _receiver.Received.Count(hook => hook.DeliveryId == failed.Id.ToString()));
    }

    [Fact]
    public async Task Retry_after_is_respected()
    {
        var (target, _) = await HookAsync();
        _receiver.Answer = (http, _) =>
        {
            http.Response.Headers.RetryAfter = "3600";
            return RefuseAsync(http, HttpStatusCode.TooManyRequests);
        };
        await _scenario.EndedPushAsync(failed: 1);

        await _scenario.Dispatcher.DispatchAsync(Ct);

        Assert.Equal(_scenario.Clock.GetUtcNow().AddHours(1), Assert.Single(await _scenario.OfAsync(target)).NextAttemptAt);
    }

    [Fact]
    public async Task Two_workers_at_once_send_everything_once()
    {
        var targets = new List<TargetSummary>();
        for (var i = 0; i < 6; i++)
            targets.Add((await HookAsync()).Target);
        await _scenario.EndedPushAsync(failed: 1);
        await _scenario.EndedPushAsync(failed: 1);

        var made = await Task.WhenAll(_scenario.Dispatcher.DispatchAsync(Ct), _scenario.Dispatcher.DispatchAsync(Ct));

        Assert.Equal(12, _receiver.Received.Count);
        Assert.Equal(12, _receiver.Received.Select(hook => hook.DeliveryId).Distinct().Count());
        foreach (var target in targets)
            Assert.All(await _scenario.OfAsync(target), d => Assert.Equal((DeliveryStatus.Delivered, 1), (d.Status, d.Attempts)));
        Assert.Equal(12, made.Sum());
    }

    [Fact]
    public async Task A_target_that_does_not_answer_holds_up_nobody_else()
    {
        var silent = await WebhookReceiver.StartAsync();
        await using var disposing = silent;
        var (answered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        silent.Answer = (_, _) => release.Task;
        _receiver.Answer = (http, before) =>
        {
            if (before == 1)
                answered.SetResult();
            return Task.CompletedTask;
        };
        var (deaf, _) = await _scenario.CreateAsync(NotificationScenario.Webhook(silent.Url));
        await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);
        var worker = _scenario.Dispatcher;

        await worker.StartAsync(Ct);
        await Eventually.IsTrueAsync(() => silent.Received.Count == 1 && _receiver.Received.Count == 1, "both are asked");
        await _scenario.EndedPushAsync(failed: 1);
        _scenario.Clock.Advance(_scenario.Options.PollEach);
        await answered.Task.WaitAsync(Ct);

        Assert.Single(silent.Received);
        Assert.Equal(2, (await _scenario.OfAsync(deaf)).Count(d => d.Status == DeliveryStatus.Pending));
        release.SetResult();
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task What_is_under_way_to_one_target_takes_no_place_from_another()
    {
        var (slow, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);
        Assert.Equal(slow.Id, Assert.Single(await _scenario.Queue.TakeAsync(1, Ct)).TargetId);
        var (other, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);

        Assert.Equal(other.Id, Assert.Single(await _scenario.Queue.TakeAsync(1, Ct)).TargetId);
        Assert.Empty(await _scenario.Queue.TakeAsync(1, Ct));
    }

    [Fact]
    public async Task A_receiver_without_an_answer_in_time_is_tried_again()
    {
        var (target, _) = await HookAsync();
        var release = new TaskCompletionSource();
        _receiver.Answer = (_, _) => release.Task;
        await _scenario.EndedPushAsync(failed: 1);

        var dispatching = _scenario.Dispatcher.DispatchAsync(Ct);
        await Eventually.IsTrueAsync(() => _receiver.Received.Count == 1, "the receiver is asked");
        _scenario.Clock.Advance(_scenario.Options.Timeout);
        await dispatching;
        release.SetResult();

        var delivery = Assert.Single(await _scenario.OfAsync(target));
        Assert.Equal((DeliveryStatus.Pending, (int?)null, "There was no answer within 15 s."), (delivery.Status, delivery.LastCode, delivery.LastAnswer));
    }

    [Fact]
    public async Task A_worker_that_stops_hands_back_what_it_was_sending_without_an_attempt_lost()
    {
        var (target, _) = await HookAsync();
        var release = new TaskCompletionSource();
        _receiver.Answer = (_, before) => before == 0 ? release.Task : Task.CompletedTask;
        await _scenario.EndedPushAsync(failed: 1);
        var worker = _scenario.Dispatcher;
        await worker.StartAsync(Ct);
        await Eventually.IsTrueAsync(() => _receiver.Received.Count == 1, "the receiver is asked");

        await worker.StopAsync(Ct);
        Assert.Equal((0, (DateTimeOffset?)null), Assert.Single(await _scenario.OfAsync(target)) is var d ? (d.Attempts, d.ClaimedUntil) : default);
        await _scenario.Dispatcher.DispatchAsync(Ct);
        release.SetResult();

        Assert.Equal((DeliveryStatus.Delivered, 1), Assert.Single(await _scenario.OfAsync(target)) is var sent ? (sent.Status, sent.Attempts) : default);
        Assert.Single(_receiver.Received.Select(hook => hook.DeliveryId).Distinct());
    }

    [Fact]
    public async Task What_a_dead_worker_had_taken_is_sent_when_its_claim_runs_out_and_given_up_in_the_end()
    {
        var (target, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);
        Assert.Single(await _scenario.Queue.TakeAsync(5, Ct));

        Assert.Equal(0, await _scenario.Dispatcher.DispatchAsync(Ct));
        for (var attempt = 2; attempt <= 8; attempt++)
        {
            _scenario.Clock.Advance(_scenario.Options.Timeout * 2);
            Assert.Single(await _scenario.Queue.TakeAsync(5, Ct));
        }

        Assert.Equal(0, await _scenario.Queue.GiveUpAsync(Ct));
        _scenario.Clock.Advance(_scenario.Options.Timeout * 2);
        Assert.Empty(await _scenario.Queue.TakeAsync(5, Ct));
        Assert.Equal(1, await _scenario.Queue.GiveUpAsync(Ct));
        var delivery = Assert.Single(await _scenario.OfAsync(target));
        Assert.Equal(DeliveryStatus.Failed, delivery.Status);
        Assert.Contains("It may have arrived.", delivery.LastAnswer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_comes_back_after_its_claim_writes_nothing()
    {
        var (target, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);
        var late = Assert.Single(await _scenario.Queue.TakeAsync(5, Ct));
        _scenario.Clock.Advance(_scenario.Options.Timeout * 2);
        await _scenario.Dispatcher.DispatchAsync(Ct);

        await _scenario.Queue.RecordAsync(late, DeliveryAnswer.None("late"), TimeSpan.Zero, Ct);

        Assert.Equal((DeliveryStatus.Delivered, "thanks"), Assert.Single(await _scenario.OfAsync(target)) is var d ? (d.Status, d.LastAnswer) : default);
    }

    [Fact]
    public async Task Everything_that_waits_for_a_target_goes_out_in_its_order_without_waiting_for_the_next_look()
    {
        var waiting = await WaitingAsync((await HookAsync()).Target, 30);
        using var worker = _scenario.Dispatcher;

        await worker.StartAsync(Ct);
        await Eventually.IsTrueAsync(() => _receiver.Received.Count >= waiting.Count, "all that waits is sent, although the clock stands still");
        await worker.StopAsync(Ct);

        Assert.Equal(waiting, _receiver.Received.Select(hook => hook.DeliveryId));
    }

    [Fact]
    public async Task A_pass_ends_for_a_target_with_the_first_that_fails_or_after_so_many_or_so_long()
    {
        var (slow, many, failing) = ((await HookAsync()).Target, (await HookAsync()).Target, (await HookAsync()).Target);
        await WaitingAsync(slow, 5);
        await WaitingAsync(many, 60);
        await WaitingAsync(failing, 5);
        var names = new Dictionary<string, TargetSummary>();
        foreach (var target in new[] { slow, many, failing })
        {
            (await _scenario.OfAsync(target)).ForEach(delivery => names[delivery.Id.ToString()] = target);
        }

        var toFailing = 0;
        _receiver.Answer = (http, _) =>
        {
            var target = names[http.Request.Headers["BulkPush-Delivery"].ToString()];
            return target == failing && ++toFailing == 3 ? RefuseAsync(http, HttpStatusCode.InternalServerError) : http.Response.WriteAsync("thanks", Ct);
        };

        Assert.Equal(5 + 50 + 3, await _scenario.Dispatcher.PassAsync(Ct));
        Assert.Equal([(slow, 5), (many, 50), (failing, 3)], new[] { slow, many, failing }.Select(target => (target, _receiver.Received.Count(hook => names[hook.DeliveryId] == target))));
        Assert.Equal(10 + 2, await _scenario.Dispatcher.PassAsync(Ct));
        _receiver.Answer = (http, _) =>
        {
            _scenario.Clock.Advance(_scenario.Options.Timeout * 0.6);
            return http.Response.WriteAsync("slowly", Ct);
        };
        await WaitingAsync(slow, 5);
        Assert.Equal(2, await _scenario.Dispatcher.PassAsync(Ct));
    }

    [Fact]
    public async Task What_waits_for_a_paused_target_goes_on_when_it_is_resumed()
    {
        var (target, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);
        await _scenario.Targets.SetPausedAsync(target.Id, true, "sam@example.com", Ct);
        Assert.Equal(0, await _scenario.Dispatcher.DispatchAsync(Ct));

        await _scenario.Targets.SetPausedAsync(target.Id, false, "sam@example.com", Ct);

        Assert.Equal(1, await _scenario.Dispatcher.DispatchAsync(Ct));
    }

    [Fact]
    public async Task What_is_on_its_way_to_a_removed_target_is_withdrawn()
    {
        var (target, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);

        await _scenario.Targets.RemoveAsync(target.Id, "sam@example.com", Ct);

        Assert.Equal(0, await _scenario.Dispatcher.DispatchAsync(Ct));
        Assert.Equal(DeliveryStatus.Withdrawn, Assert.Single(await _scenario.OfAsync(target)).Status);
        Assert.Empty(_receiver.Received);
    }

    [Fact]
    public async Task The_log_is_forgotten_after_its_days_and_a_removed_target_with_it()
    {
        var (target, _) = await HookAsync();
        await _scenario.EndedPushAsync(failed: 1);
        await _scenario.Dispatcher.DispatchAsync(Ct);
        await _scenario.Targets.RemoveAsync(target.Id, "sam@example.com", Ct);

        _scenario.Clock.Advance(TimeSpan.FromDays(89));
        await _scenario.Cleaner.CleanAsync(Ct);
        Assert.Single(await _scenario.OfAsync(target));
        _scenario.Clock.Advance(TimeSpan.FromDays(2));
        await _scenario.Cleaner.CleanAsync(Ct);

        Assert.Empty(await _scenario.OfAsync(target));
        await using var db = postgres.CreateContext();
        Assert.False(await db.NotificationTargets.AnyAsync(t => t.Id == target.Id, Ct));
    }

    [Fact]
    public async Task A_test_is_sent_at_once_recorded_and_not_tried_again()
    {
        var (target, secret) = await HookAsync();
        var worked = await _scenario.Trial.SendAsync(target.Id, "sam@example.com", Ct);
        Assert.Equal((DeliveryStatus.Delivered, 200, "thanks"), (worked!.Status, worked.LastCode, worked.LastAnswer));
        Assert.Equal("test", (string?)Assert.Single(_receiver.Received).Json["event"]);
        _receiver.Received[0].SignedWith(secret);

        _receiver.Answer = (http, _) => RefuseAsync(http, HttpStatusCode.NotFound);
        var refused = await _scenario.Trial.SendAsync(target.Id, "sam@example.com", Ct);

        Assert.Equal((DeliveryStatus.Failed, 404, (DateTimeOffset?)null), (refused!.Status, refused.LastCode, refused.NextAttemptAt));
        Assert.Null(await _scenario.Trial.SendAsync(Guid.CreateVersion7(), "sam@example.com", Ct));
    }

    [Fact]
    public async Task Nothing_that_is_logged_or_stored_gives_a_secret_away()
    {
        var (target, secret) = await HookAsync();
        _receiver.Answer = (http, _) => RefuseAsync(http, HttpStatusCode.Forbidden);
        await _scenario.EndedPushAsync(failed: 1);
        await _scenario.Dispatcher.DispatchAsync(Ct);
        var rolled = await _scenario.Targets.RollSecretAsync(target.Id, "sam@example.com", Ct);

        await using var db = postgres.CreateContext();
        var rows = await db.Database.SqlQuery<string>(
            $"select t::text || coalesce((select string_agg(a::text, ' ') from audit_entries a), '') as \"Value\" from notification_targets t where id = {target.Id}").SingleAsync(Ct);
        Assert.All([secret, rolled!], text =>
        {
            Assert.StartsWith("whsec_", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, rows, StringComparison.Ordinal);
            Assert.DoesNotContain(text, string.Join('\n', _scenario.Written.All), StringComparison.Ordinal);
        });
        Assert.NotEqual(secret, rolled);
        Assert.Contains("was not accepted at attempt 1 (code 403)", Assert.Single(_scenario.Written.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rolled_secret_signs_from_then_on()
    {
        var (target, _) = await HookAsync();
        var rolled = await _scenario.Targets.RollSecretAsync(target.Id, "sam@example.com", Ct);

        await _scenario.Trial.SendAsync(target.Id, "sam@example.com", Ct);

        Assert.Single(_receiver.Received).SignedWith(rolled!);
    }

    private Task<(TargetSummary Target, string Secret)> HookAsync() => _scenario.CreateAsync(NotificationScenario.Webhook(_receiver.Url));

    /// <summary>Records news for a target, each a second after the one before; all of it is due.</summary>
    /// <returns>The ids, oldest first.</returns>
    private async Task<List<string>> WaitingAsync(TargetSummary target, int count)
    {
        var now = _scenario.Clock.GetUtcNow();
        var deliveries = Enumerable.Range(1, count).Select(second => now.AddSeconds(second - count)).Select(at => new NotificationDelivery
        {
            Id = Guid.CreateVersion7(at),
            TargetId = target.Id,
            Event = NotificationEvent.Failed,
            Occurrence = $"waiting {A.Number()}",
            Content = new News(at),
            CreatedAt = at,
            NextAttemptAt = at,
        }).ToList();
        await postgres.SaveAsync(deliveries);
        return deliveries.ConvertAll(delivery => delivery.Id.ToString());
    }

    private static Task RefuseAsync(HttpContext http, HttpStatusCode status)
    {
        http.Response.StatusCode = (int)status;
        return http.Response.WriteAsync("no", Ct);
    }
}
