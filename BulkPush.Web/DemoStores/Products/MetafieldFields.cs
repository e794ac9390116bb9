using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads metafields and their definitions.</summary>
internal static class MetafieldFields
{
    public static void AddTo(FieldReaders readers)
    {
        readers.On<MetafieldOf>(
            "Metafield",
            ("compareDigest", m => Digest(m.Metafield.Value)),
            ("createdAt", m => m.Metafield.CreatedAt),
            ("id", m => GlobalId.Of("Metafield", m.Metafield.Id)),
            ("jsonValue", m => AsJson(m.Metafield)),
            ("key", m => m.Metafield.Key),
            ("legacyResourceId", m => m.Metafield.Id),
            ("namespace", m => m.Metafield.Namespace),
            ("ownerType", m => m.OwnerType),
            ("type", m => m.Metafield.Type),
            ("updatedAt", m => m.Metafield.UpdatedAt),
            ("value", m => m.Metafield.Value));
        readers.With<MetafieldOf>(
            "Metafield", ("definition", (m, _, c) => c.Content.Definition(m.OwnerType, m.Metafield.Namespace, m.Metafield.Key)));
        readers.On<DemoDefinition>(
            "MetafieldDefinition",
            ("capabilities", d => d),
            ("description", d => d.Description),
            ("id", d => GlobalId.Of("MetafieldDefinition", d.Id)),
            ("key", d => d.Key),
            ("name", d => d.Name),
            ("namespace", d => d.Namespace),
            ("ownerType", d => d.OwnerType),
            ("pinnedPosition", d => d.IsPinned ? 1 : null),
            ("type", d => d));
        readers.On<DemoDefinition>("MetafieldDefinitionType", ("name", d => d.Type), ("category", d => MetafieldTypes.CategoryOf(d.Type)));
        readers.On<DemoDefinition>("MetafieldCapabilities", ("uniqueValues", d => d));
        readers.On<DemoDefinition>(
            "MetafieldCapabilityUniqueValues", ("enabled", d => d.HasUniqueValues), ("eligible", d => MetafieldTypes.MayBeUnique(d.Type)));
    }

    public static MetafieldOf? One(IReadOnlyList<DemoMetafield> all, string ownerType, FieldArguments arguments)
    {
        var space = MetafieldTypes.ResolveNamespace(arguments.Text("namespace"));
        var key = arguments.Text("key");
        var found = all.FirstOrDefault(m => m.Namespace == space && m.Key == key);
        return found is null ? null : new MetafieldOf(found, ownerType);
    }

    public static Page Many(IReadOnlyList<DemoMetafield> all, string ownerType, FieldArguments arguments)
    {
        var space = arguments.Text("namespace") is { } given ? MetafieldTypes.ResolveNamespace(given) : null;
        var keys = arguments.List("keys");
        var chosen = all
            .Where(m => space is null || m.Namespace == space)
            .Where(m => keys is null || keys.Any(key => Matches(m, (string)key!, space)))
            .Select(m => new MetafieldOf(m, ownerType)).ToList();
        return Page.Of(chosen, arguments, m => m.Metafield.Id);
    }

    /// <summary>Keys stand alone beside a namespace, else as <c>namespace.key</c>.</summary>
    private static bool Matches(DemoMetafield metafield, string key, string? space)
    {
        if (space is not null) return metafield.Key == key;
        var dot = key.LastIndexOf('.');
        return dot > 0 && metafield.Key == key[(dot + 1)..] && metafield.Namespace == MetafieldTypes.ResolveNamespace(key[..dot]);
    }

    private static string Digest(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    private static object AsJson(DemoMetafield metafield)
    {
        if (!MetafieldTypes.IsJson(metafield.Type)) return metafield.Value;
        using var document = JsonDocument.Parse(metafield.Value);
        return document.RootElement.Clone();
    }
}

internal sealed record MetafieldOf(DemoMetafield Metafield, string OwnerType);
