using System.Globalization;

namespace BulkPush.Web.Display;

/// <summary>A set of product ids as short text for an address: <c>1-40,57,90-92</c>.</summary>
public static class ProductSelection
{
    /// <summary>Longest text that goes into an address; servers and proxies refuse request lines above 8 kB.</summary>
    public const int MaxUrlLength = 6_000;

    /// <summary>Most products that a text is unfolded to.</summary>
    public const int MaxProducts = 100_000;

    public static string Write(IEnumerable<long> productIds)
    {
        var parts = new List<string>();
        (long From, long To)? run = null;
        foreach (var id in productIds.Distinct().Order())
        {
            if (run is { } open && id == open.To + 1)
            {
                run = (open.From, id);
                continue;
            }

            if (run is { } done)
                parts.Add(Part(done));
            run = (id, id);
        }

        if (run is { } last)
            parts.Add(Part(last));
        return string.Join(',', parts);
    }

    /// <summary>The ids in ascending order; null when the text is not a selection or names too many.</summary>
    public static IReadOnlyList<long>? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var ids = new SortedSet<long>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryId(ends[0], out var from) || !TryId(ends[^1], out var to) || to < from || to - from >= MaxProducts)
                return null;
            for (var id = from; id <= to; id++)
                ids.Add(id);
            if (ids.Count > MaxProducts)
                return null;
        }

        return [.. ids];
    }

    private static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;

    private static string Part((long From, long To) run) => run switch
    {
        _ when run.From == run.To => run.From.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{run.From}-{run.To}"),
    };
}
