using System.Globalization;
using System.Text.Json;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>
/// The mutation inventorySetQuantities (capture 54): all of its quantities or none. From API version 2026-04 it wants an idempotency key and
/// the old quantity of every entry, null where it is not to be compared.
/// </summary>
internal sealed class InventorySet(ReadContext context, FieldArguments arguments)
{
    private const int Largest = 1_000_000_000;
    private const string FirstStrictVersion = "2026-04";

    private static readonly string[] Reasons =
    [
        "correction", "cycle_count_available", "damaged", "movement_canceled", "movement_created", "movement_received", "movement_updated", "other", "promotion",
        "quality_control", "received", "reservation_created", "reservation_deleted", "reservation_updated", "restock", "safety_stock", "shrinkage",
    ];

    private readonly IReadOnlyDictionary<string, object?> _input = arguments.Object("input")!;
    private readonly List<UserProblem> _problems = [];

    /// <exception cref="FieldFailedException">The key or an old quantity is missing where the version wants it.</exception>
    public InventoryPayload Run()
    {
        var isStrict = string.CompareOrdinal(context.ApiVersion, FirstStrictVersion) >= 0;
        var key = arguments.IdempotencyKey;
        if (isStrict && key is null)
            throw new FieldFailedException(GraphQLProblem.Of("BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided."));
        var quantities = _input.Objects("quantities")!;
        if (isStrict && quantities.Any(q => !q.Has("changeFromQuantity")))
        {
            throw new FieldFailedException(GraphQLProblem.Of(
                "INVALID_FIELD_ARGUMENTS", "InventoryQuantityInput must include the following argument: changeFromQuantity.") with
            { Locations = arguments.DeclarationOf("input") });
        }

        var known = context.Shop.IdempotencyKeys;
        var fingerprint = JsonSerializer.Serialize(_input);
        if (key is not null && known.Find(key, context.Now) is { } earlier)
        {
            return earlier.Fingerprint == fingerprint
                ? (InventoryPayload)earlier.Answer
                : new InventoryPayload(null, [new UserProblem("IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "The same idempotency key cannot be used with different operation parameters.", Field: null)]);
        }

        var payload = Apply(quantities);
        if (key is not null && payload.Problems.Count == 0) known.Remember(key, fingerprint, payload, context.Now);
        return payload;
    }

    private InventoryPayload Apply(IReadOnlyList<IReadOnlyDictionary<string, object?>> quantities)
    {
        var name = _input.Text("name")!;
        if (name is not ("available" or "on_hand")) Reject("INVALID_NAME", "The quantity name must be either 'available' or 'on_hand'.", "name");
        if (!Reasons.Contains(_input.Text("reason"))) Reject("INVALID_REASON", $"The specified reason is invalid. Valid values are: {string.Join(", ", Reasons)}.", "reason");
        if (_input.Text("referenceDocumentUri") is { } document && !Uri.IsWellFormedUriString(document, UriKind.Absolute))
            Reject("INVALID_REFERENCE_DOCUMENT", "The specified reference document is not a valid URI.", "referenceDocumentUri");
        var wanted = new List<Wanted>(quantities.Count);
        for (var i = 0; i < quantities.Count; i++)
        {
            if (Check(quantities[i], i, name) is not { } one) continue;
            if (wanted.Exists(w => w.ItemId == one.ItemId && w.LocationId == one.LocationId))
                RejectAt(i, "locationId", "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR", "The combination of inventoryItemId and locationId must be unique.");
            wanted.Add(one);
        }

        if (_problems.Count > 0) return new InventoryPayload(null, _problems);
        List<InventoryChange> changes = [];
        foreach (var product in wanted.GroupBy(w => w.ProductId)) changes.AddRange(Write(context.Content.Product(product.Key)!, [.. product]));
        if (changes.Count == 0) return new InventoryPayload(null, []);
        return new InventoryPayload(new InventoryGroup(context.Content.NextId(), context.Now, _input.Text("reason")!, _input.Text("referenceDocumentUri"), changes), []);
    }

    private Wanted? Check(IReadOnlyDictionary<string, object?> given, int index, string name)
    {
        var itemId = GlobalId.Number(given.Text("inventoryItemId"), "InventoryItem");
        var product = context.Content.ProductOf(itemId);
        var variant = product?.Variants.FirstOrDefault(v => v.InventoryItemId == itemId);
        var location = context.Content.Location(GlobalId.Number(given.Text("locationId"), "Location"));
        var quantity = given.Get<int>("quantity");
        if (variant is null) RejectAt(index, "inventoryItemId", "INVALID_INVENTORY_ITEM", "The specified inventory item could not be found.");
        if (location is null) RejectAt(index, "locationId", "INVALID_LOCATION", "The specified location could not be found.");
        if (quantity > Largest) RejectAt(index, "quantity", "INVALID_QUANTITY_TOO_HIGH", "The quantity can't be higher than 1,000,000,000.");
        if (quantity < -Largest) RejectAt(index, "quantity", "INVALID_QUANTITY_TOO_LOW", "The quantity can't be lower than -1,000,000,000.");
        else if (quantity < 0 && name == "on_hand") RejectAt(index, "quantity", "INVALID_QUANTITY_NEGATIVE", "The quantity can't be negative.");
        if (variant is null || location is null) return null;
        if (variant.Levels.FirstOrDefault(l => l.LocationId == location.Id) is not { } level)
        {
            RejectAt(index, "locationId", "ITEM_NOT_STOCKED_AT_LOCATION", "The specified inventory item is not stocked at the location.");
            return null;
        }

        if (given.Get<int?>("changeFromQuantity") is { } expected && expected != level.Available)
            RejectAt(index, "changeFromQuantity", "CHANGE_FROM_QUANTITY_STALE", "The changeFromQuantity argument no longer matches the persisted quantity.");
        return new Wanted(product!.Id, variant.InventoryItemId, location.Id, quantity);
    }

    private List<InventoryChange> Write(DemoProduct product, List<Wanted> wanted)
    {
        var changes = new List<InventoryChange>();
        var variants = product.Variants.ToList();
        foreach (var (_, itemId, locationId, quantity) in wanted)
        {
            var index = variants.FindIndex(v => v.InventoryItemId == itemId);
            var levels = variants[index].Levels.ToList();
            var at = levels.FindIndex(l => l.LocationId == locationId);
            var delta = quantity - levels[at].Available;
            if (delta == 0) continue;
            levels[at] = new DemoLevel(locationId, quantity, context.Now);
            variants[index] = variants[index] with { Levels = levels };

            // Nothing is ever committed to orders here, so what is available is what is on hand.
            foreach (var name in (ReadOnlySpan<string>)["available", "on_hand"]) changes.Add(new InventoryChange(name, delta, new VariantOf(product, variants[index], index), locationId));
        }

        if (changes.Count > 0)
            context.Shop.Commit(new ShopChange { Product = product with { Variants = variants, TotalInventory = variants.Where(v => v.Tracked).Sum(v => v.Stock) } });
        return changes;
    }

    private void Reject(string code, string message, string field) => _problems.Add(new UserProblem(code, message, "input", field));

    private void RejectAt(int index, string field, string code, string message) =>
        _problems.Add(new UserProblem(code, message, "input", "quantities", index.ToString(CultureInfo.InvariantCulture), field));

    private sealed record Wanted(long ProductId, long ItemId, long LocationId, int Quantity);
}

internal sealed record InventoryPayload(InventoryGroup? Group, IReadOnlyList<UserProblem> Problems);

internal sealed record InventoryGroup(long Id, DateTimeOffset CreatedAt, string Reason, string? ReferenceDocumentUri, IReadOnlyList<InventoryChange> Changes);

internal sealed record InventoryChange(string Name, int Delta, VariantOf Item, long LocationId);
