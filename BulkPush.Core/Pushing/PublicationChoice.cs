using System.Collections.Concurrent;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Pushing;

/// <summary>
/// Where a store's new products are published during one push. What Shopify refuses for one product it would refuse for all, so a refused publication is
/// asked for no more. May be used by several callers at once.
/// </summary>
internal sealed class PublicationChoice(IReadOnlyList<StorePublication> chosen)
{
    private readonly ConcurrentDictionary<string, string> _refused = new();

    /// <summary>What the operator has to know about the choice itself, each once.</summary>
    public IEnumerable<string> Warnings => _refused.Select(refused =>
        $"Shopify publishes nothing to “{NameOf(refused.Key)}” ({refused.Value.TrimEnd('.')}). Edit the store, choose its sales channels again, and push once more.");

    /// <summary>Publication GIDs that a product still lacks and Shopify may take.</summary>
    public IReadOnlyList<string> Open(UnpublishedProduct product) =>
        [.. chosen.Select(publication => publication.Id).Where(id => !product.Published.Contains(id) && !_refused.ContainsKey(id))];

    /// <summary>Why a product is not published everywhere; null when nothing was refused that it needs.</summary>
    public string? RefusalFor(UnpublishedProduct product)
    {
        var names = chosen.Where(publication => _refused.ContainsKey(publication.Id) && !product.Published.Contains(publication.Id)).Select(p => p.Name).ToList();
        return names.Count == 0 ? null : $"Shopify does not publish to {string.Join(", ", names)}. Edit the store and choose its sales channels again; the next push publishes the product.";
    }

    public void Refuse(string publicationId, string message) => _refused.TryAdd(publicationId, message);

    private string NameOf(string id) => chosen.FirstOrDefault(publication => publication.Id == id)?.Name ?? id;
}
