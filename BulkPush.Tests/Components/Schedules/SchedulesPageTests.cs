using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using BulkPush.Web.Display;
using Bunit;
using MudBlazor;

namespace BulkPush.Tests.Components.Schedules;

public sealed class SchedulesPageTests(PostgresFixture postgres) : SchedulePagesContext(postgres)
{
    [Fact]
    public void Says_that_it_reads_and_then_that_there_is_no_schedule_and_where_one_is_made()
    {
        var held = new TaskCompletionSource();
        Database.Opening = held.Task;
        var page = Render<SchedulesPage>();
        Assert.Equal("true", page.Find("[data-testid=schedules-loading]").GetAttribute("aria-busy"));

        held.SetResult();

        var empty = page.WaitForElement("[data-testid=empty-state]");
        Assert.Contains("No schedule yet", empty.TextContent, StringComparison.Ordinal);
        Assert.Equal(PageAddress.NewSchedule, empty.QuerySelector("a")!.GetAttribute("href"));
        Assert.Empty(page.FindAll("[data-testid=schedules-loading]"));
    }

    [Fact]
    public async Task Says_that_the_database_is_away_and_shows_the_schedules_once_it_is_back()
    {
        var schedule = await Scenario.ScheduleAsync();
        Database.IsAway = true;
        var page = Render<SchedulesPage>();
        Assert.Contains("What is due starts as soon as it does", page.WaitForElement("[data-testid=load-failed]").TextContent, StringComparison.Ordinal);

        Database.IsAway = false;
        Clock.Advance(SchedulesPage.Interval);

        Assert.Contains(schedule.Name, page.WaitForElement("[data-testid=schedule-card]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=load-failed]"));
    }

    [Fact]
    public async Task The_next_run_is_shown_on_the_clock_of_its_zone_and_of_whoever_looks()
    {
        await Scenario.ScheduleAsync("30 2 * * *");
        var page = Render<SchedulesPage>();

        page.WaitForElement("[data-testid=schedule-card]");
        Assert.StartsWith("Every day at 02:30", TextOf(page, "schedule-when"), StringComparison.Ordinal);
        Assert.EndsWith("30 2 * * * Europe/Berlin", TextOf(page, "schedule-when"), StringComparison.Ordinal);
        Assert.Matches(@"^Tue 3 Mar 2026, 02:30\s*Tue 3 Mar 2026, 01:30 UTC$", TextOf(page, "schedule-next"));
        Assert.Equal("None yet", TextOf(page, "schedule-last"));
        Assert.Equal("Active", TextOf(page, "schedule-state"));
    }

    [Fact]
    public async Task A_paused_schedule_says_who_paused_it_and_is_resumed_from_its_row()
    {
        var schedule = await Scenario.ScheduleAsync();
        await Scenario.Service.PauseAsync(schedule.Id, "kim@example.com", Ct);
        var page = Render<SchedulesPage>();
        page.WaitForElement("[data-testid=schedule-card]");
        Assert.Equal("Paused", TextOf(page, "schedule-state"));
        Assert.Contains("None while it is paused", TextOf(page, "schedule-next"), StringComparison.Ordinal);
        Assert.Contains("by kim@example.com", TextOf(page, "schedule-next"), StringComparison.Ordinal);

        var button = page.Find("[data-testid=switch-schedule]");
        Assert.Equal($"Resume {schedule.Name}", button.GetAttribute("aria-label"));
        await button.ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("Active", TextOf(page, "schedule-state")));
        Assert.False((await Scenario.ReadAsync(schedule)).IsPaused);
    }

    [Fact]
    public async Task A_schedule_is_removed_only_by_whoever_says_yes()
    {
        var schedule = await Scenario.ScheduleAsync();
        var dialogs = Render<MudDialogProvider>();
        var page = Render<SchedulesPage>();
        page.WaitForElement("[data-testid=schedule-card]");

        await AnswerAsync("answer-no");
        Assert.NotNull(await Scenario.Queries.FindAsync(schedule.Id, Ct));
        await AnswerAsync("answer-yes");

        page.WaitForElement("[data-testid=empty-state]");
        Assert.Null(await Scenario.Queries.FindAsync(schedule.Id, Ct));
        Assert.Equal([$"{schedule.Name} was removed."], Announced());

        async Task AnswerAsync(string answer)
        {
            var removing = page.InvokeAsync(() => page.Find("[data-testid=remove-schedule]").ClickAsync());
            var yes = dialogs.WaitForElement("[data-testid=answer-yes]");
            Assert.Contains("mud-button-filled-error", yes.ClassName, StringComparison.Ordinal);
            Assert.False(page.Find("[data-testid=remove-schedule]").HasAttribute("disabled"), "A disabled button cannot get the focus back.");
            await dialogs.InvokeAsync(() => dialogs.Find($"[data-testid={answer}]").ClickAsync());
            await removing;
            dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".mud-dialog")));
        }
    }

    [Fact]
    public async Task Whoever_may_only_look_sees_no_buttons()
    {
        await Scenario.ScheduleAsync();
        Authorization.SetPolicies(Permissions.ProductsView);

        var page = Render<SchedulesPage>();

        page.WaitForElement("[data-testid=schedule-card]");
        Assert.Empty(page.FindAll("button"));
        Assert.Empty(page.FindAll("[data-testid=new-schedule]"));
    }

    private static string TextOf(IRenderedComponent<SchedulesPage> page, string testId) => page.Find($"[data-testid={testId}]").TextContent.Trim();
}
