namespace BulkPush.Core.Persistence.Embedded;

/// <summary>Where an embedded server lives and how careful it is with its data.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Absolute path of the directory that holds data, socket, log and downloaded binaries; made when it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>Server settings over the defaults, by PostgreSQL's own names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>False for a throw-away server: its files are not forced to disk while they are made.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>Whether missing binaries may be fetched with the npm client.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>Value of <c>BULKPUSH_PG_BIN</c>: a directory of server binaries that must be used; null to search for them.</summary>
    public string? BinariesDirectory { get; init; } = Environment.GetEnvironmentVariable("BULKPUSH_PG_BIN");
}
