using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BulkPush.Web.Api.Problems;

/// <summary>What a JSON body has wrong, in words for its caller: .NET's messages name our types, which say nothing to him.</summary>
internal static partial class BodyMistake
{
    private static readonly Dictionary<string, string[]> NoField = [];

    /// <param name="body">The type that the body is read as; null when it is not known.</param>
    /// <returns>A sentence with the place, and sentences by field; none when the text is no JSON, or no object.</returns>
    public static (string Detail, Dictionary<string, string[]> Errors) Of(JsonException mistake, Type? body, JsonSerializerOptions json)
    {
        var reason = mistake.Message.Split(" Path:")[0];
        var field = (mistake.Path ?? "$").TrimStart('$').TrimStart('.');
        var errors = Missing().Match(reason) is { Success: true } missing ? MissingFields(field, missing)
            : Null().Match(reason) is { Success: true } isNull ? NullField(field, isNull.Groups["name"].Value)
            : field.Length == 0 || mistake.InnerException is JsonException ? NoField
            : new() { [field] = [SentenceFor(field, reason, body is null ? null : TypeAt(body, field, json))] };
        var said = errors.Count == 0 ? Anonymous(reason) : string.Join(' ', errors.Values.SelectMany(sentences => sentences));
        return (string.Create(CultureInfo.InvariantCulture, $"The body is not the JSON expected here, at {mistake.Path ?? "$"} (line {mistake.LineNumber + 1}): {said}"), errors);
    }

    private static Dictionary<string, string[]> MissingFields(string owner, Match missing) => Quoted().Matches(missing.Groups["names"].Value)
        .Select(name => name.Groups["name"].Value)
        .ToDictionary(name => owner.Length == 0 ? name : $"{owner}.{name}", name => new[] { $"'{name}' is missing." });

    /// <summary>The path leads to the field itself, or only to the object that was to be made with it.</summary>
    private static Dictionary<string, string[]> NullField(string path, string name)
    {
        var isItself = string.Equals(path.Split('.')[^1], name, StringComparison.OrdinalIgnoreCase);
        return new() { [isItself ? path : path.Length == 0 ? name : $"{path}.{name}"] = [$"'{name}' may not be null."] };
    }

    private static string SentenceFor(string field, string reason, Type? type) =>
        NotKnown().IsMatch(reason) ? $"'{field}' is not known here."
        : NotConverted().IsMatch(reason) && type is not null ? $"'{field}' must be {Words(type)}."
        : Anonymous(reason);

    /// <summary>The type of what the path leads to; null when it leads nowhere.</summary>
    /// <param name="path">Names with dots between, entries of lists in brackets.</param>
    private static Type? TypeAt(Type body, string path, JsonSerializerOptions json)
    {
        var type = body;
        foreach (var step in path.Split('.'))
        {
            var name = step.Split('[')[0];
            if (json.GetTypeInfo(type).Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                return null;
            }

            type = property.PropertyType;
            for (var depth = step.Count(c => c == '['); depth > 0; depth--)
            {
                if (EntryOf(type) is not { } entry)
                {
                    return null;
                }

                type = entry;
            }
        }

        return type;
    }

    private static Type? EntryOf(Type list) => list.GetInterfaces().Append(list)
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static string Words(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type == typeof(string) ? "a text"
            : type.IsEnum ? Choice(Enum.GetNames(type))
            : type == typeof(bool) ? "true or false"
            : type == typeof(Guid) ? "an id"
            : type == typeof(decimal) || type == typeof(double) ? "a number"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(DateTimeOffset) ? "a time such as 2026-07-01T12:00:00Z"
            : type.IsAssignableTo(typeof(IEnumerable)) ? $"a list of {Many(EntryOf(type))}"
            : "an object";
    }

    private static string Many(Type? entry) =>
        entry == typeof(string) ? "texts"
        : entry == typeof(Guid) ? "ids"
        : entry == typeof(int) || entry == typeof(long) ? "whole numbers"
        : entry is { IsEnum: true } ? Choice(Enum.GetNames(entry))
        : "objects";

    private static string Choice(string[] names)
    {
        var quoted = names.Select(name => $"'{JsonNamingPolicy.CamelCase.ConvertName(name)}'").ToList();
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.Take(quoted.Count - 1))} or {quoted[^1]}";
    }

    private static string Anonymous(string reason) => TypeName().Replace(reason, "what belongs here");

    [GeneratedRegex(@"(type )?'?\b(BulkPush|System)\.[\w.`\[\]+]*\w\]?'?")]
    private static partial Regex TypeName();

    [GeneratedRegex("^The (?:property or field|constructor parameter) '(?<name>\\w+)' on .* doesn't allow .*null values")]
    private static partial Regex Null();

    [GeneratedRegex("^JSON deserialization for .* missing required properties including: (?<names>.*)\\.$")]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>\\w+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("could not be mapped to any \\.NET member")]
    private static partial Regex NotKnown();

    [GeneratedRegex("could not be converted to")]
    private static partial Regex NotConverted();
}
