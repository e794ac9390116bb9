namespace BulkPush.Web.Api;

/// <summary>A page of a list and how many entries match in all.</summary>
/// <param name="Page">From 1.</param>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, int Total, int Page, int PageSize);

/// <summary>How lists are cut into pages.</summary>
internal static class ApiPages
{
    public const int Size = 50;
    public const int LargestSize = 250;

    public const string LastMessage = "page must be between {1} and {2}.";
    public const string SizeMessage = "pageSize must be between {1} and {2}.";

    /// <summary>No list of ours is longer; what is beyond would only overflow.</summary>
    public const int Last = 1_000_000;
}
