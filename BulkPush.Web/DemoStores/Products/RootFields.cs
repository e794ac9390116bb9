using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The queries and mutations themselves, each behind the access scope that Shopify asks for.</summary>
internal static class RootFields
{
    public static void AddTo(FieldReaders readers)
    {
        AddQueries(readers);
        AddMutations(readers);
        readers.On<ProductSetPayload>(
            "ProductSetPayload", ("product", p => p.Product), ("productSetOperation", p => p.Operation), ("userErrors", p => p.Problems));
        readers.On<DemoOperation>(
            "ProductSetOperation",
            ("id", o => GlobalId.Of("ProductSetOperation", o.Id)),
            ("userErrors", o => o.Problems));
        readers.With<DemoOperation>(
            "ProductSetOperation",
            ("product", (o, _, c) => o.IsFresh ? null : c.Content.Product(o.ProductId)),
            ("status", (o, _, _) => o.IsFresh ? "CREATED" : "COMPLETE"));
        readers.On<DefinitionPayload>(
            "MetafieldDefinitionCreatePayload", ("createdDefinition", p => p.Definition), ("userErrors", p => p.Problems));
        readers.On<DeletePayload>("ProductDeletePayload", ("deletedProductId", p => p.DeletedId), ("userErrors", p => p.Problems));
        readers.With<DeletePayload>("ProductDeletePayload", ("shop", (_, _, c) => c.Shop));
    }

    private static void AddQueries(FieldReaders readers)
    {
        readers.With<DemoShop>(
            "QueryRoot",
            ("currentAppInstallation", (s, _, _) => s),
            ("location", Scope.Of("read_locations", "location", (a, c) => a.Text("id") is { } id
                ? c.Content.Location(GlobalId.Number(id, "Location")) : c.Content.Locations[0])),
            ("locations", Scope.Of("read_locations", "locations", Locations)),
            ("metafieldDefinition", Scope.Of("read_products", "metafieldDefinition", Definition)),
            ("product", Scope.Of("read_products", "product", (a, c) => c.Content.Product(GlobalId.Number(a.Text("id"), "Product")))),
            ("productByIdentifier", Scope.Of("read_products", "productByIdentifier", ByIdentifier)),
            ("productOperation", Scope.Of("read_products", "productOperation", (a, c) => c.Content.Operation(GlobalId.Number(a.Text("id"), "ProductSetOperation")))),
            ("productVariants", Scope.Of("read_products", "productVariants", (a, c) => Page.Of(ProductSearch.Variants(c, a), a, v => v.Variant.Id))),
            ("products", Scope.Of("read_products", "products", (a, c) => Page.Of(ProductSearch.Products(c, a), a, p => p.Id))),
            ("productsCount", Scope.Of("read_products", "productsCount", Count)),
            ("shop", (s, _, _) => s));
    }

    private static void AddMutations(FieldReaders readers)
    {
        readers.With<DemoShop>(
            "Mutation",
            ("metafieldDefinitionCreate", Scope.Of("write_products", "metafieldDefinitionCreate", (a, c) => new DefinitionCreate(c).Run(a.Object("definition")!))),
            ("productDelete", Scope.Of("write_products", "productDelete", Delete)),
            ("productSet", Scope.Of("write_products", "productSet", Set)));
    }

    private static Page Locations(FieldArguments arguments, ReadContext context)
    {
        var all = context.Content.Locations.Where(l => l.IsActive || arguments.Flag("includeInactive") is true);
        var sorted = arguments.Text("sortKey") == "ID" ? all.OrderBy(l => l.Id) : all.OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase).ThenBy(l => l.Id);
        return Page.Of(sorted.ToList(), arguments, l => l.Id);
    }

    private static DemoDefinition? Definition(FieldArguments arguments, ReadContext context)
    {
        if (arguments.Object("identifier") is not { } identifier)
            return context.Content.Definition(GlobalId.Number(arguments.Text("id"), "MetafieldDefinition"));
        var space = MetafieldTypes.ResolveNamespace(identifier.Text("namespace"));
        return context.Content.Definition(identifier.Text("ownerType")!, space, identifier.Text("key")!);
    }

    private static DemoProduct? ByIdentifier(FieldArguments arguments, ReadContext context)
    {
        var identifier = arguments.Object("identifier")!;
        if (identifier.Text("id") is { } id) return context.Content.Product(GlobalId.Number(id, "Product"));
        if (identifier.Text("handle") is { } handle) return context.Content.ProductByHandle(handle);
        if (identifier.Object("customId") is not { } customId)
            throw new FieldFailedException(GraphQLProblem.Of("BAD_REQUEST", "Exactly one identifier must be provided."));
        var (space, key) = (MetafieldTypes.ResolveNamespace(customId.Text("namespace")), customId.Text("key")!);
        if (context.Content.Definition("PRODUCT", space, key) is not { Type: "id" }) throw CustomIds.NoDefinition();
        return context.Content.ProductByCustomId(space, key, customId.Text("value")!);
    }

    private static Tally Count(FieldArguments arguments, ReadContext context)
    {
        var count = ProductSearch.Products(context, arguments).Count;
        var limit = arguments.Field.Arguments.Any(a => a.Name.Value == "limit") ? arguments.Number("limit") : 10_000;
        return limit is { } most && count > most ? new Tally(most, false) : new Tally(count, true);
    }

    private static ProductSetPayload Set(FieldArguments arguments, ReadContext context)
    {
        var result = new ProductSet(context, arguments.Object("input")!, arguments.Object("identifier")).Run();
        if (arguments.Flag("synchronous") is not false) return new ProductSetPayload(result.Product, null, result.Problems);
        var operation = new DemoOperation(context.Content.NextId(), result.Product?.Id, result.Problems);
        context.Content.Remember(operation);
        return new ProductSetPayload(null, operation with { Problems = [], IsFresh = true }, []);
    }

    private static DeletePayload Delete(FieldArguments arguments, ReadContext context)
    {
        var id = arguments.Object("input")!.Text("id");
        if (context.Content.Product(GlobalId.Number(id, "Product")) is not { } product)
            return new DeletePayload(null, [new UserProblem(null, "Product does not exist", "id")]);
        context.Shop.Commit(new ShopChange { DeletedProductId = product.Id });
        return new DeletePayload(id, []);
    }

    private sealed record ProductSetPayload(DemoProduct? Product, DemoOperation? Operation, IReadOnlyList<UserProblem> Problems);

    private sealed record DeletePayload(string? DeletedId, IReadOnlyList<UserProblem> Problems);
}

internal sealed record DefinitionPayload(DemoDefinition? Definition, IReadOnlyList<UserProblem> Problems);
