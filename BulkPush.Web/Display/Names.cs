namespace BulkPush.Web.Display;

/// <summary>Several names as text.</summary>
public static class Names
{
    /// <summary>"North", "North and South", "North, South and West".</summary>
    public static string All(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    /// <summary>For a narrow column: "North", "North + 2".</summary>
    public static string Short(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{names[0]} + {Amounts.Count(names.Count - 1)}";
}
