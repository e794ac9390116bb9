using BulkPush.Tests.Components.Pages;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Notifications;
using Bunit;

namespace BulkPush.Tests.Components.Notifications;

public sealed class NotifySelectTests(PostgresFixture postgres) : PageContext(postgres)
{
    [Fact]
    public async Task Says_who_always_is_told_and_lets_the_others_be_chosen()
    {
        Assert.Empty(Render<NotifySelect>().Markup.Trim());
        var (always, _) = await Told.CreateAsync(NotificationScenario.Email("sam@example.com"));
        var (other, _) = await Told.CreateAsync(NotificationScenario.Email("sam@example.com") with { IsForEveryPush = false });
        IReadOnlyList<Guid>? chosen = null;

        var select = Render<NotifySelect>(parameters => parameters.Bind(s => s.Value, chosen, value => chosen = value));
        select.WaitForAssertion(() => Assert.Contains(always.Name, select.Find("[data-testid=notify-always]").TextContent, StringComparison.Ordinal));
        await select.Find("input[type=checkbox]").ChangeAsync(new() { Value = true });
        Assert.Equal([other.Id], chosen);

        await select.Find("input[type=checkbox]").ChangeAsync(new() { Value = false });
        Assert.Null(chosen);
    }
}
