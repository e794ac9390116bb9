namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads input objects, where a key that is absent means "leave it" and null means "empty it".</summary>
internal static class InputReading
{
    public static bool Has(this IReadOnlyDictionary<string, object?> input, string name) => input.ContainsKey(name);

    public static T? Get<T>(this IReadOnlyDictionary<string, object?> input, string name) => input.GetValueOrDefault(name) is T value ? value : default;

    public static string? Text(this IReadOnlyDictionary<string, object?> input, string name) => input.Get<string>(name);

    public static IReadOnlyDictionary<string, object?>? Object(this IReadOnlyDictionary<string, object?> input, string name) =>
        input.Get<IReadOnlyDictionary<string, object?>>(name);

    /// <summary>Null when the list is absent; a list that was sent as null is an empty one.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>>? Objects(this IReadOnlyDictionary<string, object?> input, string name) =>
        input.ContainsKey(name) ? [.. (input.Get<IReadOnlyList<object?>>(name) ?? []).OfType<IReadOnlyDictionary<string, object?>>()] : null;

    public static IReadOnlyList<string>? Texts(this IReadOnlyDictionary<string, object?> input, string name) =>
        input.ContainsKey(name) ? [.. (input.Get<IReadOnlyList<object?>>(name) ?? []).OfType<string>()] : null;
}
