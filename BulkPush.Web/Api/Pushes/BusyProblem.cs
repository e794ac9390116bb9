using BulkPush.Core.Jobs;
using BulkPush.Web.Api.Problems;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Pushes;

/// <summary>The answer 409 when stores are busy: which pushes are there, and the ways out.</summary>
internal static class BusyProblem
{
    public const string Choices = "What to do in stores where another push waits or runs: `refuse` (the default), `queue` behind it, or go `ahead` of it, which only a small push may.";

    public static ProblemHttpResult Of(IReadOnlyList<BusyStore> stores, bool mayGoAhead) => ApiProblem.Of(
        StatusCodes.Status409Conflict,
        $"{BusyStores.Sentence(stores.Select(s => s.StoreName).ToList())} Send whenBusy to queue{(mayGoAhead ? " or to go first" : "")}.",
        Extensions(stores, mayGoAhead ? ["queue", "ahead"] : ["queue"]));

    public static ProblemHttpResult TooLarge(BusyStore store, int products, int limit) =>
        ApiProblem.Of(StatusCodes.Status409Conflict, BusyStores.TooLarge(store, products, limit), Extensions([store], ["queue"]));

    private static Dictionary<string, object?> Extensions(IReadOnlyList<BusyStore> stores, IReadOnlyList<string> whenBusy) => new()
    {
        ["jobId"] = stores[0].JobId,
        ["busy"] = stores,
        ["whenBusy"] = whenBusy,
    };
}
