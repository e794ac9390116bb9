using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>Why a push cannot be started, or not as was asked: some of its stores are being pushed to.</summary>
public static class BusyStores
{
    public static string Sentence(IReadOnlyList<string> names) => names.Count == 1
        ? $"{names[0]} already has a push that is not finished. Queue behind it, or wait until it has ended."
        : $"{Names.All(names)} already have pushes that are not finished. Queue behind them, or wait until they have ended.";

    /// <summary>Which stores a push leaves out because they are busy, and what to do; null when there are none.</summary>
    public static string? LeftOut(IReadOnlyList<string> names) => names.Count switch
    {
        0 => null,
        1 => $"{names[0]} is busy and is left out. Choose it, and Start asks whether to queue there.",
        _ => $"{Names.All(names)} are busy and are left out. Choose them, and Start asks whether to queue there.",
    };

    /// <summary>What is there: "sam@example.com is pushing: 120 of 300 products. 1 more waits."</summary>
    public static string There(BusyStore store)
    {
        var waiting = store.Waiting switch { 0 => "", 1 => " 1 more waits behind it.", var more => $" {Amounts.Count(more)} more wait behind it." };
        return $"A push by {store.RequestedBy} is there: {Amounts.Count(store.Processed)} of {Amounts.Of(store.Total, "product")} done.{waiting}";
    }

    /// <summary>What queueing means, and going first where that is possible.</summary>
    public static string Choice(bool mayGoAhead) => mayGoAhead
        ? "Queued, this push begins there when those before it have ended. Going first, it begins as soon as what is under way there has ended; the other push makes way and goes on afterwards. In its other stores this push begins at once."
        : "Queued, this push begins there when those before it have ended; in its other stores it begins at once. It is too large to go first.";

    public static string TooLarge(BusyStore store, int products, int limit) =>
        $"This push is too large to go first in {store.StoreName}: it has {Amounts.Of(products, "product")} to send there, and {Amounts.Count(limit)} at most may go first. Queue it behind the other push instead.";
}
