using System.Globalization;
using BulkPush.Core.Stores;

namespace BulkPush.Web.Display;

/// <summary>What operators read about the version of the Admin API that serves a store.</summary>
public static class ApiVersionText
{
    /// <summary>"2026-07, supported until 1 Jul 2027"; null until the store answered.</summary>
    public static string? Fact(StoreApiVersion? version) => version switch
    {
        null => null,
        { SupportedUntil: { } end } => $"{version.Served}, supported until {Day(end)}",
        _ => version.Served,
    };

    /// <summary>What needs somebody's attention, and what to do; null when nothing does.</summary>
    public static string? Warning(StoreApiVersion? version, DateTimeOffset now, TimeZoneInfo zone) => version is null ? null : ApiVersionSupport.Judge(version, now) switch
    {
        ApiVersionFinding.FallsForward falls =>
            $"Shopify answers with API version {falls.Served} instead of {falls.Asked}, {Why(falls)} (seen since {Moments.Exact(version.Since, zone)}). "
            + "Set Shopify:ApiVersion to a version that Shopify and BulkPush support.",
        ApiVersionFinding.EndsSoon { DaysLeft: > 0 } ends =>
            $"Shopify supports API version {ends.Version} until {Day(ends.End)}: {Amounts.Of(ends.DaysLeft, "day")} left. Set Shopify:ApiVersion to a newer version that BulkPush supports.",
        ApiVersionFinding.EndsSoon ends =>
            $"Shopify may retire API version {ends.Version} any day: it was supported until {Day(ends.End)}. Set Shopify:ApiVersion to a newer version that BulkPush supports.",
        _ => null,
    };

    private static string Why(ApiVersionFinding.FallsForward falls) =>
        string.CompareOrdinal(falls.Served, falls.Asked) > 0 ? "which has been retired" : "which it does not serve yet";

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
