using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>What operators read about showing new products in a store's sales channels.</summary>
public static class PublishText
{
    /// <summary>"Published 310 of 312 new products. 2 could not be published; the next push tries again."; null when nothing was to be published.</summary>
    public static string? ForStore(PublishCounts counts, bool isFinal)
    {
        if (counts.Total == 0)
            return null;

        var done = counts.Published + counts.Draft;
        var text = done == counts.Total
            ? $"{Amounts.Of(done, "new product")} published."
            : $"Published {Amounts.Count(done)} of {Amounts.Of(counts.Total, "new product")}.";
        if (counts.Draft > 0)
            text += $" {Amounts.Count(counts.Draft)} of them {(counts.Draft == 1 ? "is no active product" : "are no active products")}: Shopify shows {(counts.Draft == 1 ? "it" : "them")} nowhere yet.";
        if (counts.Failed > 0)
            text += $" {Amounts.Count(counts.Failed)} could not be published; the next push tries again.";
        if (isFinal && counts.Pending > 0)
            text += $" {Amounts.Count(counts.Pending)} {(counts.Pending == 1 ? "is" : "are")} left for the next push.";
        return text;
    }

    /// <summary>What the table of results says about one product; null when there is nothing to say.</summary>
    public static string? ForItem(PushItemRow item, bool isFinal) => item.Publish switch
    {
        null => null,
        PublishOutcome.Pending => isFinal ? "Not published yet: the next push does it." : "To be published.",
        PublishOutcome.Published => "Published.",
        PublishOutcome.Draft => item.PublishMessage,
        PublishOutcome.Failed => $"Not published: {item.PublishMessage}",
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Publish, null),
    };

    /// <summary>Where a product of a store is published, on the product's page; null when BulkPush has published it nowhere.</summary>
    public static string? ForChannel(ChannelPublication publication, ProductStatus status) => publication.PublishedTo.Count == 0
        ? null
        : $"Published to {string.Join(", ", publication.PublishedTo.Select(p => p.Name))}"
            + (status == ProductStatus.Active ? "" : $", but shown nowhere while it is {(status == ProductStatus.Draft ? "a draft" : "archived")}");

    /// <summary>Why a product that should be published is not; null when none is missing.</summary>
    public static string? Missing(ChannelPublication publication) => publication switch
    {
        { IsDue: false } => null,
        { Error: { Length: > 0 } error } => $"Not published yet: {error}",
        _ => "Not published yet: the next push publishes it.",
    };
}
