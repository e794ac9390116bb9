using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What pressing Start would do, in words, before it is pressed.</summary>
/// <param name="Stores">The chosen stores.</param>
/// <param name="HasChoice">Whether there is a store that could be chosen.</param>
public sealed record PushPlan(IReadOnlyList<StorePreview> Stores, bool IsForced, bool HasChoice = true)
{
    public bool CanStart => Stores.Any(s => s.Total > 0);

    /// <summary>Products that are sent; the rest is settled without a call.</summary>
    public int ToSend => Stores.Sum(s => s.NeverPushed + s.Changed + s.Failed + (IsForced ? s.UpToDate : 0));

    public string Sentence
    {
        get
        {
            var stores = Amounts.Of(Stores.Count, "store");
            if (Stores.Count == 0)
                return HasChoice ? "Choose at least one store." : "No store can be pushed to at the moment.";
            if (!CanStart)
                return $"There is nothing to push in {stores}.";
            if (ToSend == 0)
                return $"Everything is up to date in {stores}: the push only confirms it and sends nothing.";
            var settled = Stores.Sum(s => s.Total) - ToSend;
            var rest = settled == 0 ? "" : $" {Amounts.Count(settled)} are up to date and cost no call.";
            return $"{Amounts.Of(ToSend, "product")} will be sent to {stores}.{rest}";
        }
    }
}
