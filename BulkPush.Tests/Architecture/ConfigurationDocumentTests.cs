using System.Collections;
using System.Reflection;
using BulkPush.Core;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Architecture;

/// <summary>docs/configuration.md names every key, and the defaults it states are the real ones.</summary>
public sealed class ConfigurationDocumentTests
{
    private const string Document = "docs/configuration.md";

    public static TheoryData<string> Keys => [.. OptionTypes().SelectMany(type => KeysOf(type, SectionOf(type)!))];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Names_the_key(string key) =>
        Assert.True(SourceTree.Read(Document).Contains($"| `{key}` |", StringComparison.Ordinal), $"{Document} has no row for `{key}`.");

    [Fact]
    public void Names_no_key_that_is_not_there()
    {
        var known = OptionTypes().SelectMany(type => KeysOf(type, SectionOf(type)!)).ToHashSet();
        var sections = OptionTypes().Select(type => SectionOf(type)!.Split(':')[0]).ToHashSet();

        var stale = SourceTree.Read(Document).Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .Where(key => sections.Contains(key.Split(':')[0]) && !known.Contains(key));

        Assert.Empty(stale);
    }

    private static IEnumerable<Type> OptionTypes() =>
        new[] { typeof(BulkPushOptions).Assembly, typeof(Program).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => SectionOf(type) is not null);

    private static string? SectionOf(Type type) =>
        type.GetField("SectionName", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static IEnumerable<string> KeysOf(Type type, string section) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite || IsCollection(property.PropertyType))
        .SelectMany(property => IsGroup(property.PropertyType) ? KeysOf(property.PropertyType, $"{section}:{property.Name}") : [$"{section}:{property.Name}"]);

    private static bool IsGroup(Type type) => type.IsClass && type != typeof(string) && !IsCollection(type);

    private static bool IsCollection(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);
}
