using BulkPush.Web.Components.Products;

namespace BulkPush.Tests.Components;

public sealed class PushSelectionsTests
{
    [Fact]
    public void A_small_selection_is_in_the_address_and_needs_no_memory()
    {
        Assert.Equal("/products/bulk-push?products=1-3%2C9", new PushSelections().Address([9, 1, 2, 3]));
        Assert.Equal([1, 2, 3, 9], new PushSelections().Find("1-3,9")!);
    }

    [Fact]
    public void A_large_selection_is_kept_and_found_again_under_one_key()
    {
        var selections = new PushSelections();
        var ids = Enumerable.Range(1, 5_000).Select(n => n * 1_000L).ToHashSet();

        var address = selections.Address(ids);

        Assert.Equal("/products/bulk-push?products=kept-1", address);
        Assert.Equal(address, selections.Address(ids));
        Assert.Equal(ids.Order(), selections.Find("kept-1")!);
        Assert.Null(new PushSelections().Find("kept-1"));
    }
}
