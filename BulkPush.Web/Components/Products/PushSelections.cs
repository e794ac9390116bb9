using System.Globalization;
using BulkPush.Web.Display;

namespace BulkPush.Web.Components.Products;

/// <summary>
/// Chosen products on their way to the push page: in the address while they fit, so that a refresh keeps them; else in memory for as long
/// as the page's connection lives.
/// </summary>
public sealed class PushSelections
{
    private readonly Dictionary<string, IReadOnlyList<long>> _large = [];

    /// <summary>The push page's address for these products.</summary>
    public string Address(IReadOnlyCollection<long> productIds)
    {
        var text = ProductSelection.Write(productIds);
        if (text.Length <= ProductSelection.MaxUrlLength)
            return PageAddress.BulkPushOf(text);

        var known = _large.FirstOrDefault(kept => kept.Value.Count == productIds.Count && kept.Value.All(productIds.Contains)).Key;
        var key = known ?? string.Create(CultureInfo.InvariantCulture, $"kept-{_large.Count + 1}");
        _large[key] = [.. productIds.Order()];
        return PageAddress.BulkPushOf(key);
    }

    /// <summary>The products that an address names; null when it names none or what it named is gone.</summary>
    public IReadOnlyList<long>? Find(string? text) => text is not null && _large.TryGetValue(text, out var ids) ? ids : ProductSelection.Read(text);
}
