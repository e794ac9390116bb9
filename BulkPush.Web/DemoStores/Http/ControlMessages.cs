using BulkPush.Web.DemoStores.Cost;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

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

    /// <summary>Ends the seven days of every bulk operation's results now.</summary>
    ExpireBulkResults,

    /// <summary>Makes every token that the client credentials grant gave out unknown.</summary>
    RevokeTokens,

    /// <summary>Begins the day of the variant limit anew.</summary>
    ResetVariantCount,
}

/// <summary>What the control endpoint shows of a shop.</summary>
internal sealed record ControlReport
{
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public required string Domain { get; init; }

    public required string AccessToken { get; init; }

    public required string? ClientId { get; init; }

    public required string? ClientSecret { get; init; }

    public required double TokenLifetimeSeconds { get; init; }

    public required DemoAppAccess AppAccess { get; init; }

    public required int? VariantsPerDay { get; init; }

    public required int VariantsCreatedToday { get; init; }

    public required DemoShopKind Kind { get; init; }

    public required ThrottleStatus Bucket { get; init; }

    public required double LatencyMs { get; init; }

    public required double LatencyJitterMs { get; init; }

    public required double SearchLagMs { get; init; }

    public required double SlowReplyMs { get; init; }

    public required double BulkLinesPerSecond { get; init; }

    public required double BulkDelayMs { get; init; }

    public required int BulkCountStep { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyDictionary<FaultKind, FaultChange> Faults { get; init; }

    public required ControlCounts Requests { get; init; }

    public required int Products { get; init; }

    public required int Variants { get; init; }

    /// <summary>The last ones, newest first.</summary>
    public required IReadOnlyList<BulkReport> BulkOperations { get; init; }

    public required IReadOnlyList<NamedId> Locations { get; init; }

    public required IReadOnlyList<NamedId> Publications { get; init; }

    public required IReadOnlyList<string> MetafieldDefinitions { get; init; }

    public static ControlReport Of(DemoShop shop) => new()
    {
        Name = shop.Name,
        DisplayName = shop.DisplayName,
        Domain = shop.Options.Domain,
        AccessToken = shop.Options.AccessToken,
        ClientId = shop.Options.ClientId,
        ClientSecret = shop.Options.ClientSecret,
        TokenLifetimeSeconds = shop.Options.TokenLifetime.TotalSeconds,
        AppAccess = shop.Options.AppAccess,
        VariantsPerDay = shop.Options.VariantsPerDay,
        VariantsCreatedToday = shop.Variants.CreatedOn(shop.Clock.GetUtcNow()),
        Kind = shop.Options.Kind,
        Bucket = shop.Bucket.Status(),
        LatencyMs = shop.Options.Latency.TotalMilliseconds,
        LatencyJitterMs = shop.Options.LatencyJitter.TotalMilliseconds,
        SearchLagMs = shop.Options.SearchLag.TotalMilliseconds,
        SlowReplyMs = shop.Options.SlowReply.TotalMilliseconds,
        BulkLinesPerSecond = shop.Options.BulkLinesPerSecond,
        BulkDelayMs = shop.Options.BulkDelay.TotalMilliseconds,
        BulkCountStep = shop.Options.BulkCountStep,
        Scopes = shop.Scopes,
        Faults = shop.Faults.Probabilities.Keys.Union(shop.Faults.Counts.Keys).ToDictionary(
            kind => kind,
            kind => new FaultChange(
                shop.Faults.Probabilities.TryGetValue(kind, out var share) ? share : null,
                shop.Faults.Counts.TryGetValue(kind, out var count) ? count : null)),
        Requests = ControlCounts.Of(shop.Statistics),
        Products = shop.Content.Products.Count,
        Variants = shop.Content.Products.Sum(p => p.Variants.Count),
        BulkOperations = [.. shop.Content.BulkOperations.Reverse().Take(BulkReport.Most).Select(BulkReport.Of)],
        Locations = [.. shop.Content.Locations.Select(l => new NamedId(GlobalId.Of("Location", l.Id), l.Name))],
        Publications = [.. shop.Content.Publications.Select(p => new NamedId(GlobalId.Of("Publication", p.Id), p.Name))],
        MetafieldDefinitions = [.. shop.Content.Definitions.Select(d => $"{d.OwnerType} {d.Namespace}.{d.Key} ({d.Type})")],
    };
}

/// <param name="IsForeign">Whether it stands for an operation of somebody else.</param>
internal sealed record BulkReport(string Id, BulkStatus Status, int ObjectCount, string? ClientIdentifier, bool IsForeign)
{
    public const int Most = 50;

    public static BulkReport Of(DemoBulkOperation o) => new(GlobalId.Of("BulkOperation", o.Id), o.Status, o.ObjectCount, o.ClientIdentifier, o.Upload is null);
}

internal sealed record NamedId(string Id, string Name);

/// <summary>Counts since the last reset.</summary>
/// <param name="MaximumInFlight">Most requests that were open at the same time.</param>
/// <param name="PointsSpent">Cost points kept for good.</param>
/// <param name="BulkLines">Lines of bulk operations that were executed.</param>
/// <param name="TokensIssued">Tokens that the client credentials grant gave out.</param>
public sealed record ControlCounts(
    long Total,
    long Throttled,
    int InFlight,
    int MaximumInFlight,
    long PointsSpent,
    long BulkLines,
    long TokensIssued,
    IReadOnlyDictionary<string, long> ByOperation,
    IReadOnlyDictionary<string, long> ByRootField,
    IReadOnlyDictionary<FaultKind, long> Faults)
{
    internal static ControlCounts Of(ShopStatistics s) => new(
        s.Total,
        s.Throttled,
        s.InFlight,
        s.MaximumInFlight,
        s.PointsSpent,
        s.BulkLines,
        s.TokensIssued,
        new Dictionary<string, long>(s.ByOperation),
        new Dictionary<string, long>(s.ByRootField),
        new Dictionary<FaultKind, long>(s.Faults));
}
