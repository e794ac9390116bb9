using BulkPush.Core.Catalog;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.WebUtilities;

namespace BulkPush.Tests.Display;

public sealed class ProductListUrlTests
{
    [Fact]
    public void The_plain_list_has_a_plain_address() => Assert.Equal("/products", ProductListUrl.Write(new ProductListQuery()));

    [Fact]
    public void Everything_set_comes_back_from_the_address()
    {
        var query = new ProductListQuery
        {
            Search = "wool & más?",
            StoreId = new Guid("0197a000-0000-7000-8000-000000000001"),
            Status = ProductStatus.Draft,
            PushState = ChannelPushState.NeverPushed,
            Sort = ProductSort.UpdatedAt,
            IsDescending = true,
            Page = 4,
            PageSize = 50,
        };

        var values = QueryHelpers.ParseQuery(ProductListUrl.Write(query).Split('?')[1]);

        Assert.Equal(query, ProductListUrl.Read(
            values["search"],
            values["store"],
            values["status"],
            values["push"],
            values["sort"],
            int.Parse(values["page"]!),
            int.Parse(values["size"]!)));
    }

    [Fact]
    public void Nonsense_is_ignored() =>
        Assert.Equal(new ProductListQuery(), ProductListUrl.Read("  ", "x", "7", "nope", "price", -3, 1_000_000));

    [Theory]
    [InlineData(new long[] { 5 }, "5")]
    [InlineData(new long[] { 3, 1, 2, 2, 9, 11, 12 }, "1-3,9,11-12")]
    [InlineData(new long[0], "")]
    public void A_selection_is_written_as_runs(long[] ids, string text) => Assert.Equal(text, ProductSelection.Write(ids));

    [Fact]
    public void A_selection_comes_back_from_its_text() => Assert.Equal([1, 2, 3, 9, 11, 12], ProductSelection.Read("1-3,9,11-12")!);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("1-99999999999")]
    [InlineData("1-90000,100000-190000")]
    public void What_is_no_selection_or_too_large_reads_as_none(string? text) => Assert.Null(ProductSelection.Read(text));
}
