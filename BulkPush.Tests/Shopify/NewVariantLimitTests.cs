using BulkPush.Core.Shopify;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

public sealed class NewVariantLimitTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 14, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Nothing_waits_before_the_store_has_said_so()
    {
        Assert.Null(Limit(null).WaitUntil);
        Assert.Null(Limit(_clock.GetUtcNow()).WaitUntil);
    }

    [Fact]
    public void A_refusal_makes_new_products_wait_for_a_day_in_whole_minutes()
    {
        _clock.Advance(TimeSpan.FromSeconds(20));
        var limit = Limit(null);

        var until = limit.Reach();

        Assert.Equal(new DateTimeOffset(2026, 7, 2, 14, 1, 0, TimeSpan.Zero), until);
        Assert.Equal(until, limit.WaitUntil);
    }

    [Fact]
    public void Later_refusals_do_not_put_the_date_off()
    {
        var limit = Limit(_clock.GetUtcNow().AddHours(2));

        Assert.Equal(_clock.GetUtcNow().AddHours(2), limit.Reach());
    }

    [Fact]
    public void The_wait_ends_by_itself_and_begins_anew_with_the_next_refusal()
    {
        var limit = Limit(null);
        limit.Reach();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(limit.WaitUntil);
        Assert.Equal(_clock.GetUtcNow().AddDays(1), limit.Reach());
    }

    private NewVariantLimit Limit(DateTimeOffset? until) => new(until, TimeSpan.FromDays(1), _clock);
}
