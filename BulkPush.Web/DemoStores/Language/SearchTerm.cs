using System.Globalization;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>
/// One term of Shopify's search syntax as far as it is simulated: <c>field:value</c> or a bare word, values quoted or not, <c>*</c> at the
/// end, <c>&gt;</c> and <c>&lt;</c> before ids and times. All terms of a query must hold.
/// </summary>
/// <param name="Field">Null for a bare word.</param>
internal sealed record SearchTerm(string? Field, string Value)
{
    private string Operand => Unquote(Value.TrimStart('>', '<', '='));

    public static List<SearchTerm> Parse(string? query)
    {
        var terms = new List<SearchTerm>();
        var rest = (query ?? "").AsSpan().Trim();
        while (rest.Length > 0)
        {
            var end = 0;
            for (var quote = '\0'; end < rest.Length && (quote != '\0' || !char.IsWhiteSpace(rest[end])); end++)
            {
                if (quote != '\0') quote = rest[end] == quote ? '\0' : quote;
                else if (rest[end] is '"' or '\'') quote = rest[end];
            }

            var word = rest[..end].ToString();
            rest = rest[end..].TrimStart();
            if (word is "AND") continue;
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            terms.Add(colon > 0 && word[0] is not ('"' or '\'')
                ? new SearchTerm(word[..colon], Unquote(word[(colon + 1)..]))
                : new SearchTerm(null, Unquote(word)));
        }

        return terms;
    }

    public bool Is(string? text) => text is not null && (Value.EndsWith('*')
        ? text.StartsWith(Value[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(text, Value, StringComparison.OrdinalIgnoreCase));

    public bool IsIn(string? text) => text?.Contains(Value.TrimEnd('*'), StringComparison.OrdinalIgnoreCase) is true;

    public bool Compares(long number) => long.TryParse(Operand, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && Holds(number.CompareTo(other));

    public bool Compares(DateTimeOffset time) =>
        DateTimeOffset.TryParse(Operand, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var other) && Holds(time.CompareTo(other));

    private static string Unquote(string text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private bool Holds(int order) => Value switch
    {
        ['>', '=', ..] => order >= 0,
        ['<', '=', ..] => order <= 0,
        ['>', ..] => order > 0,
        ['<', ..] => order < 0,
        _ => order == 0,
    };
}
