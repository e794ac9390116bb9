namespace BulkPush.Core.Shopify;

/// <summary>Why a file cannot be run: the products in it have to be sent in another way or in another file.</summary>
/// <param name="Code">Shopify's code, or ours when Shopify gives none.</param>
/// <param name="Message">Shopify's words.</param>
internal sealed record BulkRefusal(string Code, string Message);

/// <summary>What became of the request for a place to upload to.</summary>
internal abstract record BulkStageOutcome
{
    internal sealed record Staged(StagedUpload Upload) : BulkStageOutcome;

    internal sealed record Refused(BulkRefusal Refusal) : BulkStageOutcome;
}

/// <summary>A place to upload one file to, good for 24 hours (capture 60).</summary>
/// <param name="Path">Names the file when it is run.</param>
/// <param name="Fields">Form fields of the upload, in order. They hold a signature: not for the log.</param>
internal sealed record StagedUpload(Uri Address, string Path, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    public override string ToString() => Path;
}

/// <summary>What became of the request to run an uploaded file.</summary>
internal abstract record BulkRunOutcome
{
    /// <param name="OperationId">Operation GID.</param>
    internal sealed record Started(string OperationId) : BulkRunOutcome;

    /// <summary>As many operations as may be are running, ours or others of the same app: it did not start and may be asked for again.</summary>
    /// <param name="Message">Shopify's words, with the ids of the running ones.</param>
    internal sealed record Busy(string Message) : BulkRunOutcome;

    /// <summary>It did not start and never will.</summary>
    internal sealed record Refused(BulkRefusal Refusal) : BulkRunOutcome;

    /// <summary>No answer: it may or may not have started.</summary>
    /// <param name="Message">What was met; a sentence without its full stop.</param>
    internal sealed record Unknown(string Message) : BulkRunOutcome;
}

/// <summary>What a look at an operation found.</summary>
internal abstract record BulkLook
{
    internal sealed record Found(ShopifyBulkOperation Operation) : BulkLook;

    /// <summary>Shopify knows no such operation.</summary>
    internal sealed record Missing : BulkLook;

    /// <summary>Shopify did not answer; look again later.</summary>
    internal sealed record Unavailable(string Message) : BulkLook;
}
