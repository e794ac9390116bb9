using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing;

/// <summary>What became of publishing one product.</summary>
/// <param name="Message">Why it is not published everywhere, or not visible, and what to do; null when there is nothing to say.</param>
/// <param name="Published">Publication GIDs that were added; possibly some also when the outcome is a failure.</param>
/// <param name="Attempts">Calls made.</param>
internal sealed record PublishResult(long ProductId, PublishOutcome Outcome, string? Message, IReadOnlyList<string> Published, int Attempts)
{
    /// <summary>A product that breaks our own code; whether it was published is not known.</summary>
    public static PublishResult Broke(UnpublishedProduct product, Exception fault) => new(
        product.ProductId,
        PublishOutcome.Failed,
        $"BulkPush itself failed while publishing this product ({fault.GetType().Name}). It is in the store, and the next push tries to publish it again; report this if it comes back.",
        [],
        1);

    public PublishCounts AsCount() => Outcome switch
    {
        PublishOutcome.Published => new PublishCounts(-1, Published: 1),
        PublishOutcome.Draft => new PublishCounts(-1, Draft: 1),
        PublishOutcome.Failed => new PublishCounts(-1, Failed: 1),
        _ => throw new InvalidOperationException($"{Outcome} is not a result."),
    };
}
