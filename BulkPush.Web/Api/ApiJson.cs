using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BulkPush.Web.Api;

/// <summary>How strictly bodies are read: what the types say is what a caller must send.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.NumberHandling = JsonNumberHandling.Strict;

        // A misspelt "dryRun" must not start a push.
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseNullEntries);
    }

    /// <summary>The annotations of a list's entries are not among those that .NET respects.</summary>
    private static void RefuseNullEntries(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Set is { } set && typeof(IEnumerable<object>).IsAssignableFrom(property.PropertyType))
            {
                property.Set = (owner, value) => set(owner, value is IEnumerable<object?> entries && entries.Contains(null) ? throw new JsonException("An entry of the list is null.") : value);
            }
        }
    }
}
