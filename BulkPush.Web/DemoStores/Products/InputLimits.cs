using System.Globalization;
using BulkPush.Web.DemoStores.Language;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>How long lists in a mutation's input may be. Shopify looks before it runs anything, and keeps the points.</summary>
internal static class InputLimits
{
    public const int Variants = 2048;

    public const int OtherLists = 250;

    /// <summary>Null when every list is short enough.</summary>
    public static GraphQLProblem? Check(PreparedOperation operation, IReadOnlyDictionary<string, object?> variables)
    {
        foreach (var root in operation.Roots.Where(_ => operation.IsMutation))
        {
            var arguments = new FieldArguments(root, variables);
            foreach (var parameter in root.Parameters)
            {
                if (Find(arguments[parameter.Name], [root.ResponseKey, parameter.Name]) is { } found) return found.At(root.Position);
            }
        }

        return null;
    }

    private static GraphQLProblem? Find(object? value, IReadOnlyList<string> path)
    {
        switch (value)
        {
            case IReadOnlyList<object?> list:
                var most = path[^1] == "variants" ? Variants : OtherLists;
                return list.Count > most
                    ? GraphQLProblem.Of(
                        "MAX_INPUT_SIZE_EXCEEDED",
                        string.Create(CultureInfo.InvariantCulture, $"The input array size of {list.Count} is greater than the maximum allowed of {most}.")).On(path)
                    : list.Select(item => Find(item, path)).FirstOrDefault(found => found is not null);
            case IReadOnlyDictionary<string, object?> fields:
                foreach (var (name, inner) in fields)
                {
                    if (inner is IReadOnlyList<object?> or IReadOnlyDictionary<string, object?> && Find(inner, [.. path, name]) is { } found) return found;
                }

                return null;
            default:
                return null;
        }
    }
}
