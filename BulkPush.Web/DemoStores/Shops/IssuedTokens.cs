namespace BulkPush.Web.DemoStores.Shops;

/// <summary>The tokens that a shop gave out by the client credentials grant; any number is valid at once. The shop's lock guards it.</summary>
internal sealed class IssuedTokens
{
    private readonly Dictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    public void Add(string token, DateTimeOffset now, TimeSpan lifetime)
    {
        foreach (var (old, expiry) in _expiries)
            if (expiry <= now) _expiries.Remove(old);
        _expiries[token] = now + lifetime;
    }

    public bool IsValid(string token, DateTimeOffset now) => _expiries.TryGetValue(token, out var expiry) && now < expiry;

    public void RevokeAll() => _expiries.Clear();
}
