using System.Globalization;
using BulkPush.Core.Jobs;
using CsvHelper;

namespace BulkPush.Web.Api.Pushes;

/// <summary>Writes a push's results as CSV, a page at a time: memory does not grow with the push.</summary>
internal static class PushItemsCsv
{
    private static readonly string[] Header =
        ["store_id", "store", "product_id", "handle", "title", "outcome", "code", "field", "message", "attempts", "finished_at", "deferred_until", "publish_outcome", "publish_message"];

    // Titles and messages come from the catalogue and from stores; "=1+1" must reach a spreadsheet as text.
    private static readonly CsvWriterOptions Options = new() { Separator = ',', Injection = CsvInjection.Escape, FormatProvider = CultureInfo.InvariantCulture };

    public static async Task WriteAsync(Stream body, PushItemPage first, PushItemQuery query, BulkPushJobQueries queries, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, Options, leaveOpen: true);
        await csv.WriteRecordAsync(Header, cancellationToken);
        for (var page = first; page is not null; page = await NextAsync(page, query, queries, cancellationToken))
        {
            foreach (var item in page.Items)
            {
                await csv.WriteRecordAsync(Fields(item), cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
        }
    }

    private static async Task<PushItemPage?> NextAsync(PushItemPage page, PushItemQuery query, BulkPushJobQueries queries, CancellationToken cancellationToken) =>
        page.NextCursor is { } cursor ? await queries.ItemsAsync(query with { Cursor = cursor }, cancellationToken) : null;

    private static string[] Fields(PushItemRow item) =>
    [
        item.StoreId.ToString(),
        item.StoreName,
        item.ProductId.ToString(CultureInfo.InvariantCulture),
        item.Handle,
        item.Title,
        item.Outcome.ToString().ToLowerInvariant(),
        item.Code ?? "",
        item.Field ?? "",
        item.Message ?? "",
        item.Attempts.ToString(CultureInfo.InvariantCulture),
        item.FinishedAt?.ToString("O", CultureInfo.InvariantCulture) ?? "",
        item.DeferredUntil?.ToString("O", CultureInfo.InvariantCulture) ?? "",
        item.Publish?.ToString().ToLowerInvariant() ?? "",
        item.PublishMessage ?? "",
    ];
}
