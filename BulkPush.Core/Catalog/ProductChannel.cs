using BulkPush.Core.Stores;

namespace BulkPush.Core.Catalog;

/// <summary>A product in a store: whether it is sold there, what the store calls it and what was last pushed.</summary>
public sealed class ProductChannel
{
    public long Id { get; init; }

    public long ProductId { get; init; }

    public Product? Product { get; init; }

    public Guid StoreId { get; init; }

    public Store? Store { get; init; }

    /// <summary>Only active channels are pushed; an inactive one leaves the store as it is.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>Grows by one with every change of this channel that could alter what the store is sent.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>The store's product GID, once a push created or found it.</summary>
    public string? ShopifyProductId { get; set; }

    /// <summary>Hash of the whole normalised input last accepted by the store.</summary>
    public string? PushedHash { get; set; }

    /// <summary>Hash of the options and variants last accepted; an equal one leaves both lists out of the next call.</summary>
    public string? PushedVariantsHash { get; set; }

    /// <summary>Hash of the images last accepted; sending them again would import every image again (FACTS section 4).</summary>
    public string? PushedMediaHash { get; set; }

    public string? PushedMetafieldsHash { get; set; }

    public long? PushedProductRevision { get; set; }

    public long? PushedChannelRevision { get; set; }

    public long? PushedStoreRevision { get; set; }

    /// <summary>When the store last accepted this product.</summary>
    public DateTimeOffset? PushedAt { get; set; }

    /// <summary>Code of the last failed attempt; cleared by the next success.</summary>
    public string? LastErrorCode { get; set; }

    public string? LastErrorMessage { get; set; }

    public DateTimeOffset? LastErrorAt { get; set; }

    /// <summary>The product's images as they were last read back from the store; null until then.</summary>
    public IReadOnlyList<ChannelImage>? Images { get; private set; }

    /// <summary>Images that were sent last and that the store could not fetch.</summary>
    public int FailedImages { get; private set; }

    /// <summary>When the images are to be read back; null when there is nothing to wait for.</summary>
    public DateTimeOffset? ImagesCheckAt { get; private set; }

    /// <summary>How often the images sent last were read back.</summary>
    public int ImagesChecks { get; private set; }

    /// <summary>Whether the product, which a push created, has still to be published where its store wants new products.</summary>
    public bool PublishDue { get; private set; }

    /// <summary>Publication GIDs where a push has published the product.</summary>
    public List<string> PublishedPublications { get; private set; } = [];

    /// <summary>Why publishing did not succeed, for people; cleared by the next success.</summary>
    public string? PublishError { get; private set; }

    /// <summary>Until when the product waits for the store's limit on new variants; null once the store has taken or refused it.</summary>
    public DateTimeOffset? DeferredUntil { get; private set; }

    /// <summary>The product's revision that <see cref="DeferredUntil"/> is about.</summary>
    public long? DeferredProductRevision { get; private set; }

    /// <summary>Switches the channel; returns whether that changed anything.</summary>
    public bool SetActive(bool isActive)
    {
        if (IsActive == isActive)
        {
            return false;
        }

        IsActive = isActive;
        Revision++;
        return true;
    }
}
