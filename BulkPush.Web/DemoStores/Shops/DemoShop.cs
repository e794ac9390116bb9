using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Cost;

namespace BulkPush.Web.DemoStores.Shops;

/// <summary>One simulated shop. Whoever touches anything but <see cref="Name"/> holds <see cref="Gate"/>, and never awaits under it.</summary>
internal sealed class DemoShop : IDisposable
{
    /// <summary>The app that BulkPush is in every demo shop; its reserved metafield namespace derives from this id.</summary>
    public const long AppId = 1;

    public static readonly IReadOnlyList<string> AllScopes =
    [
        "read_products", "write_products", "read_locations", "read_inventory", "write_inventory", "read_publications", "write_publications",
        "read_files", "write_files",
    ];

    private static readonly string[] DefaultPublications = [DemoPublication.OnlineStore, "Point of Sale", "Shop"];

    private readonly Random _chance;
    private readonly ShopJournal? _journal;

    public DemoShop(DemoShopOptions options, TimeProvider clock, ShopJournal? journal, ShopFiles files)
    {
        Files = files;
        Options = options;
        Clock = clock;
        _journal = journal;
        var hash = StableHash(options.Name);
        _chance = new Random(options.Seed ?? (int)(hash & int.MaxValue));
        Content = new ShopContent(((hash % 900_000) + 100_000L) * 10_000_000L);
        Faults = new FaultPlan(_chance);
        var plan = ShopPlan.Of(options.Kind);
        Bucket = new CostBucket(clock, options.MaximumAvailable ?? plan.MaximumAvailable, options.RestoreRate ?? plan.RestoreRate);
        ApplyFaults();
        BulkPace = new BulkPace(clock);
        CreatedAt = clock.GetUtcNow();
        Restore();
    }

    public Lock Gate { get; } = new();

    public string Name => Options.Name;

    public DemoShopOptions Options { get; private set; }

    public string DisplayName => Options.DisplayName ?? Options.Name;

    public ShopPlan Plan => ShopPlan.Of(Options.Kind);

    public TimeProvider Clock { get; }

    public DateTimeOffset CreatedAt { get; }

    public CostBucket Bucket { get; }

    public FaultPlan Faults { get; }

    public ShopStatistics Statistics { get; } = new();

    public ShopContent Content { get; }

    public ShopFiles Files { get; }

    public BulkPace BulkPace { get; }

    public IssuedTokens Tokens { get; } = new();

    public VariantQuota Variants { get; } = new();

    public IdempotencyKeys IdempotencyKeys { get; } = new();

    /// <summary>True once the shop was taken away: nothing may be done to it any more.</summary>
    public bool IsGone { get; private set; }

    public IReadOnlyList<string> Scopes => Options.Scopes is { } scopes ? [.. scopes] : AllScopes;

    public bool Accepts(string token, DateTimeOffset now) => token == Options.AccessToken || Tokens.IsValid(token, now);

    /// <summary>How long the next reply takes.</summary>
    public TimeSpan NextLatency() => Options.Latency + (Options.LatencyJitter * _chance.NextDouble());

    public Guid NextRequestId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _chance.NextBytes(bytes);
        return new Guid(bytes);
    }

    public void Commit(ShopChange change)
    {
        var complete = change with { LastId = Content.LastId };
        Content.Apply(complete);
        _journal?.Append(complete);
    }

    /// <summary>Takes new settings; content, bucket level and counters stay.</summary>
    public void Configure(DemoShopOptions options)
    {
        var isOtherKind = options.Kind != Options.Kind;
        Options = options;
        var plan = Plan;
        Bucket.Resize(options.MaximumAvailable ?? plan.MaximumAvailable, options.RestoreRate ?? plan.RestoreRate);
        if (isOtherKind) ApplyFaults();
        AddMissingPlaces();
        _journal?.Append(new ShopChange { Shop = options });
    }

    /// <summary>Whether a fault that has a place of its own strikes there now; counts it.</summary>
    public bool Suffers(FaultKind kind)
    {
        if (!Faults.Hits(kind)) return false;
        Statistics.Failed(kind);
        return true;
    }

    /// <summary>Deletes the shop's journal and its files with it.</summary>
    public void Forget()
    {
        IsGone = true;
        _journal?.Delete();
        Files.Delete();
    }

    public void Dispose()
    {
        _journal?.Dispose();
        Files.Dispose();
    }

    private void ApplyFaults()
    {
        Faults.Clear();
        foreach (var (kind, share) in Options.Faults is { } faults ? faults.AsReadOnly() : ShopPlan.FaultsOf(Options.Kind)) Faults.Set(kind, share, null);
    }

    private void Restore()
    {
        if (_journal is not null)
        {
            var lines = 0;
            foreach (var change in _journal.Replay())
            {
                Content.Apply(change);
                lines++;
            }


            BulkEnd.FailInterrupted(this);
            Variants.Recall(Content.Products, Clock.GetUtcNow());
            _journal.Compact(lines, [new ShopChange { Shop = Options }, .. Content.Snapshot()]);
            if (lines == 0) _journal.Append(new ShopChange { Shop = Options });
        }

        AddMissingPlaces();
    }

    private void AddMissingPlaces()
    {
        foreach (var name in Options.Locations ?? ["Main warehouse"])
        {
            if (Content.Locations.Any(location => location.Name == name)) continue;
            Commit(new ShopChange { Location = new DemoLocation(Content.NextId(), name, true, Clock.GetUtcNow()) });
        }

        foreach (var name in Options.Publications ?? DefaultPublications)
        {
            if (Content.Publications.Any(publication => publication.Name == name)) continue;
            Commit(new ShopChange { Publication = new DemoPublication(Content.NextId(), name) });
        }
    }

    /// <summary>FNV-1a, because string hash codes differ from process to process and ids must not.</summary>
    private static uint StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 16777619u);
        return hash;
    }
}
