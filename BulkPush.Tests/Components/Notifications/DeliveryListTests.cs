using BulkPush.Core.Notifications;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Notifications;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Tests.Components.Notifications;

public sealed class DeliveryListTests : MudContext
{
    private DeliveryRow _row = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "Ops", NotificationTargetKind.Webhook, false, false, NotificationEvent.Failed, null, null, DeliveryStatus.Pending, 1,
        A.Moment, A.Moment, 503, "screen is off", 7, A.Moment, null);

    [Fact]
    public void Reads_again_while_something_is_on_its_way_and_stops_when_it_has_arrived()
    {
        var list = Show();
        list.WaitForAssertion(() => Assert.Contains("503: screen is off", list.Find("[data-testid=delivery-answer]").TextContent, StringComparison.Ordinal));
        list.WaitForAssertion(() => Assert.Equal(1, Clock.LiveTimers));

        _row = _row with { Status = DeliveryStatus.Delivered, LastCode = 200, LastAnswer = "thanks" };
        Clock.Advance(DeliveryList.Interval);

        list.WaitForAssertion(() => Assert.Contains("Delivered", list.Find("[data-testid=delivery-state]").TextContent, StringComparison.Ordinal));
        list.WaitForAssertion(() => Assert.Equal(0, Clock.LiveTimers));
    }

    [Fact]
    public async Task What_was_given_up_is_sent_again_and_followed()
    {
        _row = _row with { Status = DeliveryStatus.Failed };
        var asked = new List<Guid>();
        var list = Show(EventCallback.Factory.Create<DeliveryRow>(this, delivery =>
        {
            asked.Add(delivery.Id);
            _row = _row with { Status = DeliveryStatus.Pending, LastAnswer = null };
        }));
        list.WaitForAssertion(() => Assert.Equal(0, Clock.LiveTimers));

        await list.WaitForElement("[data-testid=resend]").ClickAsync();

        Assert.Equal([_row.Id], asked);
        list.WaitForAssertion(() => Assert.Contains("Waiting", list.Find("[data-testid=delivery-state]").TextContent, StringComparison.Ordinal));
        list.WaitForAssertion(() => Assert.Equal(1, Clock.LiveTimers));
    }

    [Fact]
    public void A_reading_that_fails_is_told_and_the_next_one_mends_it()
    {
        var isAway = true;
        var list = Render<DeliveryList>(parameters => parameters.Add(
            l => l.Read, _ => isAway ? throw new TimeoutException("away") : Task.FromResult(new DeliveryPage([_row], 1))));
        list.WaitForElement("[data-testid=load-failed]");

        isAway = false;
        Clock.Advance(DeliveryList.Interval);

        list.WaitForElement("[data-testid=delivery]");
    }

    [Fact]
    public async Task Leaving_the_page_ends_the_reading()
    {
        var list = Show();
        list.WaitForAssertion(() => Assert.Equal(1, Clock.LiveTimers));

        await DisposeComponentsAsync();

        Assert.Equal(0, Clock.LiveTimers);
    }

    private IRenderedComponent<DeliveryList> Show(EventCallback<DeliveryRow> onResend = default) => Render<DeliveryList>(parameters => parameters
        .Add(l => l.Read, _ => Task.FromResult(new DeliveryPage([_row], 1)))
        .Add(l => l.OnResend, onResend));
}
