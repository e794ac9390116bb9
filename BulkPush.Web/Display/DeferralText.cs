namespace BulkPush.Web.Display;

/// <summary>What operators read about products that wait for a store's limit on new variants.</summary>
public static class DeferralText
{
    /// <summary>"312 products wait until tomorrow, 14:00: ..."; null when none waits.</summary>
    public static string? ForStore(int deferred, DateTimeOffset? until, DateTimeOffset now, TimeZoneInfo zone) => deferred == 0
        ? null
        : $"{Waiting(deferred)}{Until(until, now, zone)}: Shopify lets this store add no more variants before. {Next(deferred)}";

    /// <summary>The same for a push of several stores.</summary>
    public static string? ForJob(int deferred, DateTimeOffset? until, DateTimeOffset now, TimeZoneInfo zone) => deferred == 0
        ? null
        : $"{Waiting(deferred)}{Until(until, now, zone)}: a store may add no more variants before. {Next(deferred)}";

    /// <summary>What a card of the Stores page says; null when new products may be sent.</summary>
    public static string? ForNewProducts(DateTimeOffset? newVariantsFrom, DateTimeOffset now, TimeZoneInfo zone) => newVariantsFrom is { } from && from > now
        ? $"New products wait until {Moments.Ahead(from, now, zone)}: Shopify lets this store add no more variants before. Products that are there are still updated."
        : null;

    private static string Waiting(int deferred) => deferred == 1 ? "1 product waits" : $"{Amounts.Of(deferred, "product")} wait";

    private static string Next(int deferred) => $"The first push after that sends {(deferred == 1 ? "it" : "them")}.";

    private static string Until(DateTimeOffset? until, DateTimeOffset now, TimeZoneInfo zone) => until is { } at ? $" until {Moments.Ahead(at, now, zone)}" : "";
}
