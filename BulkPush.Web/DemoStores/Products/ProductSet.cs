using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>
/// The productSet mutation on one shop: finds the product the identifier means, builds its new state beside the old one, and puts it in
/// place only when nothing was wrong. A list that is present is the complete new state; one that is absent changes nothing.
/// </summary>
internal sealed class ProductSet(ReadContext context, IReadOnlyDictionary<string, object?> input, IReadOnlyDictionary<string, object?>? identifier)
{
    private const int LongestText = 255;

    private readonly List<UserProblem> _problems = [];
    private readonly ShopContent _content = context.Content;

    private (string Namespace, string Key, string Value)? _customId;

    /// <exception cref="FieldFailedException">The custom id has no definition, the category is unknown, or the day's new variants are used up.</exception>
    public ProductSetResult Run()
    {
        var existing = Find();
        if (_problems.Count > 0) return new ProductSetResult(null, _problems);
        if (input.Text("category") is { } category && !Taxonomy.IsKnown(category))
            throw new FieldFailedException(GraphQLProblem.Of("INVALID_PRODUCT_TAXONOMY_NODE_ID", "Invalid product_taxonomy_node_id"));

        var product = Build(existing);
        if (_problems.Count > 0) return new ProductSetResult(existing, _problems);
        context.Shop.Variants.Take(Created(product, existing), context.Shop.Options.VariantsPerDay, context.Now);
        context.Shop.Commit(new ShopChange { Product = product });

        // Shopify counts stock after it has answered: a create shows its own, an update still the old sum.
        return new ProductSetResult(existing is null ? product : product with { TotalInventory = existing.TotalInventory }, []);
    }

    private static int Created(DemoProduct product, DemoProduct? old)
    {
        if (old is null) return product.Variants.Count;
        var known = old.Variants.Select(v => v.Id).ToHashSet();
        return product.Variants.Count(v => !known.Contains(v.Id));
    }

    private DemoProduct? Find()
    {
        var inputId = input.Text("id");
        if (identifier is null || identifier.Values.All(value => value is null)) return inputId is null ? null : ById(inputId);
        if (inputId is not null)
        {
            Reject("ID_NOT_ALLOWED", "The id field is not allowed if identifier is provided.", "input");
            return null;
        }

        if (identifier.Text("id") is { } id)
        {
            var found = _content.Product(GlobalId.Number(id, "Product"));
            if (found is null) Reject("NOT_FOUND", "Resource matching the identifier was not found.", "input");
            return found;
        }

        return identifier.Text("handle") is { } handle ? ByHandle(handle) : ByCustomId(identifier.Object("customId")!);
    }

    private DemoProduct? ById(string id)
    {
        var found = _content.Product(GlobalId.Number(id, "Product"));
        if (found is null) Reject("PRODUCT_DOES_NOT_EXIST", "Product does not exist", "input", "id");
        return found;
    }

    private DemoProduct? ByHandle(string handle)
    {
        if (input.Text("handle") is not { } given)
            Reject("MISSING_FIELD_REQUIRED", "The input field corresponding to the identifier is required.", "input");
        else if (given != handle)
            Reject("INPUT_MISMATCH", "The identifier value does not match the value of the corresponding field in the input.", "input");
        return _content.ProductByHandle(Handles.Normalise(handle));
    }

    private DemoProduct? ByCustomId(IReadOnlyDictionary<string, object?> customId)
    {
        var (space, key, value) = (MetafieldTypes.ResolveNamespace(customId.Text("namespace")), customId.Text("key")!, customId.Text("value")!);
        if (_content.Definition("PRODUCT", space, key) is not { Type: "id" }) throw CustomIds.NoDefinition();
        _customId = (space, key, value);
        var isListed = input.Objects("metafields")?.Any(m =>
            MetafieldTypes.ResolveNamespace(m.Text("namespace")) == space && m.Text("key") == key && m.Text("value") == value);
        if (isListed is false)
            Reject("METAFIELD_MISMATCH", "The input argument `metafields` (if present) must contain the `customId` value.", "input");
        return _content.ProductByCustomId(space, key, value);
    }

