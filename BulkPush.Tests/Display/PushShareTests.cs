using BulkPush.Core.Jobs;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class PushShareTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(400, 0, 0)]
    [InlineData(400, 1, 0)]
    [InlineData(400, 4, 1)]
    [InlineData(400, 399, 99)]
    [InlineData(100_000, 99_999, 99)]
    [InlineData(400, 400, 100)]
    [InlineData(2_000_000_000, 1_000_000_000, 50)]
    public void The_percentage_is_rounded_down_and_100_only_when_all_is_done(int total, int done, int percent) =>
        Assert.Equal(percent, new PushShare(total, done, 0, 0, 0).Percent);

    [Fact]
    public void Failed_products_are_done_but_not_pushed()
    {
        var share = new PushShare(10, 4, 3, 2, 1);

        Assert.Equal((10, 9, 100), (share.Done, share.Pushed, share.Percent));
    }

    [Fact]
    public void Skipped_products_leave_the_bar_short()
    {
        var progress = new StorePushProgress { Total = 10, Created = 4, Skipped = 6 };

        Assert.Equal(40, PushShare.Of(progress).Percent);
    }

    [Fact]
    public void The_parts_never_add_up_to_more_than_the_whole()
    {
        var share = new PushShare(3, 1, 1, 0, 1);

        Assert.Equal(100, share.Width(share.Created) + share.Width(share.Updated) + share.Width(share.Unchanged) + share.Width(share.Failed), 6);
        Assert.Equal(0, new PushShare(0, 0, 0, 0, 0).Width(1));
    }
}
