using BulkPush.Core.Notifications;
using BulkPush.Tests.Support;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class DeliveryTextTests
{
    private static readonly DeliveryRow Row = new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), "Ops", NotificationTargetKind.Webhook, false, false, NotificationEvent.Failed, null, null, DeliveryStatus.Pending, 0,
        A.Moment, null, null, null, null, A.Moment, null);

    [Fact]
    public void The_state_says_whether_it_waits_for_its_first_or_for_another_attempt()
    {
        Assert.Equal("Waiting", DeliveryText.For(Row).Text);
        Assert.Equal("Trying again", DeliveryText.For(Row with { LastAnswer = "no" }).Text);
        Assert.Equal("Target paused", DeliveryText.For(Row with { IsTargetPaused = true }).Text);
        Assert.Equal("Delivered", DeliveryText.For(Row with { Status = DeliveryStatus.Delivered, LastAnswer = "thanks" }).Text);
    }

    [Fact]
    public void Attempts_name_the_next_one()
    {
        Assert.Equal("not sent yet", DeliveryText.Attempts(Row, A.Moment, TimeZoneInfo.Utc));
        var waiting = Row with { Attempts = 2, LastAnswer = "no", NextAttemptAt = A.Moment.AddMinutes(4) };
        Assert.StartsWith("2 attempts, next today, ", DeliveryText.Attempts(waiting, A.Moment, TimeZoneInfo.Utc), StringComparison.Ordinal);
        Assert.Equal("8 attempts", DeliveryText.Attempts(waiting with { Attempts = 8, Status = DeliveryStatus.Failed, NextAttemptAt = null }, A.Moment, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData(500, "no", "500: no")]
    [InlineData(204, "", "204")]
    [InlineData(null, "There was no answer within 15 s.", "There was no answer within 15 s.")]
    [InlineData(null, null, null)]
    public void The_answer_has_code_and_words(int? code, string? words, string? expected) =>
        Assert.Equal(expected, DeliveryText.Answer(Row with { LastCode = code, LastAnswer = words }));

    [Fact]
    public void Every_event_and_state_has_its_words()
    {
        Assert.All(Enum.GetValues<NotificationEvent>(), happened => Assert.NotEmpty(DeliveryText.Of(happened)));
        Assert.All(TargetEdit.Possible, happened => Assert.NotEmpty(DeliveryText.Explain(happened)));
        Assert.All(Enum.GetValues<DeliveryStatus>(), status => Assert.NotEmpty(DeliveryText.For(Row with { Status = status }).Text));
    }
}
