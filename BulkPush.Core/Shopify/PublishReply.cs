namespace BulkPush.Core.Shopify;

/// <summary>What became of publishing one product of one store.</summary>
/// <param name="Attempts">Requests sent for it, waits for Shopify's limit not counted.</param>
internal abstract record PublishReply(int Attempts)
{
    /// <param name="IsVisible">False for a draft or an archived product: published, and shown nowhere until its status is active (capture 51).</param>
    internal sealed record Published(bool IsVisible, int Attempts) : PublishReply(Attempts);

    /// <summary>The store does not publish anything to this publication (capture 52). Nothing was published by the call.</summary>
    internal sealed record PublicationRefused(string PublicationId, string Message, int Attempts) : PublishReply(Attempts);

    /// <param name="Message">What happened and what to do.</param>
    internal sealed record Failed(string Message, int Attempts) : PublishReply(Attempts);
}
