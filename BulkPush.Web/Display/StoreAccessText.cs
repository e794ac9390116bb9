using BulkPush.Core.Stores;

namespace BulkPush.Web.Display;

/// <summary>How BulkPush is let into a store, in words that give nothing away.</summary>
public static class StoreAccessText
{
    public static string Fact(StoreSummary store, DateTimeOffset now, TimeZoneInfo zone) => store.CredentialKind == StoreCredentialKind.AccessToken
        ? "Permanent access token"
        : $"Client id {store.ClientId}; {Token(store.AccessTokenExpiresAt, now, zone)}";

    private static string Token(DateTimeOffset? expiresAt, DateTimeOffset now, TimeZoneInfo zone) => expiresAt switch
    {
        null => "no token granted yet",
        { } end when end <= now => "the next call has a new token granted",
        { } end => $"token valid until {Moments.Ahead(end, now, zone)}",
    };
}
