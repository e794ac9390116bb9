using BulkPush.Core.Jobs;
using BulkPush.Tests.Components;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class LineTextTests
{
    private static readonly LinePush Running = new(Guid.Empty, "sam", 120, 1300, IsRunning: true, IsAhead: false, IsInFiles: false);
    private static readonly LinePush Waiting = Running with { Processed = 0, IsRunning = false };

    [Fact]
    public void Says_how_many_are_before_it()
    {
        Assert.Equal("Next in line", LineText.Place(At(Running)));
        Assert.Equal("3 pushes are before it", LineText.Place(At(Running, Waiting, Waiting)));
        Assert.Null(LineText.Place(AJob.RunningStore(1, 2) with { Line = new StoreLineView([], [Waiting]) }));
        Assert.Equal(("Next in line", "Waiting for a worker"), (StorePushDisplay.Activity(At(Running), default), StorePushDisplay.Activity(At(Running) with { Line = null }, default)));
    }

    [Fact]
    public void Says_how_far_the_one_is_that_is_waited_for()
    {
        Assert.Equal("120 of 1,300 products done", LineText.Stand(Running));
        Assert.Equal("waits itself, 1,300 products", LineText.Stand(Waiting));
        Assert.Equal("waits itself, 120 of 1,300 products done", LineText.Stand(Running with { IsRunning = false }));
    }

    [Fact]
    public void Tells_one_that_goes_first_to_wait_for_the_files_that_Shopify_has()
    {
        Assert.Null(LineText.Patience(new StoreLineView([Running], []), isAhead: true));
        Assert.Null(LineText.Patience(new StoreLineView([Running with { IsInFiles = true }], []), isAhead: false));
        Assert.NotNull(LineText.Patience(new StoreLineView([Running with { IsInFiles = true }], []), isAhead: true));
    }

    [Fact]
    public void Names_what_is_in_a_busy_store()
    {
        var busy = new BusyStore(Guid.Empty, "Berlin", Guid.Empty, "sam@example.com", 120, 1300, 2);

        Assert.Equal("A push by sam@example.com is there: 120 of 1,300 products done. 2 more wait behind it.", BusyStores.There(busy));
        Assert.Equal("A push by sam@example.com is there: 0 of 1 product done.", BusyStores.There(busy with { Processed = 0, Total = 1, Waiting = 0 }));
        Assert.Contains("251 products to send there, and 250 at most may go first", BusyStores.TooLarge(busy, 251, 250), StringComparison.Ordinal);
    }

    private static StorePushView At(params LinePush[] before) =>
        AJob.Store("North", StorePushStatus.Pending, new StorePushProgress { Total = 3 }) with { Line = new StoreLineView(before, []) };
}
