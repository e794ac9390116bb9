namespace BulkPush.Web.DemoStores.Shops;

/// <summary>Decides for each request whether it goes wrong and how. Counted faults come first, in the order they were asked for.</summary>
internal sealed class FaultPlan(Random chance)
{
    private readonly Dictionary<FaultKind, double> _probabilities = [];
    private readonly OrderedDictionary<FaultKind, int> _counts = [];

    public IReadOnlyDictionary<FaultKind, double> Probabilities => _probabilities;

    public IReadOnlyDictionary<FaultKind, int> Counts => _counts;

    /// <param name="probability">0 to 1; null leaves it.</param>
    /// <param name="count">How many of the next requests are hit for certain; null leaves it.</param>
    public void Set(FaultKind kind, double? probability, int? count)
    {
        if (probability is 0) _probabilities.Remove(kind);
        else if (probability is { } share) _probabilities[kind] = share;
        if (count is <= 0) _counts.Remove(kind);
        else if (count is { } next) _counts[kind] = next;
    }

    public void Clear()
    {
        _probabilities.Clear();
        _counts.Clear();
    }

    /// <summary>What goes wrong with the next request, of the faults that can hit any.</summary>
    public FaultKind? Next()
    {
        foreach (var (kind, _) in _counts)
        {
            if (HasPlace(kind)) continue;
            TakeCounted(kind);
            return kind;
        }

        if (_probabilities.Count == 0) return null;
        var draw = chance.NextDouble();
        foreach (var (kind, share) in _probabilities)
        {
            if (HasPlace(kind)) continue;
            if (draw < share) return kind;
            draw -= share;
        }

        return null;
    }

    /// <summary>Whether a fault that has a place of its own strikes there now.</summary>
    public bool Hits(FaultKind kind)
    {
        if (!_counts.ContainsKey(kind)) return _probabilities.TryGetValue(kind, out var share) && chance.NextDouble() < share;
        TakeCounted(kind);
        return true;
    }

    private static bool HasPlace(FaultKind kind) => kind >= FaultKind.TokenUnavailable;

    private void TakeCounted(FaultKind kind)
    {
        if (_counts[kind] > 1) _counts[kind]--;
        else _counts.Remove(kind);
    }
}
