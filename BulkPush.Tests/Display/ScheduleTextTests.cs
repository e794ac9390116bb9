using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Web.Components.Schedules;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class ScheduleTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("30 2 * * *", CronPresetKind.Daily, "Every day at 02:30")]
    [InlineData("0 6 * * 1-5", CronPresetKind.Weekdays, "Monday to Friday at 06:00")]
    [InlineData("15 9 * * 1,4", CronPresetKind.Weekly, "Mondays and Thursdays at 09:15")]
    [InlineData("15 9 * * 7", CronPresetKind.Weekly, "Sundays at 09:15")]
    [InlineData("0 * * * *", CronPresetKind.Hourly, "Every hour, on the hour")]
    [InlineData("20 * * * *", CronPresetKind.Hourly, "Every hour at 20 min past")]
    [InlineData("0 6 1 * *", CronPresetKind.Custom, "By a cron expression")]
    [InlineData("*/20 6 * * *", CronPresetKind.Custom, "By a cron expression")]
    [InlineData("0 6 * * mon", CronPresetKind.Custom, "By a cron expression")]
    public void An_expression_is_said_in_words_where_it_is_one_of_the_presets(string cron, CronPresetKind kind, string words)
    {
        var preset = CronPreset.Of(cron);

        Assert.Equal((kind, words), (preset.Kind, ScheduleText.When(cron)));
        if (kind is not CronPresetKind.Custom)
            Assert.Equal(cron.Replace('7', '0'), preset.Cron);
    }

    [Fact]
    public void The_form_makes_the_expression_that_it_was_given_and_says_what_is_missing()
    {
        foreach (var cron in new[] { "30 2 * * *", "0 6 * * 1-5", "15 9 * * 1,4", "20 * * * *", "0 6 1 * *" })
        {
            var form = ScheduleForm.Of(View(cron));
            Assert.Equal((cron, null), (form.Cron, form.Missing));
        }

        var weekly = ScheduleForm.Of(View("15 9 * * 1"));
        weekly.Days.Clear();
        Assert.Equal(("", "Choose at least one day."), (weekly.Cron, weekly.Missing));
        weekly.Time = "";
        Assert.Equal("Choose a time.", weekly.Missing);
        var own = ScheduleForm.Of(View("15 9 * * 1"));
        own.Choose(CronPresetKind.Custom);
        Assert.Equal("15 9 * * 1", own.CustomCron);
        Assert.Equal(View("15 9 * * 1").Scope.Fingerprint(), own.ToEdit().Scope.Fingerprint());
    }

    [Fact]
    public void What_is_pushed_is_said_with_the_stores_that_are_left()
    {
        Assert.Equal("The whole catalogue to every store", ScheduleText.What(View("0 6 * * *")));
        var two = View("0 6 * * *") with { Scope = new PushScope { StoreIds = [Guid.CreateVersion7(), Guid.CreateVersion7()], ProductIds = [1, 2, 2] }, StoreNames = ["North"] };
        Assert.Equal("2 chosen products to North (1 chosen store was removed)", ScheduleText.What(two));
        Assert.Equal("2 chosen products to stores that were removed", ScheduleText.What(two with { StoreNames = [] }));
        Assert.Equal("everything is sent again, in files", ScheduleText.How(new PushScope { Force = true, Strategy = PushStrategy.Bulk }));
        Assert.Null(ScheduleText.How(PushScope.Everything));
    }

    [Theory]
    [InlineData(ScheduleRunOutcome.Started, false, null)]
    [InlineData(ScheduleRunOutcome.Started, true, "Made up for what was missed since 1 Jul 2026, 02:00 UTC, when no worker ran.")]
    [InlineData(ScheduleRunOutcome.NothingToPush, false, "Nothing to push: Because.")]
    [InlineData(ScheduleRunOutcome.StillWaiting, false, "Left out: the push of an earlier run still waited for a store. At most one waits.")]
    [InlineData(ScheduleRunOutcome.Missed, true, "Missed since 1 Jul 2026, 02:00 UTC, when no worker ran, and left out as this schedule says.")]
    [InlineData(ScheduleRunOutcome.Failed, false, "Because.")]
    public void What_became_of_the_last_run_is_said(ScheduleRunOutcome outcome, bool isMissed, string? words)
    {
        var run = new ScheduleRun(Now, Now, outcome, Note: "Because.") { MissedSince = isMissed ? Now.AddHours(-10) : null };

        Assert.Equal(words, ScheduleText.Note(run, TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_change_of_the_clock_is_said_with_what_it_does()
    {
        var forward = new ClockChange(Now, new DateTime(2026, 3, 29, 2, 0, 0), new DateTime(2026, 3, 29, 3, 0, 0), [new TimeOnly(2, 30)], 1);
        var back = new ClockChange(Now, new DateTime(2026, 10, 25, 3, 0, 0), new DateTime(2026, 10, 25, 2, 0, 0), [new TimeOnly(2, 30)], 1);

        Assert.Equal("On Sun 29 Mar 2026 the clocks go from 02:00 to 03:00: the run of 02:30 takes place at 03:00.", ClockChangeText.Sentence(forward));
        Assert.Equal("On Sun 25 Oct 2026 the clocks go from 03:00 back to 02:00: the run of 02:30 takes place once, the first time.", ClockChangeText.Sentence(back));
        Assert.Equal(
            "On Sun 29 Mar 2026 the clocks go from 02:00 to 03:00: the runs of 02:00 and 02:30 take place once, at 03:00.",
            ClockChangeText.Sentence(forward with { Named = [new TimeOnly(2, 0), new TimeOnly(2, 30)] }));
        Assert.Equal(
            "On Sun 25 Oct 2026 the clocks go from 03:00 back to 02:00: the 4 runs from 02:00 to 02:45 take place twice.",
            ClockChangeText.Sentence(back with { Named = [new(2, 0), new(2, 15), new(2, 30), new(2, 45)], Runs = 8 }));
    }

    [Fact]
    public void The_state_says_when_nobody_starts_what_is_due()
    {
        Assert.Equal("Active", ScheduleDisplay.For(View("0 6 * * *"), Now).Text);
        Assert.Equal("Active", ScheduleDisplay.For(View("0 6 * * *") with { NextRunAt = Now.AddSeconds(-30) }, Now).Text);
        Assert.Equal("Overdue: no worker runs", ScheduleDisplay.For(View("0 6 * * *") with { NextRunAt = Now.AddMinutes(-5) }, Now).Text);
        Assert.Equal("Paused", ScheduleDisplay.For(View("0 6 * * *") with { NextRunAt = null, PausedAt = Now }, Now).Text);
    }

    [Theory]
    [InlineData("berlin", "Europe/Berlin")]
    [InlineData("new york", "America/New_York")]
    [InlineData("Europe/Par", "Europe/Paris")]
    public void A_zone_is_found_by_what_people_type(string typed, string expected) => Assert.Equal(expected, ZoneSearch.Find(typed).First());

    [Fact]
    public void The_address_of_a_new_schedule_carries_what_is_to_be_pushed()
    {
        var store = Guid.CreateVersion7();

        Assert.Equal("/schedules/new", PageAddress.NewScheduleOf("", null, isForced: false, PushStrategy.Auto));
        Assert.Equal($"/schedules/new?products=1-3%2C7&stores={store}&force=true&strategy=bulk", PageAddress.NewScheduleOf("1-3,7", [store], isForced: true, PushStrategy.Bulk));
        Assert.Equal($"/schedules/new?told={store}", PageAddress.NewScheduleOf("", null, isForced: false, PushStrategy.Auto, [store]));
    }

    private static ScheduleView View(string cron) => new(
        Guid.CreateVersion7(), "Nightly", cron, "Europe/Berlin", MissedRunRule.RunOnce, PushScope.Everything, null, Now.AddHours(3), null, null, null, null, 1, "sam", Now, "sam", Now);
}
