using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Breaker;

namespace BulkPush.Tests.Pushing.Breaker;

public sealed class RefusalWindowTests
{
    private static readonly ProductReference Product = new(1, "jacket", "Jacket", 1, 1, 1);

    private readonly RefusalWindow _window = new(new PushingOptions { BreakerWindow = 10, BreakerShare = 0.8 });

    [Fact]
    public void Opens_when_more_than_the_share_of_the_window_is_refused_in_the_same_words()
    {
        Add(_window, 1, Accepted);
        Add(_window, 8, Denied);
        Assert.Null(_window.Fault);

        Add(_window, 1, Denied);

        Assert.Equal(RefusalWindow.StoreRefusesAll, _window.Fault!.Code);
        Assert.StartsWith("The store refused 9 of the last 10 products for one and the same reason: Access denied for write_products.", _window.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_is_not_full_says_nothing()
    {
        Add(_window, 9, Denied);

        Assert.Null(_window.Fault);
    }

    [Fact]
    public void No_answer_is_one_reason_whatever_it_was_that_came_instead()
    {
        for (var i = 0; i < 10; i++)
        {
            _window.Add(ProductResult.Failure(Product, 5, "SHOPIFY_UNAVAILABLE", null, $"HTTP 50{i}. The product will be tried again by the next push."));
        }

        Assert.Equal("SHOPIFY_UNAVAILABLE", _window.Fault!.Code);
        Assert.StartsWith("The store gave no answer about 9 of the last 10", Opened(9).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Products_that_are_refused_each_for_a_reason_of_its_own_never_open_it()
    {
        for (var i = 0; i < 200; i++)
        {
            _window.Add(ProductResult.Failure(Product, 1, "SHOPIFY_USER_ERROR", null, $"“Product {i}” is not allowed."));
            _window.Add(ProductResult.Failure(Product, 1, "INVALID", "title", "Title can't be blank."));
            _window.Add(ProductResult.Failure(Product, 1, "PRODUCT_SUSPENDED", null, "Product is suspended"));
            _window.Add(ProductResult.Broke(Product, 1, new InvalidOperationException("ours")));
        }

        Assert.Null(_window.Fault);
    }

    [Fact]
    public void Failures_that_lie_back_further_than_the_window_are_forgotten()
    {
        Add(_window, 5, Denied);
        Add(_window, 10, Accepted);
        Add(_window, 8, Denied);

        Assert.Null(_window.Fault);
    }

    [Fact]
    public void Products_that_were_settled_without_a_call_do_not_count()
    {
        Add(_window, 9, Denied);
        Add(_window, 50, new ProductResult(Product, PushItemOutcome.Unchanged, 0));
        Add(_window, 50, ProductResult.Failure(Product, 0, "INVALID_PRODUCT", "title", "The product has no title."));
        Assert.Null(_window.Fault);

        Add(_window, 1, Denied);

        Assert.NotNull(_window.Fault);
    }

    [Fact]
    public void A_window_of_nothing_switches_it_off()
    {
        var off = new RefusalWindow(new PushingOptions { BreakerWindow = 0 });

        Add(off, 1000, Denied);

        Assert.Null(off.Fault);
    }

    private static ProductResult Accepted => new(Product, PushItemOutcome.Created, 1, "gid://shopify/Product/1");

    private static ProductResult Denied => ProductResult.Failure(Product, 1, "SHOPIFY_USER_ERROR", null, "Access denied for write_products.");

    private static Core.Shopify.ShopifyStoreException Opened(int failures)
    {
        var window = new RefusalWindow(new PushingOptions { BreakerWindow = 10, BreakerShare = 0.8 });
        Add(window, 10 - failures, Accepted);
        Add(window, failures, ProductResult.Failure(Product, 5, "SHOPIFY_UNAVAILABLE", null, "HTTP 503."));
        return window.Fault!;
    }

    private static void Add(RefusalWindow window, int count, ProductResult result)
    {
        for (var i = 0; i < count; i++)
        {
            window.Add(result);
        }
    }
}
