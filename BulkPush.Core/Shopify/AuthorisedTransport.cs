using System.Net;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Posts to one store with its present token, and once more with another one when that is refused. Sees which API version answers.</summary>
internal sealed class AuthorisedTransport(IShopifyTransport transport, StoreConnection connection, ShopifyEndpoint endpoint, ApiVersionWatch versions)
{
    /// <summary>More than any name of a version; what is longer is none.</summary>
    private const int LongestVersion = 32;

    private string? _servedVersion;

    /// <summary>Where requests go; without a token.</summary>
    public ShopifyEndpoint Endpoint { get; } = endpoint;

    /// <exception cref="ShopifyTransportException">As the transport; also when no token was to be had this time.</exception>
    /// <exception cref="ShopifyStoreException">There is no token until somebody acts.</exception>
    /// <exception cref="ShopifyCallGivenUpException">Stopped while the request was on its way.</exception>
    /// <exception cref="OperationCanceledException">Stopped before.</exception>
    public async Task<ShopifyReply> PostAsync(ShopifyRequest request, CallLife life)
    {
        var token = TokenOf(await connection.Tokens.CurrentAsync(life.Stop));
        ShopifyReply reply;
        try
        {
            reply = await PostAsync(token, request, life.Abort);
        }
        catch (ShopifyTransportException refusal) when (refusal is { Fault: ShopifyFault.HttpStatus, HttpStatus: (int)HttpStatusCode.Unauthorized })
        {
            // Shopify did nothing of what was asked. A second refusal, of a token that is as new as can be, is the store's.
            if (await connection.Tokens.ReplaceAsync(token, life.Stop) is not { } other)
                throw;
            reply = await PostAsync(TokenOf(other), request, life.Abort);
        }

        // Nothing may end this: the answer is there, and who called must learn it.
        if (reply.ApiVersion is { Length: > 0 and <= LongestVersion } served && Interlocked.Exchange(ref _servedVersion, served) != served)
            await versions.SeeAsync(connection, Endpoint.ApiVersion, served, CancellationToken.None);
        return reply;
    }

    private async Task<ShopifyReply> PostAsync(AccessToken token, ShopifyRequest request, CancellationToken abort)
    {
        try
        {
            return await transport.PostAsync(Endpoint.OpenedBy(token), request, abort);
        }
        catch (OperationCanceledException stopped)
        {
            throw new ShopifyCallGivenUpException(stopped);
        }
    }

    private static AccessToken TokenOf(TokenOutcome outcome) => outcome switch
    {
        TokenOutcome.Usable usable => usable.Token,
        TokenOutcome.Refused refused => throw new ShopifyStoreException(refused.Code, refused.Message),
        TokenOutcome.Unavailable unavailable => throw new ShopifyTransportException(ShopifyFault.NoToken, unavailable.Message) { RetryAfter = unavailable.RetryAfter },
        var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
    };
}
