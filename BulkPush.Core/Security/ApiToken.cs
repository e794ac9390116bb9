namespace BulkPush.Core.Security;

/// <summary>A bearer token of the REST API; only its hash is kept.</summary>
public sealed class ApiToken
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, as lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    public required List<string> Permissions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
