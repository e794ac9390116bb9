using System.Net;
using System.Text.Json;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>
/// <c>POST {admin}/admin/oauth/access_token</c> with <c>grant_type=client_credentials</c> (FACTS section 9, capture 95; shopify.dev: "client credentials
/// grant"). Logs neither secret nor token.
/// </summary>
internal sealed class ClientCredentialsGrant : ITokenGrant, IDisposable
{
    /// <summary>What Shopify documents, for an answer that does not say.</summary>
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(24);

    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly ShopifyOptions _options;
    private readonly TimeProvider _clock;

    public ClientCredentialsGrant(IOptions<ShopifyOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        _clock = clock;
        _handler = ShopifyHttp.Handler(_options);
        _http = ShopifyHttp.Client(_handler, _options);
    }

    public async Task<TokenOutcome> AskAsync(ClientCredentials credentials, CancellationToken cancellationToken)
    {
        Uri address;
        try
        {
            address = ShopifyAddress.Of(credentials.AdminUrl, credentials.StoreName, "admin/oauth/access_token", _options);
        }
        catch (ShopifyStoreException notAllowed)
        {
            return new TokenOutcome.Refused(notAllowed.Code, notAllowed.Message);
        }

        // Before the request, so that the token is never taken for younger than it is.
        var askedAt = _clock.GetUtcNow();
        try
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = credentials.ClientId,
                ["client_secret"] = credentials.ClientSecret,
            });
            using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
            message.Headers.Accept.ParseAdd("application/json");
            using var response = await _http.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? Granted(body, askedAt)
                : TokenRefusals.Read((int)response.StatusCode, body, ShopifyHttp.RetryAfter(response, _clock), credentials);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TokenOutcome.Unavailable($"{address.Host} did not grant a token within {_http.Timeout.TotalSeconds:0} s", null);
        }
        catch (HttpRequestException unreachable)
        {
            return new TokenOutcome.Unavailable($"{address.Host} could not be reached for a token ({ShopifyHttp.Reason(unreachable)})", null);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static TokenOutcome Granted(byte[] body, DateTimeOffset askedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var answer = document.RootElement;
            if (answer.ValueKind == JsonValueKind.Object
                && answer.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String && token.GetString() is { Length: > 0 } value)
            {
                var life = answer.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.GetDouble() > 0
                    ? TimeSpan.FromSeconds(seconds.GetDouble())
                    : UsualLife;
                return new TokenOutcome.Usable(new AccessToken(value, askedAt, askedAt + life));
            }
        }
        catch (JsonException)
        {
            // A page in place of an answer: the same as an answer without a token.
        }

        return new TokenOutcome.Unavailable("Shopify's answer to the request for a token could not be read", null);
    }
}
