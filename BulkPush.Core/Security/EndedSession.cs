namespace BulkPush.Core.Security;

/// <summary>A sign-in that its operator ended. Kept for as long as something could still be open that began with it.</summary>
public sealed class EndedSession
{
    public required Guid Id { get; init; }

    public required DateTimeOffset EndedAt { get; init; }
}
