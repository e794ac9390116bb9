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

    [Theory]
    [InlineData(DeliveryStatus.Pending, null, false, "Waiting", false)]
    [InlineData(DeliveryStatus.Pending, "screen is off", false, "Trying again", false)]
    [InlineData(DeliveryStatus.Pending, "screen is off", true, "Target paused", false)]
    [InlineData(DeliveryStatus.Delivered, "thanks", false, "Delivered", false)]
    [InlineData(DeliveryStatus.Failed, "screen is off", false, "Failed", true)]
    [InlineData(DeliveryStatus.Withdrawn, null, false, "Withdrawn", false)]
    public void Each_state_has_its_words_and_only_what_was_given_up_can_be_sent_again(DeliveryStatus status, string? answer, bool isPaused, string words, bool canBeResent)
    {
        _row = _row with { Status = status, LastCode = answer is null ? null : 503, LastAnswer = answer, IsTargetPaused = isPaused };

        var list = Show(EventCallback.Factory.Create<DeliveryRow>(this, _ => { }));

        list.WaitForAssertion(() => Assert.Equal(words, list.Find("[data-testid=delivery-state]").TextContent.Trim()));
        Assert.Equal(canBeResent ? 1 : 0, list.FindAll("[data-testid=resend]").Count);
        Assert.Equal(answer is null ? 0 : 1, list.FindAll("[data-testid=delivery-answer]").Count);
    }

    [Fact]
    public void What_is_about_one_store_names_it()
    {
        _row = _row with { Event = NotificationEvent.BreakerOpened, StoreName = "Frost Works" };

        var list = Show();

        Assert.Matches(@"^\s*Store paused by its breaker\s+\(Frost Works\)\s+to Ops\s*$", list.WaitForElement("[data-testid=delivery] .title").TextContent);
    }

    [Fact]
    public void What_was_told_to_a_target_that_is_gone_stays_and_is_not_sent_again()
    {
        _row = _row with { Status = DeliveryStatus.Failed, IsTargetRemoved = true };

        var list = Show(EventCallback.Factory.Create<DeliveryRow>(this, _ => { }));

        Assert.Contains("Ops (removed)", list.WaitForElement("[data-testid=delivery]").TextContent, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("[data-testid=resend]"));
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
