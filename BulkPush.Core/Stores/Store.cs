namespace BulkPush.Core.Stores;

/// <summary>A Shopify store that products are pushed to.</summary>
public sealed class Store
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary><c>something.myshopify.com</c>; unique.</summary>
    public required string Domain { get; set; }

    /// <summary>Base of the Admin API when it is not <c>https://{Domain}</c>: only a loopback address, and only when allowed.</summary>
    public string? AdminUrl { get; set; }

    /// <summary>The Admin API token, encrypted with the data-protection keys; never shown, never logged.</summary>
    public required string ProtectedAccessToken { get; set; }

    public required StoreSettings Settings { get; set; }

    /// <summary>Grows by one with every change that could alter what the store is sent.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>What the last check found; null until one ran.</summary>
    public StoreCheck? LastCheck { get; set; }

    /// <summary>
    /// Before then the store is sent nothing that would add variants, because Shopify said that it may add no more for the day. Null, or past, when
    /// nothing speaks against it.
    /// </summary>
    public DateTimeOffset? NewVariantsFrom { get; private set; }

    /// <summary>How fast pushes found the store to be; null until one ran.</summary>
    public StorePace? Pace { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Records a change of settings that alters what is sent: every channel of the store becomes due again.</summary>
    public void MarkSettingsChanged(DateTimeOffset now)
    {
        Revision++;
        UpdatedAt = now;
    }
}
