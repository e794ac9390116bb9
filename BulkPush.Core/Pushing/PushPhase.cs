namespace BulkPush.Core.Pushing;

/// <summary>What a worker is doing with a store, in the words operators read.</summary>
internal static class PushPhase
{
    public const string Checking = "Checking the store";
    public const string Planning = "Comparing with the last push";
    public const string Pushing = "Pushing";
}
