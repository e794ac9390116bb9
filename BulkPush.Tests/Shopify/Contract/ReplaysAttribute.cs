namespace BulkPush.Tests.Shopify.Contract;

/// <summary>Says which recordings of real traffic a test replays. A theory whose first argument is the name of a recording says it by that.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ReplaysAttribute(params string[] captures) : Attribute
{
    public IReadOnlyList<string> Captures { get; } = captures;
}
