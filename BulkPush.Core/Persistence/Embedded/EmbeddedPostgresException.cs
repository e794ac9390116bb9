namespace BulkPush.Core.Persistence.Embedded;

/// <summary>The embedded PostgreSQL cannot be had; the message says what happened and what to do, for people.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
