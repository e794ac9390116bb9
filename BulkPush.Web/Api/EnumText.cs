using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace BulkPush.Web.Api;

/// <summary>A named value in a query string, as JSON spells it. Binding an enum directly takes numbers too, and only .NET's own capitals.</summary>
[SuppressMessage("Design", "CA1000", Justification = "IParsable asks for static members.")]
public readonly record struct EnumText<T>(T Value) : IParsable<EnumText<T>>
    where T : struct, Enum
{
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EnumText<T> result)
    {
        var isName = Enum.GetNames<T>().Contains(s, StringComparer.OrdinalIgnoreCase);
        result = new EnumText<T>(isName ? Enum.Parse<T>(s!, ignoreCase: true) : default);
        return isName;
    }

    public static EnumText<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not one of {string.Join(", ", Enum.GetNames<T>())}.");

    public override string ToString() => JsonNamingPolicy.CamelCase.ConvertName(Value.ToString());
}