    private DemoProduct Build(DemoProduct? old)
    {
        var now = context.Now;
        var title = input.Has("title") || old is null ? input.Text("title")?.Trim() ?? "" : old.Title;
        CheckLengths(title);
        var id = old?.Id ?? _content.NextId();
        var media = new MediaSet(context, _problems).Build(old?.Media, input.Objects("files"));
        var handle = Handle(old, title);
        var seo = input.Object("seo");
        var product = (old ?? new DemoProduct { Id = id, Title = title, Handle = handle, Vendor = "", CreatedAt = now, UpdatedAt = now }) with
        {
            Title = title,
            Handle = handle,
            Vendor = input.Has("vendor") ? input.Text("vendor") ?? "" : old?.Vendor ?? context.Shop.DisplayName,
            DescriptionHtml = Text("descriptionHtml", old?.DescriptionHtml),
            ProductType = Text("productType", old?.ProductType),
            Category = input.Has("category") ? input.Text("category") : old?.Category,
            Status = input.Text("status") ?? old?.Status ?? "ACTIVE",
            Tags = TagsOf(old),
            SeoTitle = seo is not null && seo.Has("title") ? seo.Text("title") : old?.SeoTitle,
            SeoDescription = seo is not null && seo.Has("description") ? seo.Text("description") : old?.SeoDescription,
            TemplateSuffix = input.Has("templateSuffix") ? input.Text("templateSuffix") : old?.TemplateSuffix,
            IsGiftCard = input.Get<bool?>("giftCard") ?? old?.IsGiftCard ?? false,
            RequiresSellingPlan = input.Get<bool?>("requiresSellingPlan") ?? old?.RequiresSellingPlan ?? false,
            Collections = input.Texts("collections") ?? old?.Collections ?? [],
            Media = media,
            Metafields = Metafields(old),
            UpdatedAt = now,
        };
        if (old is not null && input.Get<bool?>("giftCard") is { } giftCard && giftCard != old.IsGiftCard)
            Reject("GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED", "The product gift_card attribute cannot be changed after creation.", "input", "giftCard");
        product = new VariantSet(context, _problems).Build(product, old, input);
        return product with { TotalInventory = product.Variants.Where(v => v.Tracked).Sum(v => v.Stock) };
    }

    private void CheckLengths(string title)
    {
        if (title.Length == 0) Reject("INVALID_INPUT", "Title can't be blank", "input", "title");
        if (title.Length > LongestText) Reject("INVALID_INPUT", "is too long (maximum is 255 characters)", "input", "title");
        foreach (var (field, label) in (ReadOnlySpan<(string, string)>)[("vendor", "Vendor"), ("productType", "Product type"), ("productType", "Custom product type")])
            if (input.Text(field) is { Length: > LongestText }) Reject("INVALID_PRODUCT", $"{label} is too long (maximum is 255 characters)", "input");
    }

    private string Handle(DemoProduct? old, string title)
    {
        var raw = input.Text("handle");
        if (string.IsNullOrWhiteSpace(raw) && old is not null && !input.Has("handle")) return old.Handle;
        var isExplicit = !string.IsNullOrWhiteSpace(raw);
        var handle = Handles.Normalise(isExplicit ? raw! : title);
        if (handle.Length > LongestText) Reject("INVALID_PRODUCT", "Handle is too long (maximum is 255 characters)", "input");
        if (!isExplicit || handle.Length == 0) return Handles.MakeFree(handle.Length == 0 ? Handles.OfNothing : handle, IsTaken);
        if (IsTaken(handle)) Reject("HANDLE_NOT_UNIQUE", $"Handle '{raw}' already in use. Please provide a new handle.", "input", "handle");
        return handle;

        bool IsTaken(string candidate) => _content.ProductByHandle(candidate) is { } owner && owner.Id != old?.Id;
    }

    private IReadOnlyList<string> TagsOf(DemoProduct? old)
    {
        if (input.Texts("tags") is not { } tags) return old?.Tags ?? [];
        if (tags.Any(tag => tag.Length > Products.Tags.Longest)) Reject("INVALID_PRODUCT", "Product tags is invalid", "input", "tags");
        return Products.Tags.Normalise(tags);
    }

    private IReadOnlyList<DemoMetafield> Metafields(DemoProduct? old)
    {
        var set = new MetafieldSet(context, _problems, "PRODUCT");
        var metafields = set.Build(old?.Metafields, input.Objects("metafields"), ["input", "metafields"]);
        if (_customId is { } id && !metafields.Any(m => m.Namespace == id.Namespace && m.Key == id.Key))
            metafields = [.. metafields, set.Create(id.Namespace, id.Key, "id", id.Value)];
        foreach (var metafield in metafields.Where(m => m.Type == "id"))
        {
            var owner = _content.ProductByCustomId(metafield.Namespace, metafield.Key, metafield.Value);
            if (owner is not null && owner.Id != old?.Id)
                Reject("INVALID_METAFIELD", string.Create(CultureInfo.InvariantCulture, $"Value '{metafield.Value}' is already assigned to another metafield."), "input", "metafields");
        }

        return metafields;
    }

    private string Text(string name, string? old) => input.Has(name) ? input.Text(name) ?? "" : old ?? "";

    private void Reject(string code, string message, params string[] field) => _problems.Add(new UserProblem(code, message, field));
}

/// <param name="Product">State to show: the new one, the unchanged one, or none.</param>
internal sealed record ProductSetResult(DemoProduct? Product, IReadOnlyList<UserProblem> Problems);

internal static class CustomIds
{
    /// <summary>A custom id is only as good as its definition, which a merchant may have deleted.</summary>
    public static FieldFailedException NoDefinition() =>
        new(GraphQLProblem.Of("NOT_FOUND", "Metafield definition of type 'id' is required when using custom ids."));
}
