using BulkPush.Core.Notifications;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Notifications;

public sealed class NotificationTargetsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Sam = NotificationScenario.Actor;
    private readonly NotificationScenario _scenario = new(postgres);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_is_added_changed_and_removed_and_the_audit_log_says_who_did_it()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Email(" sam@example.com ", "SAM@example.com"));
        Assert.Equal((1, "sam@example.com"), (target.Revision, Assert.Single(target.Addresses)));
        var edit = NotificationScenario.Email("kim@example.com") with { Name = target.Name, Revision = 1 };

        var changed = Assert.IsType<TargetSaveResult.Saved>(await _scenario.Targets.UpdateAsync(target.Id, edit, "kim@example.com", Ct));
        var outdated = Assert.IsType<TargetSaveResult.Outdated>(await _scenario.Targets.UpdateAsync(target.Id, edit, Sam, Ct));
        Assert.Equal((2, "kim@example.com"), (outdated.Present.Revision, changed.Target.UpdatedBy));
        Assert.True(await _scenario.Targets.RemoveAsync(target.Id, Sam, Ct));

        Assert.Null(await _scenario.Targets.FindAsync(target.Id, Ct));
        Assert.False(await _scenario.Targets.RemoveAsync(target.Id, Sam, Ct));
        Assert.IsType<TargetSaveResult.NotFound>(await _scenario.Targets.UpdateAsync(target.Id, edit, Sam, Ct));
        await using var db = postgres.CreateContext();
        var entries = await db.AuditEntries.Where(e => e.Subject == target.Id.ToString()).OrderBy(e => e.Id).Select(e => $"{e.Action} by {e.Actor}").ToListAsync(Ct);
        Assert.Equal([$"notification_target.created by {Sam}", "notification_target.updated by kim@example.com", $"notification_target.removed by {Sam}"], entries);
    }

    [Fact]
    public async Task Names_are_unique_among_the_targets_there_are()
    {
        var edit = NotificationScenario.Email("sam@example.com");
        var (target, _) = await _scenario.CreateAsync(edit);

        var twin = Assert.IsType<TargetSaveResult.Invalid>(await _scenario.Targets.CreateAsync(edit, Sam, Ct));
        await _scenario.Targets.RemoveAsync(target.Id, Sam, Ct);

        Assert.Equal("Name", Assert.Single(twin.Errors).Key);
        Assert.IsType<TargetSaveResult.Saved>(await _scenario.Targets.CreateAsync(edit, Sam, Ct));
    }

    public static TheoryData<TargetEdit, string> Wrong => new()
    {
        { NotificationScenario.Email(), "Addresses" },
        { NotificationScenario.Email("nobody"), "Addresses" },
        { NotificationScenario.Email("Sam <sam@example.com>"), "Addresses" },
        { NotificationScenario.Email("sam@example.com\r\nBcc: all@example.com"), "Addresses" },
        { NotificationScenario.Email([.. Enumerable.Range(1, 21).Select(i => $"p{i}@example.com")]), "Addresses" },
        { NotificationScenario.Email("sam@example.com") with { Url = "https://hooks.example.com/" }, "Url" },
        { NotificationScenario.Email("sam@example.com") with { Name = " " }, "Name" },
        { NotificationScenario.Email("sam@example.com") with { Events = [] }, "Events" },
        { NotificationScenario.Email("sam@example.com") with { Events = [NotificationEvent.Test] }, "Events" },
        { NotificationScenario.Webhook("http://10.0.0.1/"), "Url" },
        { NotificationScenario.Webhook("https://hooks.example.com/") with { Addresses = ["sam@example.com"] }, "Addresses" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_by_field(TargetEdit edit, string field)
    {
        var invalid = Assert.IsType<TargetSaveResult.Invalid>(await _scenario.Targets.CreateAsync(edit, Sam, Ct));

        Assert.Equal(field, Assert.Single(invalid.Errors).Key);
    }

    [Fact]
    public async Task A_target_stays_the_kind_it_is()
    {
        var (target, _) = await _scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));

        var invalid = Assert.IsType<TargetSaveResult.Invalid>(
            await _scenario.Targets.UpdateAsync(target.Id, NotificationScenario.Webhook("https://hooks.example.com/"), Sam, Ct));

        Assert.Equal("Kind", Assert.Single(invalid.Errors).Key);
        Assert.Null(await _scenario.Targets.RollSecretAsync(target.Id, Sam, Ct));
    }

    [Fact]
    public async Task Whoever_pushes_can_choose_among_those_that_are_not_paused()
    {
        var (every, _) = await _scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));
        var (chosen, _) = await _scenario.CreateAsync(NotificationScenario.Email("sam@example.com") with { IsForEveryPush = false });
        var (paused, _) = await _scenario.CreateAsync(NotificationScenario.Email("sam@example.com") with { IsPaused = true });

        var choices = await _scenario.Targets.ChoicesAsync(Ct);

        Assert.Equal(
            new[] { (every.Id, true), (chosen.Id, false) }.Order(),
            choices.Where(c => new[] { every.Id, chosen.Id, paused.Id }.Contains(c.Id)).Select(c => (c.Id, c.IsForEveryPush)).Order());
        var unknown = Guid.CreateVersion7();
        Assert.Equal([unknown], await _scenario.Targets.UnknownAsync([chosen.Id, unknown], Ct));
    }
}
