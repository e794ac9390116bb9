using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>The list of bulk operations, newest first, with the filters the published schema names.</summary>
internal static class BulkSearch
{
    public static IReadOnlyList<DemoBulkOperation> Find(ReadContext context, FieldArguments arguments)
    {
        var terms = SearchTerm.Parse(arguments.Text("query"));
        var found = context.Content.BulkOperations.Where(o => terms.TrueForAll(term => Matches(o, term)));
        return arguments.Text("sortKey") == "COMPLETED_AT"
            ? [.. found.OrderByDescending(o => o.CompletedAt ?? DateTimeOffset.MinValue).ThenByDescending(o => o.Id)]
            : [.. found.OrderByDescending(o => o.Id)];
    }

    private static bool Matches(DemoBulkOperation operation, SearchTerm term) => term.Field switch
    {
        "id" => term.Compares(operation.Id),
        "status" => term.Is(operation.Status.ToString()),
        "operation_type" => term.Is("mutation"),
        "created_at" => term.Compares(operation.CreatedAt),
        // An unknown filter, like the type: of the documentation, matches everything.
        _ => true,
    };
}
