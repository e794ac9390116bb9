using BulkPush.Core.Stores;

namespace BulkPush.Web.Display;

/// <summary>How BulkPush is let into a store, in words that give nothing away.</summary>
public static class StoreAccessText
{
    public static IReadOnlyList<(string Name, string Value)> Facts(StoreSummary store, DateTimeOffset now, TimeZoneInfo zone) => store.ClientId is { } client
        ? [("Client id", client), ("Token", Token(store.AccessTokenExpiresAt, now, zone))]
        : [("Token", "permanent")];

    private static string Token(DateTimeOffset? expiresAt, DateTimeOffset now, TimeZoneInfo zone) => expiresAt switch
    {
        null => "none granted yet",
        { } end when end <= now => "the next call has a new one granted",
        { } end => $"valid until {Moments.Ahead(end, now, zone)}",
    };
}
