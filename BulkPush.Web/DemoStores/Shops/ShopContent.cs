namespace BulkPush.Web.DemoStores.Shops;

/// <summary>Everything one shop holds, with the indexes that keep handles and custom ids unique. The shop's lock guards it.</summary>
/// <param name="firstId">Ids count up from here; different in every shop, as Shopify's are.</param>
internal sealed class ShopContent(long firstId)
{
    private const int KeptOperations = 1000;

    private readonly SortedList<long, DemoProduct> _products = [];
    private readonly Dictionary<string, long> _byHandle = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Key, string Value), long> _byCustomId = [];
    private readonly SortedList<long, DemoDefinition> _definitions = [];
    private readonly SortedList<long, DemoLocation> _locations = [];
    private readonly OrderedDictionary<long, DemoOperation> _operations = [];
    private readonly SortedList<long, DemoPublication> _publications = [];
    private readonly Dictionary<long, long> _owners = [];
    private readonly SortedList<long, DemoBulkOperation> _bulkOperations = [];
    private readonly Dictionary<string, DemoUpload> _uploads = new(StringComparer.Ordinal);

    public long FirstId { get; } = firstId;

    public long LastId { get; private set; } = firstId;

    /// <summary>In the order of their ids, which is the order of their creation.</summary>
    public IReadOnlyList<DemoProduct> Products => _products.Values.AsReadOnly();

    public IReadOnlyList<DemoDefinition> Definitions => _definitions.Values.AsReadOnly();

    public IReadOnlyList<DemoLocation> Locations => _locations.Values.AsReadOnly();

    public IReadOnlyList<DemoPublication> Publications => _publications.Values.AsReadOnly();

    /// <summary>In the order of their creation.</summary>
    public IReadOnlyList<DemoBulkOperation> BulkOperations => _bulkOperations.Values.AsReadOnly();

    public IReadOnlyCollection<DemoUpload> Uploads => _uploads.Values;

    public long NextId() => ++LastId;

    public DemoProduct? Product(long? id) => id is { } number && _products.TryGetValue(number, out var product) ? product : null;

    /// <summary>The product that has the variant, inventory item or image of that number.</summary>
    public DemoProduct? ProductOf(long? partId) => partId is { } number && _owners.TryGetValue(number, out var id) ? _products[id] : null;

    public DemoProduct? ProductByHandle(string handle) => _byHandle.TryGetValue(handle, out var id) ? _products[id] : null;

    public DemoProduct? ProductByCustomId(string space, string key, string value) =>
        _byCustomId.TryGetValue((space, key, value), out var id) ? _products[id] : null;

    public DemoDefinition? Definition(string ownerType, string space, string key) =>
        _definitions.Values.FirstOrDefault(d => d.OwnerType == ownerType && d.Namespace == space && d.Key == key);

    public DemoDefinition? Definition(long? id) => id is { } number ? _definitions.GetValueOrDefault(number) : null;

    public DemoLocation? Location(long? id) => id is { } number ? _locations.GetValueOrDefault(number) : null;

    public DemoOperation? Operation(long? id) => id is { } number && _operations.TryGetValue(number, out var operation) ? operation : null;

    public DemoPublication? Publication(long? id) => id is { } number ? _publications.GetValueOrDefault(number) : null;

    public DemoBulkOperation? BulkOperation(long? id) => id is { } number ? _bulkOperations.GetValueOrDefault(number) : null;

    public DemoUpload? Upload(string key) => _uploads.GetValueOrDefault(key);

    /// <summary>Takes a running operation's progress in, which is not worth a line of the journal.</summary>
    public void Progress(DemoBulkOperation operation) => _bulkOperations[operation.Id] = operation;

    public void Remember(DemoOperation operation)
    {
        if (_operations.Count >= KeptOperations) _operations.RemoveAt(0);
        _operations[operation.Id] = operation;
    }

    /// <summary>Takes one change in: the only way content changes, live and when a journal is replayed.</summary>
    public void Apply(ShopChange change)
    {
        LastId = Math.Max(LastId, change.LastId);
        if (change.IsCleared) Clear();
        if (change.Product is { } product) Put(product);
        if (change.DeletedProductId is { } deleted) Remove(deleted);
        if (change.Definition is { } definition) _definitions[definition.Id] = definition;
        if (change.DeletedDefinitionId is { } undefined) _definitions.Remove(undefined);
        if (change.Location is { } location) _locations[location.Id] = location;
        if (change.Publication is { } publication) _publications[publication.Id] = publication;
        if (change.BulkOperation is { } operation) _bulkOperations[operation.Id] = operation;
        if (change.Upload is { } upload) _uploads[upload.Key] = upload;
        if (change.DeletedUpload is { } key) _uploads.Remove(key);
    }

    /// <summary>The changes that would rebuild this content in an empty shop.</summary>
    public IEnumerable<ShopChange> Snapshot() =>
    [
        .. _locations.Values.Select(l => new ShopChange { Location = l }),
        .. _publications.Values.Select(p => new ShopChange { Publication = p }),
        .. _definitions.Values.Select(d => new ShopChange { Definition = d }),
        .. _products.Values.Select(p => new ShopChange { Product = p }),
        .. _bulkOperations.Values.Select(b => new ShopChange { BulkOperation = b }),
        .. _uploads.Values.Select(u => new ShopChange { Upload = u }),
        new ShopChange { LastId = LastId },
    ];

    private void Put(DemoProduct product)
    {
        if (_products.TryGetValue(product.Id, out var old)) Unindex(old);
        _products[product.Id] = product;
        _byHandle[product.Handle] = product.Id;
        foreach (var id in CustomIds(product)) _byCustomId[id] = product.Id;
        foreach (var part in Parts(product)) _owners[part] = product.Id;
    }

    private void Remove(long id)
    {
        if (!_products.TryGetValue(id, out var product)) return;
        Unindex(product);
        _products.Remove(id);
    }

    private void Unindex(DemoProduct product)
    {
        _byHandle.Remove(product.Handle);
        foreach (var id in CustomIds(product)) _byCustomId.Remove(id);
        foreach (var part in Parts(product))
            if (_owners.GetValueOrDefault(part) == product.Id) _owners.Remove(part);
    }

    /// <summary>Locations and publications stay: a merchant who empties a shop keeps the warehouses and the channels.</summary>
    private void Clear()
    {
        _products.Clear();
        _byHandle.Clear();
        _byCustomId.Clear();
        _owners.Clear();
        _definitions.Clear();
        _operations.Clear();
        _bulkOperations.Clear();
        _uploads.Clear();
    }

    private static IEnumerable<long> Parts(DemoProduct product)
    {
        foreach (var media in product.Media) yield return media.Id;
        foreach (var variant in product.Variants)
        {
            yield return variant.Id;
            yield return variant.InventoryItemId;
        }
    }

    private static IEnumerable<(string Namespace, string Key, string Value)> CustomIds(DemoProduct product) =>
        product.Metafields.Where(m => m.Type == "id").Select(m => (m.Namespace, m.Key, m.Value));
}

/// <summary>One change of a shop's content; one line of its journal.</summary>
internal sealed record ShopChange
{
    /// <summary>Highest id handed out so far; 0 when the change handed out none.</summary>
    public long LastId { get; init; }

    /// <summary>Only in the journal: what the shop was like.</summary>
    public DemoShopOptions? Shop { get; init; }

    public DemoProduct? Product { get; init; }

    public long? DeletedProductId { get; init; }

    public DemoDefinition? Definition { get; init; }

    public long? DeletedDefinitionId { get; init; }

    public DemoLocation? Location { get; init; }

    public DemoPublication? Publication { get; init; }

    public DemoBulkOperation? BulkOperation { get; init; }

    public DemoUpload? Upload { get; init; }

    /// <summary>Key of an upload that is gone.</summary>
    public string? DeletedUpload { get; init; }

    public bool IsCleared { get; init; }
}
