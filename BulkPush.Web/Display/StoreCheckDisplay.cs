using System.Globalization;
using BulkPush.Core.Stores;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How the last check of a store is shown.</summary>
public static class StoreCheckDisplay
{
    public static StateDisplay For(StoreCheck? check) => check switch
    {
        null => new(Icons.Material.Outlined.HelpOutline, Color.Default, "Not checked yet"),
        { IsReady: true } => new(Icons.Material.Filled.CheckCircle, Color.Success, "Ready"),
        _ => new(Icons.Material.Filled.Error, Color.Error, check.Problems.Count == 1 ? "1 problem" : $"{check.Problems.Count} problems"),
    };

    /// <summary>What is known about a store, for people: what the last check learnt, how BulkPush is let in, and which API version serves it.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(StoreSummary store, DateTimeOffset now, TimeZoneInfo zone)
    {
        var facts = store.LastCheck is { } check ? Learnt(check) : [];
        if (store.Publications.Count > 0)
            facts.Add(("Published in", string.Join(", ", store.Publications.Select(p => p.Name))));
        else if (store.LastCheck is { Publications.Count: > 0 })
            facts.Add(("Published in", "no sales channel; choose some under Edit"));
        facts.AddRange(StoreAccessText.Facts(store, now, zone));
        if (ApiVersionText.Fact(store.ApiVersion) is { } version)
            facts.Add(("API version", version));
        return facts;
    }

    private static List<(string Name, string Value)> Learnt(StoreCheck check)
    {
        var facts = new List<(string, string)>();
        if (check.ShopName is { Length: > 0 } name)
            facts.Add(("Shop", check.CurrencyCode is { Length: > 0 } currency ? $"{name} ({currency})" : name));
        if (check.PlanName is { Length: > 0 } plan)
            facts.Add(("Plan", plan));
        if (check.RestoreRate is { } rate)
            facts.Add(("Speed", Speed(rate, check.MaximumAvailable)));
        if (check.Locations.Count > 0)
            facts.Add(("Locations", string.Join(", ", check.Locations.Where(l => l.IsActive).Select(l => l.Name))));
        return facts;
    }

    private static string Speed(double rate, double? burst)
    {
        var text = rate.ToString("N0", CultureInfo.InvariantCulture) + " points/s";
        return burst is { } points ? $"{text}, bursts of {points.ToString("N0", CultureInfo.InvariantCulture)}" : text;
    }
}
