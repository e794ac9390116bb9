using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Pushing;

/// <summary>What pushes of one product cost the store in all: the look at the store, and the least that says what changed (FACTS section 3).</summary>
public sealed class PointsOfAPushTests(PostgresCluster cluster) : IAsyncLifetime
{
    /// <summary>Scopes, and the definition of the custom id with its type: an object each.</summary>
    private const int Look = 4;

    /// <summary>The first look finds no definition, whose type is not charged then; making it is a mutation.</summary>
    private const int FirstLook = 3 + 10;

    /// <summary>Two variants are 10.4, rounded.</summary>
    private const int TwoVariants = 10;

    private PushStage _stage = null!;
    private StoreSummary _store = null!;
    private Product _product = null!;

    public async ValueTask InitializeAsync()
    {
        _stage = await PushStage.SetAsync(cluster);
        _store = await _stage.StoreAsync("berlin");
        _product = (await _stage.ProductsAsync(1, _store))[0];
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_push_of_one_product_costs_the_look_at_the_store_and_what_changed()
    {
        Assert.Equal(FirstLook + TwoVariants, await PointsAsync());
        Assert.Equal(Look + 10, await PointsAsync(product => product.Title = "Renamed"));
        Assert.Equal(Look + TwoVariants, await PointsAsync(product => product.Variants[0].Price += 1));
        Assert.Equal(Look + 12, await PointsAsync(product => product.Images.Add(new ProductImage { Position = 1, Src = "https://images.example/front.jpg" })));
        Assert.Equal(Look + 12, await PointsAsync(product => product.Images[0].AltText = "Front"));
    }

    [Fact]
    public async Task A_push_of_a_product_that_did_not_change_costs_nothing()
    {
        await PointsAsync();

        Assert.Equal(0, await PointsAsync());
        Assert.Equal(0, await _stage.RequestsAsync(_store));
    }

    [Fact]
    public async Task A_product_that_was_changed_and_changed_back_costs_the_look_at_the_store()
    {
        await PointsAsync();
        await _stage.ChangeAsync(_product, product => product.Title += "!");

        Assert.Equal(Look, await PointsAsync(product => product.Title = product.Title.TrimEnd('!')));
    }

    /// <summary>Changes the product, if it is to change, pushes it, and asks the shop what it kept for that.</summary>
    private async Task<long> PointsAsync(Action<Product>? change = null)
    {
        if (change is not null)
            await _stage.ChangeAsync(_product, change);
        await _stage.Shops.ActAsync(new { action = "resetStatistics" }, _store.Name);
        await _stage.PushAsync(PushStage.Directly);
        return (await _stage.Shops.ControlAsync(_store.Name)).At("requests.pointsSpent")!.GetValue<long>();
    }
}
