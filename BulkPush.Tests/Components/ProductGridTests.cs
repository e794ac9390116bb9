using BulkPush.Core.Catalog;
using BulkPush.Web.Components.Products;
using Bunit;

namespace BulkPush.Tests.Components;

public sealed class ProductGridTests : MudContext
{
    private static readonly ProductPage Page = new([Row(1, "Anvil"), Row(2, "Bell"), Row(3, "Candle")], 3);

    private (IReadOnlyList<long> Ids, bool IsSelected)? _change;

    [Fact]
    public void Each_row_leads_to_its_product()
    {
        var cut = Grid(selected: []);

        Assert.Equal(["/products/1", "/products/2", "/products/3"], cut.FindAll("[data-testid=product-link]").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void The_heading_chooses_the_whole_page_when_only_a_part_is_chosen()
    {
        var cut = Grid(selected: [2]);

        cut.Find("[data-testid=select-page]").Change(true);

        Assert.Equal([1, 2, 3], _change!.Value.Ids);
        Assert.True(_change.Value.IsSelected);
    }

    [Fact]
    public void The_heading_lets_the_whole_page_go_when_all_is_chosen()
    {
        var cut = Grid(selected: [1, 2, 3, 99]);

        cut.Find("[data-testid=select-page]").Change(false);

        Assert.Equal([1, 2, 3], _change!.Value.Ids);
        Assert.False(_change.Value.IsSelected);
    }

    [Fact]
    public void Headings_lead_to_the_list_in_their_order_and_the_current_one_to_the_reverse()
    {
        var cut = Grid(selected: []);

        Assert.Equal("/products?search=lamp&sort=-title", cut.Find("[data-testid=sort-title]").GetAttribute("href"));
        Assert.Equal("/products?search=lamp&sort=vendor", cut.Find("[data-testid=sort-vendor]").GetAttribute("href"));
    }

    private static ProductRow Row(long id, string title) =>
        new(id, title.ToLowerInvariant(), title, "Acme", "Things", ProductStatus.Active, 2, 1, 10, 12, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), []);

    private IRenderedComponent<ProductGrid> Grid(HashSet<long> selected)
    {
        Render<MudBlazor.MudPopoverProvider>();
        return Render<ProductGrid>(p => p
            .Add(x => x.Page, Page)
            .Add(x => x.Query, new ProductListQuery { Search = "lamp", Page = 4 })
            .Add(x => x.Selected, selected)
            .Add(x => x.IsSelectable, true)
            .Add(x => x.SelectionChanged, ((IReadOnlyList<long> Ids, bool IsSelected) change) => _change = change));
    }
}
