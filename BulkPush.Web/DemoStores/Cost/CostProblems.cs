using System.Globalization;
using BulkPush.Web.DemoStores.Language;

namespace BulkPush.Web.DemoStores.Cost;

/// <summary>The two refusals that come from the price of an operation.</summary>
internal static class CostProblems
{
    public static GraphQLProblem Throttled() =>
        GraphQLProblem.Of("THROTTLED", "Throttled", ("documentation", "https://shopify.dev/api/usage/rate-limits"));

    public static GraphQLProblem TooExpensive(int cost) => GraphQLProblem.Of(
        "MAX_COST_EXCEEDED",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Query cost is {cost}, which exceeds the single query max cost limit ({CostRules.SingleQueryLimit}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n"),
        ("cost", cost),
        ("maxCost", CostRules.SingleQueryLimit),
        ("documentation", "https://shopify.dev/api/usage/limits#rate-limits"));
}
