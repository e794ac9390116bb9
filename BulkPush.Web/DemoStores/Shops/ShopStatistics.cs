namespace BulkPush.Web.DemoStores.Shops;

/// <summary>What a shop was asked since it started or was last reset.</summary>
internal sealed class ShopStatistics
{
    private const int MostOperations = 200;

    private readonly SortedDictionary<string, long> _byOperation = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _byRoot = new(StringComparer.Ordinal);
    private readonly SortedDictionary<FaultKind, long> _faults = [];

    public long Total { get; private set; }

    public long Throttled { get; private set; }

    public int InFlight { get; private set; }

    public int MaximumInFlight { get; private set; }

    /// <summary>Points charged for good, after refunds.</summary>
    public long PointsSpent { get; private set; }

    /// <summary>Lines of bulk operations that were executed.</summary>
    public long BulkLines { get; private set; }

    /// <summary>Tokens that the client credentials grant gave out.</summary>
    public long TokensIssued { get; private set; }

    public IReadOnlyDictionary<string, long> ByOperation => _byOperation;

    public IReadOnlyDictionary<string, long> ByRootField => _byRoot;

    public IReadOnlyDictionary<FaultKind, long> Faults => _faults;

    public void Arrived()
    {
        Total++;
        MaximumInFlight = Math.Max(MaximumInFlight, ++InFlight);
    }

    public void Left() => InFlight--;

    public void Named(string operation, IEnumerable<string> roots)
    {
        Add(_byOperation, operation);
        foreach (var root in roots) Add(_byRoot, root);
    }

    public void WasThrottled() => Throttled++;

    public void Failed(FaultKind kind) => _faults[kind] = _faults.GetValueOrDefault(kind) + 1;

    public void RanBulkLine() => BulkLines++;

    public void IssuedToken() => TokensIssued++;

    public void Spent(int points) => PointsSpent += points;

    /// <summary>Requests still in flight stay counted, or their end would make the number negative.</summary>
    public void Reset()
    {
        (Total, Throttled, PointsSpent, BulkLines, TokensIssued, MaximumInFlight) = (0, 0, 0, 0, 0, InFlight);
        _byOperation.Clear();
        _byRoot.Clear();
        _faults.Clear();
    }

    private static void Add(SortedDictionary<string, long> counts, string name)
    {
        var key = counts.Count < MostOperations || counts.ContainsKey(name) ? name : "(others)";
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
