namespace BulkPush.Web.DemoStores.Http;

/// <summary>Body of PUT: what to change; whatever is absent stays as it is.</summary>
internal sealed record ControlChange
{
    public static readonly IReadOnlyDictionary<FaultKind, FaultChange> NoFaults = new Dictionary<FaultKind, FaultChange>();

    public string? DisplayName { get; init; }

    public string? AccessToken { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public double? TokenLifetimeSeconds { get; init; }

    public DemoAppAccess? AppAccess { get; init; }

    /// <summary>New variants a day; 0 takes none.</summary>
    public int? VariantsPerDay { get; init; }

    public DemoShopKind? Kind { get; init; }

    public string? CurrencyCode { get; init; }

    /// <summary>Size of the bucket in points.</summary>
    public double? MaximumAvailable { get; init; }

    /// <summary>Points a second.</summary>
    public double? RestoreRate { get; init; }

    /// <summary>Points in the bucket right now.</summary>
    public double? Available { get; init; }

    public double? LatencyMs { get; init; }

    public double? LatencyJitterMs { get; init; }

    public double? SearchLagMs { get; init; }

    public double? SlowReplyMs { get; init; }

    /// <summary>0 = no limit.</summary>
    public double? BulkLinesPerSecond { get; init; }

    public double? BulkDelayMs { get; init; }

    public int? BulkCountStep { get; init; }

    /// <summary>How many bulk operations of somebody else are to be running from now on; they never end by themselves.</summary>
    public int? ForeignBulkOperations { get; init; }

    public int? Seed { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? Locations { get; init; }

    public IReadOnlyList<string>? Publications { get; init; }

    public IReadOnlyDictionary<FaultKind, FaultChange>? Faults { get; init; }

    public void ApplyTo(DemoShopOptions options)
    {
        options.DisplayName = DisplayName ?? options.DisplayName;
        options.AccessToken = AccessToken ?? options.AccessToken;
        options.ClientId = ClientId ?? options.ClientId;
        options.ClientSecret = ClientSecret ?? options.ClientSecret;
        options.TokenLifetime = TokenLifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.TokenLifetime;
        options.AppAccess = AppAccess ?? options.AppAccess;
        options.VariantsPerDay = VariantsPerDay ?? options.VariantsPerDay;
        options.Kind = Kind ?? options.Kind;
        options.CurrencyCode = CurrencyCode ?? options.CurrencyCode;
        options.MaximumAvailable = MaximumAvailable ?? options.MaximumAvailable;
        options.RestoreRate = RestoreRate ?? options.RestoreRate;
        options.Latency = Time(LatencyMs, options.Latency);
        options.LatencyJitter = Time(LatencyJitterMs, options.LatencyJitter);
        options.SearchLag = Time(SearchLagMs, options.SearchLag);
        options.SlowReply = Time(SlowReplyMs, options.SlowReply);
        options.BulkLinesPerSecond = BulkLinesPerSecond ?? options.BulkLinesPerSecond;
        options.BulkDelay = Time(BulkDelayMs, options.BulkDelay);
        options.BulkCountStep = BulkCountStep ?? options.BulkCountStep;
        options.Seed = Seed ?? options.Seed;
        options.Scopes = Scopes?.ToList() ?? options.Scopes;
        options.Locations = Locations?.ToList() ?? options.Locations;
        options.Publications = Publications?.ToList() ?? options.Publications;
    }

    private static TimeSpan Time(double? milliseconds, TimeSpan old) => milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : old;
}

/// <param name="Probability">0 to 1.</param>
/// <param name="Count">How many of the next requests are hit for certain.</param>
internal sealed record FaultChange(double? Probability, int? Count);

/// <summary>Body of POST.</summary>
/// <param name="Id">For deleteProduct: the product's GID.</param>
/// <param name="Handle">For deleteProduct, instead of the id.</param>
internal sealed record ControlAction(ControlActionKind? Action, string? Id, string? Handle);

internal enum ControlActionKind
{
    /// <summary>Empties the shop, its counters and its faults, and fills the bucket. Settings and locations stay.</summary>
    Reset,
    ResetStatistics,
    ClearFaults,
    FillBucket,
    DrainBucket,
    DeleteProduct,

    /// <summary>Deletes every metafield definition, as a merchant may who does not know what they are for. The metafields stay.</summary>
    DeleteDefinitions,

    /// <summary>Ends the seven days of every bulk operation's results now.</summary>
    ExpireBulkResults,

    /// <summary>Makes every token that the client credentials grant gave out unknown.</summary>
    RevokeTokens,

    /// <summary>Begins the day of the variant limit anew.</summary>
    ResetVariantCount,
}
