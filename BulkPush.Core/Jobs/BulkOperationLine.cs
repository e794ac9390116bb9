namespace BulkPush.Core.Jobs;

/// <summary>One line of a file: which product it is, and what its channel must remember when the store accepts it. Gone once the results are read.</summary>
public sealed class BulkOperationLine
{
    public required Guid BulkOperationId { get; init; }

    /// <summary>Zero-based, as in Shopify's results.</summary>
    public required int LineNumber { get; init; }

    /// <summary>The operation's, kept here so that the database lets a product be in one file of a push only.</summary>
    public required Guid StorePushId { get; init; }

    public required long ProductId { get; init; }

    /// <summary>Revisions when the line was mapped: a change made since keeps the product due.</summary>
    public required long ProductRevision { get; init; }

    public required long ChannelRevision { get; init; }

    /// <summary>Whether the line names the product by Shopify's id and not by our custom id.</summary>
    public required bool IsById { get; init; }

    public required string Hash { get; init; }

    public required string? VariantsHash { get; init; }

    public required string? MediaHash { get; init; }

    public required string? MetafieldsHash { get; init; }
}
