using BulkPush.Core.Notifications;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;
using MudBlazor;

namespace BulkPush.Tests.Components.Notifications;

public sealed class NotificationsPageTests(PostgresFixture postgres) : NotificationPagesContext(postgres)
{
    [Fact]
    public void Without_targets_it_says_what_they_are_for_and_nothing_of_a_mail_server()
    {
        var page = Render<NotificationsPage>();

        Assert.Contains("Nobody is told yet", page.WaitForElement("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=no-email]"));
        Assert.Contains("What is sent stays here for 90 days.", page.WaitForElement("[data-testid=no-deliveries]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_target_without_a_mail_server_brings_up_every_setting_that_is_missing()
    {
        await Told.CreateAsync(NotificationScenario.Email("sam@example.com"));

        var page = Render<NotificationsPage>();

        var warning = page.WaitForElement("[data-testid=no-email]").TextContent;
        Assert.All(new[] { "Smtp:Host", "Smtp:From", "Smtp:User", "Smtp:Password", "docs/configuration.md" }, name => Assert.Contains(name, warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_says_what_it_is_told_of_and_a_paused_one_is_resumed_there()
    {
        var (target, _) = await Told.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/") with
        {
            Events = [NotificationEvent.CompletedWithErrors, NotificationEvent.BreakerOpened],
            IsPaused = true,
            IsForEveryPush = false,
        });
        var page = Render<NotificationsPage>();
        Assert.Equal("Push completed with errors, store paused by its breaker", page.WaitForElement("[data-testid=target-events]").TextContent);
        Assert.Contains("Told only of pushes that choose it", page.Find("[data-testid=target-card]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Paused", page.Find("[data-testid=target-paused]").TextContent.Trim());

        await page.Find("[data-testid=pause-target]").ClickAsync();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=target-paused]")));
        Assert.False((await Targets.FindAsync(target.Id, Ct))!.IsPaused);
        Assert.Equal([$"{target.Name} is told again from now on."], Announced());
    }

    [Fact]
    public async Task A_target_is_removed_only_by_whoever_says_yes()
    {
        var (target, _) = await Told.CreateAsync(NotificationScenario.Email("sam@example.com"));
        var dialogs = Render<MudDialogProvider>();
        var page = Render<NotificationsPage>();
        page.WaitForElement("[data-testid=target-card]");

        await AnswerAsync("answer-no");
        Assert.NotNull(await Targets.FindAsync(target.Id, Ct));
        await AnswerAsync("answer-yes");

        page.WaitForElement("[data-testid=empty-state]");
        Assert.Null(await Targets.FindAsync(target.Id, Ct));

        async Task AnswerAsync(string answer)
        {
            var removing = page.InvokeAsync(() => page.Find("[data-testid=remove-target]").ClickAsync());
            dialogs.WaitForElement("[data-testid=answer-yes]");
            await dialogs.InvokeAsync(() => dialogs.Find($"[data-testid={answer}]").ClickAsync());
            await removing;
            dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".mud-dialog")));
        }
    }

    [Fact]
    public async Task Says_that_the_database_is_away_and_reads_again_when_asked()
    {
        var (target, _) = await Told.CreateAsync(NotificationScenario.Email("sam@example.com"));
        Database.IsAway = true;
        var page = Render<NotificationsPage>();
        page.WaitForAssertion(() => Assert.Contains("The targets cannot be read: the database did not answer.", page.Markup, StringComparison.Ordinal));

        Database.IsAway = false;
        await page.Find("[data-testid=load-failed] button").ClickAsync();

        Assert.Contains(target.Name, page.WaitForElement("[data-testid=target-card]").TextContent, StringComparison.Ordinal);
    }
}
