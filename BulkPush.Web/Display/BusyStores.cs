using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>Why a push cannot be started, or not as was asked: some of its stores are being pushed to.</summary>
public static class BusyStores
{
    public static string Sentence(IReadOnlyList<string> names) => names.Count == 1
        ? $"{names[0]} already has a push that is not finished. It has to end or be cancelled first."
        : $"{Names.All(names)} already have pushes that are not finished. They have to end or be cancelled first.";

    public static string TooLarge(BusyStore store, int products, int limit) =>
        $"This push is too large to go first in {store.StoreName}: it has {Amounts.Of(products, "product")} to send there, and {Amounts.Count(limit)} at most may go first. Queue it behind the other push instead.";
}
