using System.Text;
using System.Text.Json;

namespace BulkPush.Web.DemoStores.Language;

/// <summary>One page of a connection.</summary>
/// <param name="Size">Nodes asked for, 1 to 250.</param>
internal sealed record Page(IReadOnlyList<object> Items, int Size, bool HasNext, bool HasPrevious, Func<object, string> CursorOf)
{
    public const int Largest = 250;

    /// <summary>Cuts the page that <c>first/after</c> or <c>last/before</c> ask for out of the whole list.</summary>
    /// <param name="idOf">Number of an item's id; the cursor remembers it.</param>
    public static Page Of<T>(IReadOnlyList<T> all, FieldArguments arguments, Func<T, long> idOf)
        where T : class
    {
        var (first, last) = (arguments.Number("first"), arguments.Number("last"));
        var size = (first, last) switch
        {
            (null, null) => throw Refuse("you must provide one of first or last"),
            (not null, not null) => throw Refuse("providing both first and last is not supported"),
            _ => first ?? last!.Value,
        };
        if (size is < 1 or > Largest)
            throw Refuse(size < 1 ? "first and last must be greater than 0" : $"first and last cannot exceed {Largest}");

        var items = arguments.Flag("reverse") is true ? Reverse(all) : all;
        var start = arguments.Text("after") is { } after ? IndexOf(after) + 1 : 0;
        var end = arguments.Text("before") is { } before ? IndexOf(before) : items.Count;
        var from = first is null ? Math.Max(start, end - size) : start;
        var to = first is null ? end : Math.Min(end, start + size);
        var page = new List<object>(Math.Max(0, to - from));
        for (var i = from; i < to; i++) page.Add(items[i]);
        return new Page(page, size, to < items.Count, from > 0, item => Encode(idOf((T)item)));

        int IndexOf(string cursor)
        {
            var id = Decode(cursor);
            // In the usual order (by id) a page after a deleted item still starts behind it.
            for (var i = 0; i < items.Count; i++)
                if (idOf(items[i]) == id) return i;
            var isRising = items.Count < 2 || idOf(items[0]) < idOf(items[^1]);
            var passed = items.TakeWhile(item => isRising ? idOf(item) < id : idOf(item) > id).Count();
            return passed - 1;
        }
    }

    public static string Encode(long id) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { last_id = id, last_value = id.ToString(System.Globalization.CultureInfo.InvariantCulture) }));

    private static long Decode(string cursor)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(cursor)));
            return document.RootElement.GetProperty("last_id").GetInt64();
        }
        catch (Exception error) when (error is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Refuse("Invalid cursor for current pagination sort.");
        }
    }

    private static List<T> Reverse<T>(IReadOnlyList<T> items)
    {
        var reversed = items.ToList();
        reversed.Reverse();
        return reversed;
    }

    private static FieldFailedException Refuse(string message) => new(GraphQLProblem.Of("BAD_REQUEST", message));
}
