using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The options a product has after a push. Options and values keep their ids as long as their id or name is given.</summary>
internal sealed class OptionSet(ReadContext context, List<UserProblem> problems)
{
    private const int Most = 3;
    private const int LongestName = 255;
    private const string Delimiter = " / ";

    public IReadOnlyList<DemoOption> Build(IReadOnlyList<DemoOption> old, IReadOnlyList<IReadOnlyDictionary<string, object?>> given)
    {
        if (given.Count > Most)
        {
            Reject("OPTIONS_OVER_LIMIT", "Can only specify a maximum of 3 options", []);
            return [];
        }

        var built = new List<(int Position, DemoOption Option)>(given.Count);
        for (var i = 0; i < given.Count; i++)
        {
            if (One(old, given[i], i, built) is { } option) built.Add((given[i].Get<int?>("position") ?? i + 1, option));
        }

        return [.. built.OrderBy(o => o.Position).Select(o => o.Option)];
    }

    private DemoOption? One(
        IReadOnlyList<DemoOption> old, IReadOnlyDictionary<string, object?> given, int index, List<(int Position, DemoOption Option)> before)
    {
        var at = index.ToString(CultureInfo.InvariantCulture);
        var id = GlobalId.Number(given.Text("id"), "ProductOption");
        var known = old.FirstOrDefault(o => o.Id == id);
        if (given.Text("id") is not null && known is null) return Reject("OPTION_DOES_NOT_EXIST", "Option does not exist", [at, "id"]);
        var name = given.Text("name")?.Trim() ?? known?.Name ?? "";
        known ??= old.FirstOrDefault(o => o.Name == name);
        if (name.Length == 0) return Reject("INVALID_INPUT", "The name can't be blank", [at, "name"]);
        if (name.Length > LongestName) return Reject("INVALID_INPUT", "Option name is too long (maximum is 255 characters)", [at, "name"]);
        if (name.Contains(Delimiter, StringComparison.Ordinal)) return Reject("INVALID_INPUT", "The name contains unsupported sequence ' / '", [at, "name"]);
        if (before.Exists(o => string.Equals(o.Option.Name, name, StringComparison.OrdinalIgnoreCase)))
            return Reject("DUPLICATED_OPTION_NAME", "Duplicated option name.", [at]);
        var values = Values(known, given, at);
        return values is null ? null : new DemoOption(known?.Id ?? context.Content.NextId(), name, values);
    }

    private List<DemoOptionValue>? Values(DemoOption? known, IReadOnlyDictionary<string, object?> given, string at)
    {
        if (given.Objects("values") is not { Count: > 0 } inputs)
        {
            _ = Reject("OPTION_VALUES_MISSING", "Each option must have at least one option value specified.", [at, "values"]);
            return null;
        }

        var values = new List<DemoOptionValue>(inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            var here = i.ToString(CultureInfo.InvariantCulture);
            var id = GlobalId.Number(inputs[i].Text("id"), "ProductOptionValue");
            var old = known?.Values.FirstOrDefault(v => v.Id == id);
            var name = inputs[i].Text("name")?.Trim() ?? old?.Name ?? "";
            old ??= known?.Values.FirstOrDefault(v => v.Name == name);
            if (name.Length is 0 or > LongestName)
            {
                var sentence = name.Length == 0 ? "The name can't be blank" : "Option value name is too long (maximum is 255 characters)";
                _ = Reject("INVALID_INPUT", sentence, [at, "values", here, "name"]);
            }
            else if (values.Exists(v => v.Name == name))
            {
                _ = Reject("DUPLICATED_OPTION_VALUE", "Duplicated option value.", [at, "values", here]);
            }
            else
            {
                values.Add(new DemoOptionValue(old?.Id ?? context.Content.NextId(), name));
            }
        }

        return values;
    }

    private DemoOption? Reject(string code, string message, IReadOnlyList<string> below)
    {
        problems.Add(new UserProblem(code, message, ["input", "productOptions", .. below]));
        return null;
    }
}

/// <summary>Compares variants by what the customer chooses.</summary>
internal static class OptionTuple
{
    public static IEqualityComparer<IReadOnlyList<string>> Comparer { get; } = EqualityComparer<IReadOnlyList<string>>.Create(
        (a, b) => ReferenceEquals(a, b) || (a is not null && b is not null && a.SequenceEqual(b)),
        values =>
        {
            var hash = default(HashCode);
            foreach (var value in values) hash.Add(value, StringComparer.Ordinal);
            return hash.ToHashCode();
        });
}
