namespace BulkPush.Core.Jobs;

/// <summary>What became of showing a new product in the sales channels chosen for its store; stored in lower case. It never changes the outcome of the push itself.</summary>
public enum PublishOutcome
{
    /// <summary>Not published yet: by this push while it runs, else by the next one.</summary>
    Pending,

    Published,

    /// <summary>Published, but Shopify shows no product whose status is not active.</summary>
    Draft,

    /// <summary>Not published, or not everywhere; the message says why, and the next push tries again.</summary>
    Failed,
}

/// <summary>New products of a store's push by what became of publishing them.</summary>
public sealed record PublishCounts(int Pending = 0, int Published = 0, int Draft = 0, int Failed = 0)
{
    public int Total => Pending + Published + Draft + Failed;

    public PublishCounts Plus(PublishCounts other) =>
        new(Pending + other.Pending, Published + other.Published, Draft + other.Draft, Failed + other.Failed);
}
