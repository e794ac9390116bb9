using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Components.Schedules;

public sealed class SchedulePageTests(PostgresFixture postgres) : SchedulePagesContext(postgres)
{
    [Fact]
    public async Task A_bad_expression_is_explained_while_it_is_typed_and_is_not_saved()
    {
        var page = Open();
        Name(page, "Nightly");
        await ChooseAsync(page, "kind-custom");

        Type(page, "schedule-cron", "0 25 * * *");

        page.WaitForAssertion(() => Assert.Contains("The hour '25' is not possible. It takes 0 to 23", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=preview-run]"));
        await SaveAsync(page);
        Assert.Contains("The schedule was not saved", page.WaitForElement("[data-testid=schedule-problem]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await Scenario.Queries.ListAsync(Ct));

        Type(page, "schedule-cron", "0 5 1 * *");

        page.WaitForAssertion(() => Assert.Equal("Wed 1 Apr 2026, 05:00", page.Find("[data-testid=preview-run]").TextContent.Trim()));
        Assert.DoesNotContain("is not possible", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preset_is_where_an_expression_of_ones_own_begins()
    {
        var page = Open();
        Type(page, "schedule-time", "06:15");
        await ChooseAsync(page, "kind-weekdays");

        await ChooseAsync(page, "kind-custom");

        Assert.Equal("15 6 * * 1-5", page.WaitForElement("[data-testid=schedule-cron]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_zone_that_this_machine_does_not_know_is_named_and_is_not_saved()
    {
        var schedule = await Scenario.ScheduleAsync();
        await Scenario.ChangeAsync(db => db.PushSchedules.Where(s => s.Id == schedule.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.TimeZone, "Mars/Olympus"), Ct));

        var page = Open(schedule.Id);

        Assert.Contains("'Mars/Olympus' is not a time zone. Use an IANA name", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=preview-run]"));
        await SaveAsync(page);
        page.WaitForElement("[data-testid=schedule-problem]");
        Assert.Equal(schedule.Revision, (await Scenario.ReadAsync(schedule)).Revision);
    }

    [Fact]
    public async Task A_schedule_for_chosen_stores_needs_one()
    {
        var (store, _) = await Scenario.StoreAsync();
        var page = Open();
        Name(page, "Nightly");
        await ChooseAsync(page, "some-stores");

        await SaveAsync(page);

        Assert.Equal("Choose at least one store, or all stores.", page.WaitForElement("[data-testid=stores-error]").TextContent);
        Assert.Empty(await Scenario.Queries.ListAsync(Ct));

        await BoxOf(page, store).ChangeAsync(new() { Value = true });
        await SaveAsync(page);
        page.WaitForAssertion(() => Assert.EndsWith("/schedules", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal([store.Id], Assert.Single(await Scenario.Queries.ListAsync(Ct)).Scope.StoreIds);
    }

    [Fact]
    public async Task Two_who_edit_the_same_schedule_are_told_and_nothing_is_lost()
    {
        var schedule = await Scenario.ScheduleAsync();
        var page = Open(schedule.Id);
        await Scenario.EditAsync(schedule, edit => edit with { Name = "Renamed by Kim" });
        Name(page, "Renamed by Sam");

        await SaveAsync(page);

        Assert.Contains("Somebody else changed this schedule meanwhile. Nothing of yours was saved.", page.WaitForElement("[data-testid=schedule-problem]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Renamed by Kim", (await Scenario.ReadAsync(schedule)).Name);
        await page.Find("[data-testid=reload-schedule]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("Renamed by Kim", page.Find("[data-testid=schedule-name]").GetAttribute("value")));
        Name(page, "Renamed by both");
        await SaveAsync(page);
        page.WaitForAssertion(() => Assert.EndsWith("/schedules", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal("Renamed by both", (await Scenario.ReadAsync(schedule)).Name);
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_read_is_tried_again_and_one_that_is_gone_is_said()
    {
        var schedule = await Scenario.ScheduleAsync();
        Database.IsAway = true;
        var page = Render<SchedulePage>(parameters => parameters.Add(p => p.Id, schedule.Id));
        page.WaitForElement("[data-testid=load-failed]");

        Database.IsAway = false;
        await page.Find("[data-testid=load-failed] button").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(schedule.Name, page.Find("[data-testid=schedule-name]").GetAttribute("value")));
        await Scenario.Service.RemoveAsync(schedule.Id, "kim@example.com", Ct);
        await SaveAsync(page);
        Assert.Contains("There is no such schedule", page.WaitForElement("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<SchedulePage> Open(Guid? id = null)
    {
        var page = Render<SchedulePage>(parameters => parameters.Add(p => p.Id, id));
        page.WaitForElement("form");
        return page;
    }

    private static Task SaveAsync(IRenderedComponent<SchedulePage> page) => page.Find("[data-testid=save-schedule]").ClickAsync();

    private static void Name(IRenderedComponent<SchedulePage> page, string name) => page.Find("[data-testid=schedule-name]").Change(name);

    private static void Type(IRenderedComponent<SchedulePage> page, string testId, string text) => page.Find($"[data-testid={testId}]").Input(text);

    private static Task ChooseAsync(IRenderedComponent<SchedulePage> page, string kind) => page.Find($"[data-testid={kind}]").ClickAsync();

    private static AngleSharp.Dom.IElement BoxOf(IRenderedComponent<SchedulePage> page, Store store) =>
        page.FindAll("li").Single(item => item.TextContent.Contains(store.Name, StringComparison.Ordinal)).QuerySelector("input")!;
}
