using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>How a way of sending is called and explained where one is chosen.</summary>
public static class PushStrategyDisplay
{
    public static string Name(PushStrategy strategy) => strategy switch
    {
        PushStrategy.Auto => "Whichever is faster",
        PushStrategy.Direct => "One call a product",
        PushStrategy.Bulk => "In files",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, null),
    };

    public static string Explain(PushStrategy strategy) => strategy switch
    {
        PushStrategy.Auto => "For each store BulkPush estimates which way ends sooner, and says why it chose it.",
        PushStrategy.Direct => "Results come product by product, as fast as Shopify's limit for the store lets.",
        PushStrategy.Bulk => "Shopify works through files of products by itself, outside the limit; results come file by file.",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, null),
    };
}
