namespace BulkPush.Core.Shopify;

/// <summary>How a call ended after its repetitions.</summary>
/// <param name="Attempts">Requests sent; refusals for lack of points do not count.</param>
internal abstract record ShopifyCall(int Attempts)
{
    /// <summary>Shopify answered, with data or with errors that a repetition would not change.</summary>
    internal sealed record Answered(ShopifyReply Reply, int Attempts) : ShopifyCall(Attempts);

    /// <summary>Every attempt failed in a way that may pass.</summary>
    /// <param name="Message">What the last attempt met; a sentence without its full stop.</param>
    internal sealed record Unavailable(string Message, int Attempts) : ShopifyCall(Attempts);

    /// <summary>Shopify will not take this request, however often it is sent.</summary>
    internal sealed record Refused(int HttpStatus, string Message, int Attempts) : ShopifyCall(Attempts);
}
