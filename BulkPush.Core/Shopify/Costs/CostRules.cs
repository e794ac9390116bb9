using System.Collections.Frozen;
using System.Collections.Immutable;

namespace BulkPush.Core.Shopify.Costs;

/// <summary>
/// Shopify's price list in cost points. Unpublished: measured from recorded traffic (FACTS section 3, "Requested cost formula"), and held to
/// that traffic by the tests.
/// </summary>
internal static class CostRules
{
    /// <summary>Shopify refuses a call that asks for more points, on every plan.</summary>
    public const int MaxCallCost = 1000;

    public const int Object = 1;
    public const int CountRoot = 10;
    public const int ConnectionBase = 2;

    /// <summary>Points for each entry of a list in the input of <c>productSet</c>.</summary>
    public const decimal Variant = 0.2m;

    /// <inheritdoc cref="Variant"/>
    public const decimal VariantFile = 0.6m;

    /// <inheritdoc cref="Variant"/>
    public const decimal Metafield = 0.4m;

    /// <inheritdoc cref="Variant"/>
    public const decimal File = 1.9m;

    private const int Mutation = 10;

    private static readonly FrozenDictionary<string, int> DearMutations = new Dictionary<string, int>
    {
        ["fileCreate"] = 20,
        ["productCreateMedia"] = 20,
    }.ToFrozenDictionary();

    /// <summary>
    /// Fields whose value is an object that costs nothing: money, addresses, weights and measures, page information. By name, because a document
    /// does not say of which type a field is. In the published schemas each of these names stands for free objects only, but for <c>address</c>,
    /// which is free in a location and would cost a point in a business entity.
    /// </summary>
    public static readonly FrozenSet<string> FreeFields = FrozenSet.ToFrozenSet(
    [
        "address", "compareAtPrice", "maxVariantCompareAtPrice", "maxVariantPrice", "measurement", "minVariantCompareAtPrice", "minVariantPrice",
        "pageInfo", "presentmentMoney", "price", "shopMoney", "unitCost", "unitPrice", "weight",
    ]);

    /// <summary>Scalars that Shopify has to count for; all others are free.</summary>
    public static readonly FrozenSet<string> DearScalars = FrozenSet.ToFrozenSet(["hasUnfulfilledOrders"]);

    private static readonly FrozenDictionary<string, InputPrice[]> InputPrices = new Dictionary<string, InputPrice[]>
    {
        ["productSet"] =
        [
            new("input.variants", Variant),
            new("input.variants.file", VariantFile),
            new("input.variants.metafields", Metafield),
            new("input.metafields", Metafield),
            new("input.files", File),
        ],
        ["productVariantsBulkCreate"] = [new("variants", Variant), new("variants.metafields", Metafield)],
        ["productVariantsBulkUpdate"] = [new("variants", Variant), new("variants.metafields", Metafield)],
        ["productCreate"] = [new("product.metafields", Metafield), new("media", File)],
        ["productUpdate"] = [new("product.metafields", Metafield), new("media", File)],
    }.ToFrozenDictionary();

    /// <summary>What a mutation costs before anything is selected from the objects in its payload, which are free themselves.</summary>
    public static int MutationRoot(string name) => DearMutations.GetValueOrDefault(name, Mutation);

    /// <summary>What the input of a mutation is charged by; empty where it is free.</summary>
    public static IReadOnlyList<InputPrice> InputOf(string mutation) => InputPrices.GetValueOrDefault(mutation, []);

    /// <summary>As how many nodes a page is charged: 2 ln n rounded down, at least one.</summary>
    public static int PageWeight(int size) => size > 0 ? Math.Max(1, (int)Math.Floor(2 * Math.Log(size))) : 0;

    /// <summary>The input is rounded together with the selection, a half upwards.</summary>
    public static int Round(decimal points) => (int)Math.Round(points, MidpointRounding.AwayFromZero);
}

/// <summary>What one list in a mutation's input is charged by.</summary>
/// <param name="Path">From the mutation's arguments to what is counted, through all entries of lists, joined with dots.</param>
/// <param name="Each">Points for each piece.</param>
internal sealed record InputPrice(string Path, decimal Each)
{
    public string Argument { get; } = Path.Split('.')[0];

    /// <summary>The rest of the path.</summary>
    public ImmutableArray<string> Below { get; } = [.. Path.Split('.').Skip(1)];
}
