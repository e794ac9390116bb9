using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>The mutations bulkOperationRunMutation and bulkOperationCancel.</summary>
internal static class BulkStart
{
    /// <summary>Bytes of the largest file that may be run: 100 MB (capture 65).</summary>
    public const long LargestFile = 104_857_600;

    private const int ShortestIdentifier = 10;
    private const int LongestIdentifier = 255;
    private const int AtOnce = 5;
    private const string FirstVersionWithSeveral = "2026-01";

    /// <summary>Checks in Shopify's order: the mutation, the client's identifier, the file, and last whether there is room (captures 63 to 69).</summary>
    public static BulkPayload Run(FieldArguments arguments, ReadContext context)
    {
        var text = arguments.Text("mutation")!;
        var mutation = context.BulkMutations[text];
        if (mutation.Operation is not { } prepared) return Refuse(mutation.Problem!);
        var identifier = arguments.Text("clientIdentifier");
        if (WrongLength(identifier) is { } wrong) return Refuse(new UserProblem("INVALID_MUTATION", wrong, "clientIdentifier"));

        var upload = context.Content.Upload(StagedUploads.KeyOf(arguments.Text("stagedUploadPath")!, context.Shop));
        if (upload?.Size is not { } size)
        {
            return Refuse("NO_SUCH_FILE", "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.");
        }

        if (size == 0) return Refuse("INVALID_STAGED_UPLOAD_FILE", "The input file is empty.");
        if (size > LargestFile) return Refuse("INVALID_STAGED_UPLOAD_FILE", "The input file size exceeds the maximum allowed size of 100 MB.");
        var running = context.Content.BulkOperations.Where(o => !o.IsSettled).Select(o => GlobalId.Of("BulkOperation", o.Id)).ToList();
        if (running.Count >= (string.CompareOrdinal(context.ApiVersion, FirstVersionWithSeveral) < 0 ? 1 : AtOnce))
            return Refuse("OPERATION_IN_PROGRESS", $"A bulk mutation operation for this app and shop is already in progress: {string.Join(", ", running)}.");

        BulkRetention.Sweep(context.Shop, context.Now);
        var operation = new DemoBulkOperation
        {
            Id = context.Content.NextId(),
            Mutation = text,
            ClientIdentifier = identifier,
            Upload = upload.Key,
            CreatedAt = context.Now,
        };
        context.Shop.Commit(new ShopChange { BulkOperation = operation });
        context.Started.Add(new StartedBulkOperation(operation.Id, prepared));
        return new BulkPayload(operation, []);
    }

    public static BulkPayload Cancel(FieldArguments arguments, ReadContext context)
    {
        if (context.Content.BulkOperation(GlobalId.Number(arguments.Text("id"), "BulkOperation")) is not { } operation)
            return new BulkPayload(null, [new UserProblem(null, "Bulk operation does not exist", "id")]);
        if (operation.IsSettled)
        {
            var state = operation.Status.ToString().ToLowerInvariant();
            return new BulkPayload(operation, [new UserProblem(null, $"A bulk operation cannot be canceled when it is {state}", Field: null)]);
        }

        var canceling = operation with { Status = BulkStatus.Canceling };
        context.Shop.Commit(new ShopChange { BulkOperation = canceling });
        if (canceling.Upload is null) BulkEnd.Settle(context.Shop, canceling.Id, BulkStatus.Canceled, null, resultBytes: 0);
        return new BulkPayload(canceling, []);
    }

    private static string? WrongLength(string? identifier) => identifier?.Length switch
    {
        < ShortestIdentifier => string.Create(CultureInfo.InvariantCulture, $"is too short (minimum is {ShortestIdentifier} characters)"),
        > LongestIdentifier => string.Create(CultureInfo.InvariantCulture, $"is too long (maximum is {LongestIdentifier} characters)"),
        _ => null,
    };

    private static BulkPayload Refuse(string code, string message) => Refuse(new UserProblem(code, message, Field: null));

    private static BulkPayload Refuse(UserProblem problem) => new(null, [problem]);
}

/// <summary>A bulk operation that a request started and that waits to be run.</summary>
internal sealed record StartedBulkOperation(long Id, PreparedOperation Mutation);

internal sealed record BulkPayload(DemoBulkOperation? Operation, IReadOnlyList<UserProblem> Problems);
