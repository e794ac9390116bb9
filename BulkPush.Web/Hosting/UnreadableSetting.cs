using System.Text.RegularExpressions;
using BulkPush.Core;

namespace BulkPush.Web.Hosting;

/// <summary>A configuration value that is not of its key's type, as a sentence.</summary>
internal static partial class UnreadableSetting
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>Whether the exception comes from reading a value, and not from a mistake of ours.</summary>
    public static bool Is(InvalidOperationException exception) => exception.Source == Binder && Message().IsMatch(exception.Message);

    /// <summary>"Pushing:StoresAtOnce is 'abc'; it must be a whole number."</summary>
    public static string Sentence(InvalidOperationException exception)
    {
        var match = Message().Match(exception.Message);
        return $"{match.Groups["key"].Value} is '{match.Groups["value"].Value}'; it must be {Wanted(match.Groups["type"].Value)}.";
    }

    private static string Wanted(string typeName) => typeName switch
    {
        "System.Int32" or "System.Int64" => "a whole number that is not too large",
        "System.Double" or "System.Decimal" => "a number",
        "System.Boolean" => "true or false",
        "System.TimeSpan" => "a length of time such as 00:00:30",
        _ when Choice(typeName) is { } choice => $"one of {string.Join(", ", Enum.GetNames(choice))}",
        _ => "of another form: see docs/configuration.md",
    };

    private static Type? Choice(string typeName) =>
        new[] { typeof(UnreadableSetting).Assembly, typeof(BulkPushOptions).Assembly }.Select(assembly => assembly.GetType(typeName)).FirstOrDefault(type => type is { IsEnum: true });

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex Message();
}
