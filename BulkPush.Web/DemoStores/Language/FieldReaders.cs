using BulkPush.Web.DemoStores.Bulk;
using BulkPush.Web.DemoStores.Products;
using BulkPush.Web.DemoStores.Shops;
using GraphQL.Types;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>How every field of the schema is read. Starting fails when one has no reader.</summary>
internal sealed class FieldReaders
{
    private readonly Dictionary<(string Type, string Field), FieldReader> _readers = [];

    public FieldReaders(AdminSchema schema)
    {
        ShopFields.AddTo(this);
        ProductFields.AddTo(this);
        VariantFields.AddTo(this);
        MetafieldFields.AddTo(this);
        RootFields.AddTo(this);
        MediaFields.AddTo(this);
        PublicationFields.AddTo(this);
        InventoryFields.AddTo(this);
        NodeFields.AddTo(this);
        BulkFields.AddTo(this);
        On<UserProblem>("UserError", ("field", e => e.Field), ("message", e => e.Message));
        foreach (var type in (string[])["ProductSetUserError", "MetafieldDefinitionCreateUserError", "BulkMutationUserError", "InventorySetQuantitiesUserError"])
            On<UserProblem>(type, ("field", e => e.Field), ("message", e => e.Message), ("code", e => e.Code));
        On<Page>(
            "PageInfo",
            ("hasNextPage", p => p.HasNext),
            ("hasPreviousPage", p => p.HasPrevious),
            ("startCursor", p => p.Items.Count == 0 ? null : p.CursorOf(p.Items[0])),
            ("endCursor", p => p.Items.Count == 0 ? null : p.CursorOf(p.Items[^1])));

        foreach (var type in schema.Schema.AllTypes.OfType<IObjectGraphType>())
        {
            if (type.Name.StartsWith("__", StringComparison.Ordinal) || IsPaging(type.Name)) continue;
            foreach (var field in type.Fields)
            {
                if (!_readers.ContainsKey((type.Name, field.Name)))
                    throw new InvalidOperationException($"The demo stores' schema has {type.Name}.{field.Name}, but nothing reads it.");
            }
        }
    }

    /// <summary>Name of the object type of a value that stands behind an interface.</summary>
    public static string TypeOf(object value) => value switch
    {
        DemoBulkOperation => "BulkOperation",
        DemoDefinition => "MetafieldDefinition",
        DemoLocation => "Location",
        DemoMedia => "MediaImage",
        DemoOperation => "ProductSetOperation",
        DemoProduct => "Product",
        DemoPublication => "Publication",
        CatalogOf => "AppCatalog",
        VariantOf => "ProductVariant",
        _ => throw new InvalidOperationException($"No object type stands for {value.GetType().Name}."),
    };

    /// <summary>Connections and edges are written by the runner itself and have no reader.</summary>
    public FieldReader Find(string type, string field) =>
        _readers.GetValueOrDefault((type, field)) ?? (IsPaging(type) ? static (_, _, _) => null
            : throw new InvalidOperationException($"Nothing reads {type}.{field}."));

    public void On<T>(string type, params ReadOnlySpan<(string Field, Func<T, object?> Read)> fields)
    {
        foreach (var (field, read) in fields) _readers.Add((type, field), (source, _, _) => read((T)source));
    }

    public void With<T>(string type, params ReadOnlySpan<(string Field, Func<T, FieldArguments, ReadContext, object?> Read)> fields)
    {
        foreach (var (field, read) in fields) _readers.Add((type, field), (source, arguments, context) => read((T)source, arguments, context));
    }

    private static bool IsPaging(string type) => type.EndsWith("Connection", StringComparison.Ordinal) || type.EndsWith("Edge", StringComparison.Ordinal);
}
