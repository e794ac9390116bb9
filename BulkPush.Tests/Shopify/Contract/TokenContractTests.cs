using System.Text.Json;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify.Contract;

/// <summary>What Shopify documents about granted tokens (FACTS section 9).</summary>
public sealed class TokenContractTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Replays("95-quoted-client-credentials-token")]
    public async Task A_granted_token_is_read_with_its_end()
    {
        var recording = Recording.Of("95-quoted-client-credentials-token");
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        await using var replay = await Replay.StartAsync(recording);
        using var grant = new ClientCredentialsGrant(Microsoft.Extensions.Options.Options.Create(replay.Shopify.Options), clock);

        var outcome = await grant.AskAsync(new ClientCredentials("Test store", replay.Shopify.Address, "client-1", "shpss_secret"), Ct);

        var token = JsonDocument.Parse(recording.Body).RootElement.GetProperty("access_token").GetString()!;
        Assert.Equal(new AccessToken(token, clock.GetUtcNow(), clock.GetUtcNow() + TimeSpan.FromSeconds(86399)), Assert.IsType<TokenOutcome.Usable>(outcome).Token);
    }
}
