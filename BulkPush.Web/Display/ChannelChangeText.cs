using BulkPush.Core.Catalog;

namespace BulkPush.Web.Display;

/// <summary>What a switch of channels did, in a sentence.</summary>
public static class ChannelChangeText
{
    public static string For(ChannelChange change, bool isActive, string storeName)
    {
        var verb = isActive ? "activated" : "deactivated";
        var done = change.Created + change.Changed;
        if (done == 0)
            return $"Nothing to change: {Amounts.Of(change.Unchanged, "product")} already {(isActive ? "active" : "inactive")} in {storeName}.";
        var rest = change.Unchanged == 0 ? "" : $" {Amounts.Count(change.Unchanged)} already were.";
        return $"{Amounts.Of(done, "product")} {verb} in {storeName}.{rest}";
    }
}
