namespace BulkPush.Web.DemoStores.Shops;

/// <summary>A product as the shop holds it. Immutable: a push replaces it whole or leaves it whole.</summary>
public sealed record DemoProduct
{
    public required long Id { get; init; }

    public required string Title { get; init; }

    public required string Handle { get; init; }

    public required string Vendor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public string DescriptionHtml { get; init; } = "";

    public string ProductType { get; init; } = "";

    public string? Category { get; init; }

    public string Status { get; init; } = "ACTIVE";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? SeoTitle { get; init; }

    public string? SeoDescription { get; init; }

    public string? TemplateSuffix { get; init; }

    public bool IsGiftCard { get; init; }

    public bool RequiresSellingPlan { get; init; }

    public IReadOnlyList<string> Collections { get; init; } = [];

    public IReadOnlyList<DemoOption> Options { get; init; } = [];

    public IReadOnlyList<DemoVariant> Variants { get; init; } = [];

    public IReadOnlyList<DemoMedia> Media { get; init; } = [];

    public IReadOnlyList<DemoMetafield> Metafields { get; init; } = [];

    public IReadOnlyList<DemoPublishing> Publishings { get; init; } = [];

    /// <summary>Stock of the tracked variants, as Shopify shows it: it lags behind by one write.</summary>
    public int TotalInventory { get; init; }

    /// <summary>A draft or archived product is published without being seen (capture 51).</summary>
    public bool IsPublishedAt(DemoPublishing publishing, DateTimeOffset now) => Status is "ACTIVE" or "UNLISTED" && publishing.PublishDate <= now;

    public bool HasOnlyDefaultVariant => Options is [{ Name: DemoOption.DefaultName, Values: [{ Name: DemoOption.DefaultValue }] }];
}

/// <summary>One place where a product was put on sale; whether it shows there is also a matter of its status and of the date.</summary>
public sealed record DemoPublishing(long PublicationId, DateTimeOffset PublishDate);

public sealed record DemoOption(long Id, string Name, IReadOnlyList<DemoOptionValue> Values)
{
    public const string DefaultName = "Title";

    public const string DefaultValue = "Default Title";
}

public sealed record DemoOptionValue(long Id, string Name);

public sealed record DemoVariant
{
    public required long Id { get; init; }

    public required long InventoryItemId { get; init; }

    /// <summary>Value names in the order of the product's options.</summary>
    public required IReadOnlyList<string> OptionValues { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public string? Sku { get; init; }

    public string? Barcode { get; init; }

    public decimal Price { get; init; }

    public decimal? CompareAtPrice { get; init; }

    public bool Taxable { get; init; } = true;

    public string? TaxCode { get; init; }

    public string InventoryPolicy { get; init; } = "DENY";

    public decimal? Cost { get; init; }

    public bool Tracked { get; init; }

    public bool RequiresShipping { get; init; } = true;

    public double Weight { get; init; }

    public string WeightUnit { get; init; } = "KILOGRAMS";

    public string? CountryCodeOfOrigin { get; init; }

    public string? ProvinceCodeOfOrigin { get; init; }

    public string? HarmonizedSystemCode { get; init; }

    public bool ShowUnitPrice { get; init; }

    public bool RequiresComponents { get; init; }

    public long? MediaId { get; init; }

    public IReadOnlyList<DemoLevel> Levels { get; init; } = [];

    public IReadOnlyList<DemoMetafield> Metafields { get; init; } = [];

    public string Title => string.Join(" / ", OptionValues);

    public int Stock => Levels.Sum(level => level.Available);
}

/// <summary>Stock of one variant at one location, in pieces.</summary>
public sealed record DemoLevel(long LocationId, int Available, DateTimeOffset UpdatedAt);

public sealed record DemoMedia(long Id, string OriginalSource, string? Alt, DateTimeOffset CreatedAt)
{
    private static readonly TimeSpan Fetching = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Resizing = TimeSpan.FromSeconds(3);

    /// <summary>Shopify fetches images after it has answered; one that cannot be fetched fails only then.</summary>
    public string StatusAt(DateTimeOffset now) => (now - CreatedAt) switch
    {
        var age when age < Fetching => "UPLOADED",
        var age when age < Resizing => "PROCESSING",
        _ => Uri.TryCreate(OriginalSource, UriKind.Absolute, out var source) && source.Host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase)
            ? "FAILED" : "READY",
    };
}

/// <param name="Namespace">Resolved: never <c>$app</c>.</param>
public sealed record DemoMetafield(long Id, string Namespace, string Key, string Type, string Value, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record DemoDefinition(
    long Id, string OwnerType, string Namespace, string Key, string Name, string? Description, string Type, bool HasUniqueValues, bool IsPinned);

/// <summary>A sales channel. What is put on the online store has an address there.</summary>
internal sealed record DemoPublication(long Id, string Name)
{
    public const string OnlineStore = "Online Store";
}

internal sealed record DemoLocation(long Id, string Name, bool IsActive, DateTimeOffset CreatedAt);

/// <summary>An asynchronous productSet and what became of it.</summary>
internal sealed record DemoOperation(long Id, long? ProductId, IReadOnlyList<UserProblem> Problems)
{
    /// <summary>True only in the reply that starts it: the next read finds it complete.</summary>
    public bool IsFresh { get; init; }
}

/// <summary>One entry of <c>userErrors</c>.</summary>
/// <param name="Field">Path from the mutation's arguments, indexes as text; null when it concerns no field.</param>
internal sealed record UserProblem(string? Code, string Message, params IReadOnlyList<string>? Field);
