namespace BulkPush.Web.DemoStores.Shops;

/// <summary>A bulk operation as the shop remembers it. Immutable: whoever runs it puts the next state in its place.</summary>
internal sealed record DemoBulkOperation
{
    public required long Id { get; init; }

    /// <summary>The mutation's text, given back as it came.</summary>
    public required string Mutation { get; init; }

    /// <summary>Key of the uploaded file; null for an operation that somebody else runs.</summary>
    public required string? Upload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? ClientIdentifier { get; init; }

    public BulkStatus Status { get; init; } = BulkStatus.Created;

    public BulkErrorCode? ErrorCode { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Moment from which nothing changes any more; its results are kept for seven days after it.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Lines done so far, as Shopify shows them: in steps while it runs, exact at the end.</summary>
    public int ObjectCount { get; init; }

    /// <summary>Bytes of the result file.</summary>
    public long FileSize { get; init; }

    /// <summary>Unguessable part of the result file's address; null when there is nothing to fetch.</summary>
    public string? ResultKey { get; init; }

    public bool IsSettled => Status is not (BulkStatus.Created or BulkStatus.Running or BulkStatus.Canceling);
}

internal enum BulkStatus
{
    Created,
    Running,
    Completed,
    Canceling,
    Canceled,
    Failed,
    Expired,
}

internal enum BulkErrorCode
{
    AccessDenied,
    InternalServerError,
    Timeout,
}

/// <summary>A place for a file that stagedUploadsCreate handed out.</summary>
/// <param name="Key">What bulkOperationRunMutation calls <c>stagedUploadPath</c>.</param>
/// <param name="Signature">Proof that the uploader was given the place.</param>
/// <param name="Size">Bytes that arrived; null while nothing was uploaded.</param>
internal sealed record DemoUpload(string Key, string MimeType, bool IsPost, string Signature, DateTimeOffset IssuedAt, long? Size);
