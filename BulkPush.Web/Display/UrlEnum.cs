namespace BulkPush.Web.Display;

/// <summary>Enum values in addresses: lower case; what is not a value counts as absent.</summary>
public static class UrlEnum
{
    public static T? Read<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) ? value : null;

    public static string Write<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
