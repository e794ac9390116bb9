using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Reads bulk operations and staged uploads.</summary>
internal static class BulkFields
{
    public static void AddTo(FieldReaders readers)
    {
        readers.With<DemoShop>(
            "QueryRoot",
            ("bulkOperation", (_, a, c) => c.Content.BulkOperation(GlobalId.Number(a.Text("id"), "BulkOperation"))),
            ("bulkOperations", (_, a, c) => Page.Of(BulkSearch.Find(c, a), a, o => o.Id)),
            // Bulk queries are not simulated, so there never is a current one.
            ("currentBulkOperation", (_, a, c) => a.Text("type") == "MUTATION" && c.Content.BulkOperations is [.., var last] ? last : null));
        readers.With<DemoShop>(
            "Mutation",
            ("bulkOperationCancel", (_, a, c) => BulkStart.Cancel(a, c)),
            ("bulkOperationRunMutation", (_, a, c) => BulkStart.Run(a, c)),
            ("stagedUploadsCreate", (_, a, c) => StagedUploads.Create(a, c)));
        foreach (var type in (string[])["BulkOperationRunMutationPayload", "BulkOperationCancelPayload"])
            readers.On<BulkPayload>(type, ("bulkOperation", p => p.Operation), ("userErrors", p => p.Problems));
        readers.On<StagedPayload>("StagedUploadsCreatePayload", ("stagedTargets", p => p.Targets), ("userErrors", p => p.Problems));
        readers.On<StagedTarget>("StagedMediaUploadTarget", ("parameters", t => t.Parameters), ("resourceUrl", t => t.Url), ("url", t => t.Url));
        readers.On<StagedParameter>("StagedUploadParameter", ("name", p => p.Name), ("value", p => p.Value));
        AddOperation(readers);
    }

    private static void AddOperation(FieldReaders readers)
    {
        readers.On<DemoBulkOperation>(
            "BulkOperation",
            ("completedAt", o => o.CompletedAt),
            ("createdAt", o => o.CreatedAt),
            ("errorCode", o => o.ErrorCode switch
            {
                null => null,
                BulkErrorCode.AccessDenied => "ACCESS_DENIED",
                BulkErrorCode.Timeout => "TIMEOUT",
                _ => "INTERNAL_SERVER_ERROR",
            }),
            // A cancelled operation has no size although its results can be fetched (capture 72).
            ("fileSize", o => o is { Status: BulkStatus.Completed, FileSize: > 0 } ? o.FileSize : null),
            ("id", o => GlobalId.Of("BulkOperation", o.Id)),
            ("objectCount", o => (long)o.ObjectCount),
            ("query", o => o.Mutation),
            ("rootObjectCount", o => (long)o.ObjectCount),
            ("status", o => o.Status.ToString().ToUpperInvariant()),
            ("type", _ => "MUTATION"));
        readers.With<DemoBulkOperation>(
            "BulkOperation",
            ("partialDataUrl", (o, _, c) => o.Status == BulkStatus.Failed ? ResultAddress(o, c) : null),
            ("url", (o, _, c) => o.Status is BulkStatus.Completed or BulkStatus.Canceled ? ResultAddress(o, c) : null));
    }

    private static string? ResultAddress(DemoBulkOperation operation, ReadContext context) => operation.ResultKey is not { } key ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{context.Address}/storage/bulk-operation-outputs/{operation.Id}?Expires={(operation.SettledAt!.Value + BulkRetention.Kept).ToUnixTimeSeconds()}&Signature={key}&response-content-disposition=attachment%3B+filename%3D%22bulk-{operation.Id}.jsonl%22&response-content-type=application%2Fjsonl");
}
