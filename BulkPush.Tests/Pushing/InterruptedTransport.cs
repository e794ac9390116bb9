using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Pushing;

/// <summary>The real transport, which a test may have die before a request is sent, or before its answer is heard.</summary>
internal sealed class InterruptedTransport(HttpShopifyTransport inner) : IShopifyTransport
{
    /// <summary>Called with the operation's name before each request; true means that nothing is sent any more.</summary>
    public Func<string, bool> DiesBefore { get; set; } = _ => false;

    /// <summary>Called after each answer; true means that nobody hears it.</summary>
    public Func<string, bool> DiesAfter { get; set; } = _ => false;

    public async Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken)
    {
        if (DiesBefore(request.OperationName))
            throw new OperationCanceledException("The process died before the request.");

        var reply = await inner.PostAsync(endpoint, request, cancellationToken);
        return DiesAfter(request.OperationName) ? throw new OperationCanceledException("The process died before the answer.") : reply;
    }
}
