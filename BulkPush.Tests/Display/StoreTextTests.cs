using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class StoreTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2025-07", "2025-07", "Shopify supports API version 2025-07 until 1 Jul 2026: 42 days left. Set Shopify:ApiVersion to a newer version that BulkPush supports.")]
    [InlineData("2025-04", "2025-04", "Shopify may retire API version 2025-04 any day: it was supported until 1 Apr 2026. Set Shopify:ApiVersion to a newer version that BulkPush supports.")]
    [InlineData("2026-10", "2026-04", "Shopify answers with API version 2026-04 instead of 2026-10, which it does not serve yet (seen since 20 May 2026, 09:00 UTC). Set Shopify:ApiVersion to a version that Shopify and BulkPush support.")]
    [InlineData("2026-04", "2026-04", null)]
    [InlineData("unstable", "unstable", null)]
    public void A_version_that_needs_attention_says_why_and_what_to_do(string asked, string served, string? warning) =>
        Assert.Equal(warning, ApiVersionText.Warning(new StoreApiVersion(asked, served, Now), Now, TimeZoneInfo.Utc));

    [Fact]
    public void A_version_that_was_never_seen_says_nothing()
    {
        Assert.Null(ApiVersionText.Warning(null, Now, TimeZoneInfo.Utc));
        Assert.Null(ApiVersionText.Fact(null));
        Assert.Equal("unstable", ApiVersionText.Fact(new StoreApiVersion("unstable", "unstable", Now)));
    }

    [Theory]
    [InlineData(null, "none granted yet")]
    [InlineData(-1, "the next call has a new one granted")]
    [InlineData(5, "valid until today, 14:00 UTC")]
    public void A_granted_token_is_shown_by_its_end(int? hoursLeft, string text)
    {
        var store = Store() with { CredentialKind = StoreCredentialKind.ClientCredentials, ClientId = "client-1", AccessTokenExpiresAt = hoursLeft is { } hours ? Now.AddHours(hours) : null };

        Assert.Equal([("Client id", "client-1"), ("Token", text)], StoreAccessText.Facts(store, Now, TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_permanent_token_is_shown_as_such() => Assert.Equal([("Token", "permanent")], StoreAccessText.Facts(Store(), Now, TimeZoneInfo.Utc));

    private static StoreSummary Store() => new(Guid.CreateVersion7(), "Northwind", "northwind.myshopify.com", null, new StoreSettings(), null, 0, A.Moment);
}
