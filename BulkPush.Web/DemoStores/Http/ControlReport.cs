using BulkPush.Web.DemoStores.Cost;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Http;

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
