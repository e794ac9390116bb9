namespace BulkPush.Core.Persistence;

/// <summary>Makes any words ready for a text column: PostgreSQL keeps no NUL, and a column may have a length. A store's words may be anything.</summary>
internal static class StorableText
{
    public static string? Of(string? words, int longest = int.MaxValue)
    {
        var text = words?.Replace("\0", "", StringComparison.Ordinal);
        return text is null || text.Length <= longest ? text : text[..longest];
    }
}
