using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The metafieldDefinitionCreate mutation. A definition of type <c>id</c> has unique values by nature.</summary>
internal sealed class DefinitionCreate(ReadContext context)
{
    private const int MostPerOwner = 256;

    private readonly List<UserProblem> _problems = [];

    /// <exception cref="FieldFailedException">The namespace belongs to somebody else.</exception>
    public DefinitionPayload Run(IReadOnlyDictionary<string, object?> input)
    {
        var space = MetafieldTypes.ResolveNamespace(input.Text("namespace"));
        var (key, owner, type) = (input.Text("key")!, input.Text("ownerType")!, input.Text("type")!);
        if (!MetafieldTypes.MayWrite(space)) throw Denied();

        CheckName("namespace", "Namespace", space, 3, 255);
        CheckName("key", "Key", key, 2, 64);
        if (string.IsNullOrWhiteSpace(input.Text("name"))) Reject("BLANK", "Name can't be blank", "definition", "name");
        if (!MetafieldTypes.IsKnown(type)) Reject("INCLUSION", $"Type name {type} is not a valid type.", "definition", "type");
        var wished = input.Object("capabilities")?.Object("uniqueValues")?.Get<bool?>("enabled");
        if (type == "id" && wished is false)
            Reject("CAPABILITY_REQUIRED_BUT_DISABLED", "Capability unique_values is required for type id but is disabled", "definition");
        if (wished is true && !MetafieldTypes.MayBeUnique(type))
            Reject("INVALID_CAPABILITY", $"Capability unique_values is not allowed for type {type}", "definition");
        if (context.Content.Definition(owner, space, key) is not null)
            Reject("TAKEN", $"Key is in use for {LabelOf(owner)} metafields on the '{space}' namespace.", "definition", "key");
        if (context.Content.Definitions.Count(d => d.OwnerType == owner) >= MostPerOwner)
            Reject("RESOURCE_TYPE_LIMIT_EXCEEDED", "Stores can only have 256 definitions for each store resource.", "definition");
        if (_problems.Count > 0) return new DefinitionPayload(null, _problems);

        var definition = new DemoDefinition(
            context.Content.NextId(), owner, space, key, input.Text("name")!, input.Text("description"), type, type == "id" || wished is true,
            input.Get<bool?>("pin") is true);
        context.Shop.Commit(new ShopChange { Definition = definition });
        return new DefinitionPayload(definition, []);
    }

    private static FieldFailedException Denied()
    {
        const string Required = "API client to have access to the namespace and the resource type associated with the metafield definition.\n";
        return new FieldFailedException(GraphQLProblem.Of(
            "ACCESS_DENIED",
            $"Access denied for metafieldDefinitionCreate field. Required access: {Required}",
            ("documentation", "https://shopify.dev/api/usage/access-scopes"),
            ("requiredAccess", Required)));
    }

    private void CheckName(string field, string label, string value, int shortest, int longest)
    {
        if (value.Length < shortest)
            Reject("TOO_SHORT", string.Create(CultureInfo.InvariantCulture, $"{label} is too short (minimum is {shortest} characters)"), "definition", field);
        else if (value.Length > longest)
            Reject("TOO_LONG", string.Create(CultureInfo.InvariantCulture, $"{label} is too long (maximum is {longest} characters)"), "definition", field);
        else if (!value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            Reject("INVALID_CHARACTER", $"{label} contains one or more invalid characters.", "definition", field);
    }

    private static string LabelOf(string ownerType) =>
        ownerType == "PRODUCTVARIANT" ? "Product Variant" : string.Concat(ownerType[..1], ownerType[1..].ToLowerInvariant().Replace('_', ' '));

    private void Reject(string code, string message, params string[] field) => _problems.Add(new UserProblem(code, message, field));
}
