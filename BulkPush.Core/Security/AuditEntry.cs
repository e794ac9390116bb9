namespace BulkPush.Core.Security;

/// <summary>Who did what, and when. Never holds secrets.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>E-mail of the operator, or the name of the API token.</summary>
    public required string Actor { get; init; }

    /// <summary>Verb with its noun, for example <c>push.started</c> or <c>store.updated</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Id of what was acted on.</summary>
    public string? Subject { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Summary { get; init; }
}
