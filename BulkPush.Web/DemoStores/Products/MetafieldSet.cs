using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The metafields an owner has after a push.</summary>
internal sealed class MetafieldSet(ReadContext context, List<UserProblem> problems, string ownerType)
{
    /// <param name="given">Complete new list; null leaves the old one.</param>
    /// <param name="path">Where the list stands in the input, for user errors.</param>
    public IReadOnlyList<DemoMetafield> Build(
        IReadOnlyList<DemoMetafield>? old, IReadOnlyList<IReadOnlyDictionary<string, object?>>? given, IReadOnlyList<string> path)
    {
        if (given is null) return old ?? [];
        var built = new OrderedDictionary<(string, string), DemoMetafield>();
        for (var i = 0; i < given.Count; i++)
        {
            IReadOnlyList<string> at = [.. path, i.ToString(CultureInfo.InvariantCulture)];
            if (One(old, given[i], at) is { } metafield) built[(metafield.Namespace, metafield.Key)] = metafield;
        }

        return [.. built.Values];
    }

    public DemoMetafield Create(string space, string key, string type, string value) =>
        new(context.Content.NextId(), space, key, type, value, context.Now, context.Now);

    private DemoMetafield? One(IReadOnlyList<DemoMetafield>? old, IReadOnlyDictionary<string, object?> given, IReadOnlyList<string> at)
    {
        var byId = GlobalId.Number(given.Text("id"), "Metafield");
        var known = old?.FirstOrDefault(m => m.Id == byId);
        var space = known?.Namespace ?? MetafieldTypes.ResolveNamespace(given.Text("namespace"));
        var key = known?.Key ?? given.Text("key") ?? "";
        if (key.Length == 0) return Reject(at, "key", "can't be blank");
        if (!MetafieldTypes.MayWrite(space)) return Reject(at, "namespace", "ApiPermission metafields can only be created or updated by the app owner.");
        known ??= old?.FirstOrDefault(m => m.Namespace == space && m.Key == key);
        var defined = context.Content.Definition(ownerType, space, key)?.Type;
        var type = given.Text("type") ?? defined ?? known?.Type;
        if (type is null) return Reject(at, "type", "can't be blank");
        if (!MetafieldTypes.IsKnown(type)) return Reject(at, "type", $"'{type}' is not a valid type.");
        if (defined is not null && type != defined) return Reject(at, "type", $"Type must be consistent with the definition's type: '{defined}'.");
        var value = given.Text("value") ?? known?.Value ?? "";
        if (MetafieldTypes.Check(type, value) is { } sentence) return Reject(at, "value", sentence);
        if (known is null) return Create(space, key, type, value);
        return known.Value == value && known.Type == type ? known : known with { Type = type, Value = value, UpdatedAt = context.Now };
    }

    private DemoMetafield? Reject(IReadOnlyList<string> at, string field, string message)
    {
        problems.Add(new UserProblem("INVALID_METAFIELD", message, [.. at, field]));
        return null;
    }
}
