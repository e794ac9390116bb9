using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What pressing Start would do, in words, before it is pressed.</summary>
/// <param name="Stores">The chosen stores.</param>
/// <param name="HasChoice">Whether there is a store that could be chosen.</param>
public sealed record PushPlan(IReadOnlyList<StorePreview> Stores, bool IsForced, bool HasChoice = true)
{
    public bool CanStart => Stores.Any(s => s.Total > 0);

    /// <summary>Products that are sent; the rest is settled without a call.</summary>
    public int ToSend => Stores.Sum(s => s.NeverPushed + s.Changed + s.Failed + (IsForced ? s.UpToDate + s.Deferred : 0));

    public string Sentence
    {
        get
        {
            var sent = Stores.Count(s => s.Total > 0);
            var stores = Amounts.Of(sent == 0 ? Stores.Count : sent, "store");
            if (Stores.Count == 0)
                return HasChoice ? "Choose at least one store." : "No store can be pushed to at the moment.";
            if (!CanStart)
                return $"There is nothing to push in {stores}.";
            var waiting = IsForced ? 0 : Stores.Sum(s => s.Deferred);
            if (ToSend == 0 && waiting > 0)
                return $"Nothing can be sent to {stores} now: {Amounts.Of(waiting, "product")} {(waiting == 1 ? "waits" : "wait")} for Shopify's limit on new variants.";
            if (ToSend == 0)
                return $"Everything is up to date in {stores}: the push only confirms it and sends nothing.";
            var settled = Stores.Sum(s => s.Total) - ToSend - waiting;
            var rest = settled == 0 ? "" : $" {Amounts.Count(settled)} are up to date and cost no call.";
            if (waiting > 0)
                rest += $" {Amounts.Count(waiting)} wait for Shopify's limit on new variants.";
            return $"{ProductCount.Of(ToSend, sent)} will be sent to {stores}.{rest}";
        }
    }
}
