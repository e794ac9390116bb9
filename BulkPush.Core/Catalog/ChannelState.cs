using System.Linq.Expressions;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Catalog;

/// <summary>The facts from which a channel's push state follows, together with what a list shows of the channel.</summary>
internal sealed record ChannelFacts
{
    public long ProductId { get; init; }

    public Guid StoreId { get; init; }

    public string StoreName { get; init; } = "";

    public bool IsActive { get; init; }

    public string? ShopifyProductId { get; init; }

    public DateTimeOffset? PushedAt { get; init; }

    public string? LastErrorCode { get; init; }

    public string? LastErrorMessage { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    public DateTimeOffset? DeferredUntil { get; init; }

    public bool PublishDue { get; init; }

    public IReadOnlyList<string> PublishedPublications { get; init; } = [];

    public string? PublishError { get; init; }

    public int FailedImages { get; init; }

    public IReadOnlyList<ChannelImage>? Images { get; init; }

    /// <summary>What the store's publications are called that are chosen for new products.</summary>
    public IReadOnlyList<StorePublication> Publications { get; init; } = [];

    /// <summary>Whether the last push carried the product's, the channel's and the store's present revision.</summary>
    public bool IsCurrent { get; init; }

    public ChannelRow ToRow() =>
        new(StoreId, StoreName, ChannelState.Of(this), ShopifyProductId, PushedAt, LastErrorCode, LastErrorMessage, LastErrorAt, DeferredUntil)
        {
            Publication = Publication(),
            FailedImages = FailedImages,
            ImageFailures = FailedImages == 0 ? [] : [.. (Images ?? []).Where(image => image.State == ChannelImageState.Failed)],
        };

    private ChannelPublication Publication() => new(
        PublishDue,
        [.. PublishedPublications.Select(id => Publications.FirstOrDefault(publication => publication.Id == id) ?? new StorePublication(id, id))],
        PublishError);
}

/// <summary>The one rule for <see cref="ChannelPushState"/>, as an expression that runs in the database and in memory.</summary>
internal static class ChannelState
{
    public static readonly Expression<Func<ProductChannel, ChannelFacts>> Facts = channel => new ChannelFacts
    {
        ProductId = channel.ProductId,
        StoreId = channel.StoreId,
        StoreName = channel.Store!.Name,
        IsActive = channel.IsActive,
        ShopifyProductId = channel.ShopifyProductId,
        PushedAt = channel.PushedAt,
        LastErrorCode = channel.LastErrorCode,
        LastErrorMessage = channel.LastErrorMessage,
        LastErrorAt = channel.LastErrorAt,
        DeferredUntil = channel.DeferredUntil,
        FailedImages = channel.FailedImages,
        Images = channel.FailedImages > 0 ? channel.Images : null,
        PublishDue = channel.PublishDue,
        PublishedPublications = channel.PublishedPublications,
        PublishError = channel.PublishError,
        Publications = channel.Store.Publications,
        IsCurrent = channel.PushedProductRevision == channel.Product!.Revision
            && channel.PushedChannelRevision == channel.Revision
            && channel.PushedStoreRevision == channel.Store.Revision,
    };

    private static readonly Expression<Func<ChannelFacts, ChannelPushState>> Rule = facts =>
        !facts.IsActive ? ChannelPushState.Inactive
        : facts.DeferredUntil != null ? ChannelPushState.Deferred
        : facts.LastErrorAt != null && (facts.PushedAt == null || facts.LastErrorAt > facts.PushedAt) ? ChannelPushState.Failed
        : facts.PushedAt == null ? ChannelPushState.NeverPushed
        : facts.IsCurrent ? ChannelPushState.UpToDate
        : ChannelPushState.Changed;

    /// <summary>The state in memory.</summary>
    public static readonly Func<ChannelFacts, ChannelPushState> Of = Rule.Compile();

    /// <summary>The channels in <paramref name="state"/>, for a query's Where.</summary>
    public static Expression<Func<ChannelFacts, bool>> Is(ChannelPushState state) =>
        Expression.Lambda<Func<ChannelFacts, bool>>(Expression.Equal(Rule.Body, Expression.Constant(state)), Rule.Parameters);
}
